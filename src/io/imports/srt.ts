import { shorten } from '../../core/text/shorten.ts'
import { parseIsoTime } from '../../core/time/clock.ts'
import { TrackBuilder } from '../logs/records/track-builder.ts'
import { readDroneSubtitle } from './dji-subtitles.ts'
import { oneTrack } from './importer.ts'
import type { Importer } from './importer.ts'
import { readTextLines } from './text-stream.ts'

const TIME = /(\d+):([0-5]\d):([0-5]\d)[,.](\d{3})/
const CUE = new RegExp(`^\\s*${TIME.source}\\s*-->\\s*${TIME.source}`)

/**
 * The subtitles of a DJI drone. Beside the video with their name, they have its times. Otherwise they
 * have the date that stands in them, if there is one.
 */
export const srt: Importer = {
  format: 'SRT',
  recognise({ text, path }) {
    const hasCue = text.split(/\r\n|\n|\r/, 20).some((line) => CUE.test(line))
    if (!hasCue) return 0
    return /\.srt$/i.test(path) ? 1 : 0.8
  },
  async read({ file, path, timeZone, isOfVideo, report }) {
    const track = new TrackBuilder(path)
    let isDated = !isOfVideo
    for await (const { line, startMs, text } of readCues(file, report)) {
      const reading = startMs === null ? null : readDroneSubtitle(text)
      if (startMs === null || !reading) {
        track.addFault(
          line,
          'no-data',
          `${JSON.stringify(shorten(text.trim()))} has no data of a drone`,
        )
        continue
      }
      const dateMs = reading.date === null ? null : parseIsoTime(reading.date, timeZone)
      if (track.recordCount === 0 && dateMs === null) isDated = false
      if (isDated && dateMs === null) track.addFault(line, 'no-time', 'the subtitle has no date')
      else track.add(isDated ? (dateMs as number) : startMs, reading.fields)
    }
    return oneTrack('Drone', track.finish('subtitle'), isDated ? 'own' : 'video')
  },
}

interface Cue {
  line: number
  /** Null where the text stands in no subtitle. */
  startMs: number | null
  text: string
}

async function* readCues(file: Blob, report: (share: number) => void): AsyncGenerator<Cue, void> {
  let cue: Cue | null = null
  for await (const { line, text } of readTextLines(file, report)) {
    const [, hours, minutes, seconds, millis] = CUE.exec(text) ?? []
    if (millis !== undefined) {
      if (cue) yield cue
      const wholeS = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
      cue = { line, startMs: wholeS * 1000 + Number(millis), text: '' }
    } else if (text.trim() === '') {
      if (cue) yield cue
      cue = null
    } else if (cue) cue.text += `${text}\n`
    // The number before a subtitle.
    else if (!/^\uFEFF?\s*\d+\s*$/.test(text)) cue = { line, startMs: null, text }
  }
  if (cue) yield cue
}
