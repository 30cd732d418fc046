import type { EventRequest } from '../draw/renderers/renderer.ts'
import { readPath } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import type { LogEvent } from '../time/log-event.ts'
import { alignTimeMs, countAtOrBefore, snapshotTimeMs } from '../time/match.ts'
import type { TrackEntry } from './plan-tracks.ts'

/** The records of a log whose field says something. */
interface EventColumn {
  /** Of the records, ascending. */
  timesMs: Float64Array
  texts: string[]
}

const columnsOf = new WeakMap<SensorTrack, Map<string, EventColumn>>()

/**
 * The last events at or before a frame, the newest first. An event has no end, so that the tolerance
 * of the sensor does not matter.
 * @param frameMs the frame's time, on the video's clock
 */
export function lastEvents(
  { track, matching }: TrackEntry,
  { field, count }: EventRequest,
  frameMs: number,
): LogEvent[] {
  const { timesMs, texts } = eventsOf(track, field)
  const end = countAtOrBefore(timesMs, alignTimeMs(frameMs, matching))
  return texts
    .slice(Math.max(0, end - count), end)
    .map((text, index, { length }) => ({
      timeMs: snapshotTimeMs(timesMs[end - length + index] as number, matching),
      text,
    }))
    .reverse()
}

/** Reads a field of all records, once for a log. */
function eventsOf(track: SensorTrack, field: string): EventColumn {
  const columns = columnsOf.get(track) ?? new Map<string, EventColumn>()
  columnsOf.set(track, columns)
  const known = columns.get(field)
  if (known) return known
  const [times, texts]: [number[], string[]] = [[], []]
  track.timesMs.forEach((timeMs, index) => {
    const text = textOf(readPath(track.recordAt(index), field))
    if (text === '') return
    times.push(timeMs)
    texts.push(text)
  })
  const column = { timesMs: Float64Array.from(times), texts }
  columns.set(field, column)
  return column
}

/** '' for what is no event: nothing, an object, or a list. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
