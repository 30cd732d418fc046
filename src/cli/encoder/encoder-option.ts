import { wrongInput } from '../command-error.ts'

/** An encoder as `--encoder` names it. */
export interface EncoderChoice {
  /** `libx264`; null: the usual one for the kind of video. */
  codec: string | null
  /** For ffmpeg, one after another, with the codec. */
  arguments: string[]
}

interface Shortcut {
  codec: string
  /** The option that a second word sets. */
  level: string
}

/** Words that stand for an encoder, and what a second word means. */
const SHORTCUTS: Readonly<Record<string, Shortcut>> = {
  x264: { codec: 'libx264', level: '-preset' },
  x265: { codec: 'libx265', level: '-preset' },
  av1: { codec: 'libsvtav1', level: '-preset' },
  prores: { codec: 'prores_ks', level: '-profile:v' },
  nvenc: { codec: 'h264_nvenc', level: '-preset' },
  vaapi: { codec: 'h264_vaapi', level: '-qp' },
}

/** Options that would change which frames there are, or when, or where they are written. */
const OWN = new Set(
  [
    'i f y n vf af filter filter_complex lavfi filter_script filter_complex_script map map_metadata',
    'ss t to sseof itsoffset copyts start_at_zero r s aspect vn an sn dn vsync fps_mode',
    'enc_time_base output_ts_offset frames vframes fs shortest attach progress stats loglevel v',
    'report pass c codec stdin nostdin',
  ].flatMap((line) => line.split(' ')),
)
const CODEC = /^-(?:c:v|codec:v|vcodec)(?::0)?$/

/**
 * Reads `ffmpeg`, `ffmpeg:x264 medium` or `ffmpeg:-c:v libx265 -crf 20`. Words are divided at spaces;
 * quotes hold a word together. No shell ever sees them.
 * @throws CommandError that names the word that is wrong
 */
export function parseEncoder(text: string): EncoderChoice {
  const [, name = '', rest = ''] = /^([^:]*):?([^]*)$/.exec(text) ?? []
  if (name.trim() !== 'ffmpeg') {
    throw fault(
      `"${name.trim()}" is no encoder that Overlane knows. Write ffmpeg, or ffmpeg:x264 medium.`,
    )
  }
  const words = splitWords(rest)
  const [first] = words
  const shortcut = first === undefined || first.startsWith('-') ? null : shortcutOf(first)
  const level = shortcut && words[1]?.startsWith('-') === false ? words[1] : null
  const typed = words.slice(shortcut ? (level === null ? 1 : 2) : 0)
  const options = [
    ...(shortcut ? ['-c:v', shortcut.codec] : []),
    ...(shortcut && level !== null ? [shortcut.level, level] : []),
    ...checkPairs(typed),
  ]
  const codecAt = options.findLastIndex((word, index) => index % 2 === 0 && CODEC.test(word))
  const codec = options[codecAt + 1] ?? null
  if (codecAt >= 0 && codec === 'copy') {
    throw fault('"copy" keeps the frames as they are, without an overlay. Name an encoder.')
  }
  return { codec: codecAt < 0 ? null : codec, arguments: options }
}

function shortcutOf(word: string): Shortcut {
  const shortcut = SHORTCUTS[word]
  if (shortcut && Object.hasOwn(SHORTCUTS, word)) return shortcut
  const known = Object.keys(SHORTCUTS).join(', ')
  throw fault(`"${word}" is none of ${known}. Name another encoder as -c:v ${word}.`)
}

/** Options of ffmpeg, each with its value. */
function checkPairs(words: readonly string[]): readonly string[] {
  for (let at = 0; at < words.length; at += 2) {
    const [name = '', value] = words.slice(at, at + 2)
    if (!/^-[a-z][\w:.-]*$/i.test(name)) {
      throw fault(`"${name}" is no option. Options begin with "-", and each has a value after it.`)
    }
    const [base = ''] = name.slice(1).split(':')
    if (OWN.has(base) && !CODEC.test(name) && !/^-(?:c|codec):a/.test(name)) {
      throw fault(`${name} is set by Overlane. Leave it out.`)
    }
    if (value === undefined) throw fault(`${name} has no value.`)
  }
  return words
}

/** @throws CommandError if a quote is not closed */
function splitWords(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+|["']/g) ?? []
  if (words.some((word) => word === '"' || word === "'")) throw fault('a quote is not closed.')
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, a?: string, b?: string) => a ?? b ?? ''),
  )
}

function fault(why: string): Error {
  return wrongInput(`--encoder: ${why}`)
}
