import { harmlessName } from '../print/harmless-text.ts'

/** Encoders print these, whatever ffmpeg was told. */
const IS_NO_ERROR = /\[(?:info|warning)\]/i

/** `[mp4 @ 0x55b5ebbdf500] ` */
const PART_OF_FFMPEG = /^(?:\[[^\]]* @ 0x[0-9a-f]+\] ?)+/

/**
 * What an ffmpeg that failed has said of it, as sentences. The first error mostly names the cause, and
 * the last one says what it led to.
 */
export function complaintOf(printed: string): string {
  const lines = printed
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '' && !IS_NO_ERROR.test(line))
    .map((line) => harmlessName(line.replace(PART_OF_FFMPEG, '').trim()))
  const [first] = lines
  if (first === undefined) return 'It said nothing.'
  const last = lines.at(-1)
  const said = last === first ? first : `${first} … ${last}`
  if (!IS_WRONG_KIND.test(first)) return `It said: ${said}`
  return `It said: ${said.replace(/\.?$/, '.')} Give the video another ending: .mkv takes every codec, .mov takes ProRes.`
}

/** This kind of file cannot hold the codec. */
const IS_WRONG_KIND = /not currently supported in container|\bonly .*supported (?:in|for)\b/i
