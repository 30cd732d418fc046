import { matchSample, snapshotTimeMs } from './match.ts'
import type { Matching, MatchResult } from './match.ts'
import type { SensorRecord, SensorTrack } from '../recording/recording.ts'

/** What is read of a log at one time. */
export type ReadTrack = Pick<SensorTrack, 'name' | 'timesMs' | 'recordAt'>

/** A sensor track with the way it is matched. */
export interface MatchedTrack<Track extends ReadTrack = ReadTrack> {
  track: Track
  matching: Matching
}

/** First and last time of a sensor on the video's clock (offset and scale applied), or null. */
export function trackRangeMs({ track, matching }: MatchedTrack): [number, number] | null {
  const first = track.timesMs[0]
  const last = track.timesMs[track.timesMs.length - 1]
  if (first === undefined || last === undefined) return null
  return [snapshotTimeMs(first, matching), snapshotTimeMs(last, matching)]
}

/** The range that all sensors together cover on the video's clock, or null. */
export function overallRangeMs(tracks: readonly MatchedTrack[]): [number, number] | null {
  let overall: [number, number] | null = null
  for (const matchedTrack of tracks) {
    const range = trackRangeMs(matchedTrack)
    if (!range) continue
    overall = overall
      ? [Math.min(overall[0], range[0]), Math.max(overall[1], range[1])]
      : [range[0], range[1]]
  }
  return overall
}

/** What every sensor says at one time of the video's clock, by sensor name. */
export function samplesAt(
  tracks: readonly MatchedTrack[],
  timeMs: number,
): Map<string, MatchResult> {
  return new Map(
    tracks.map(({ track, matching }) => [track.name, matchSample(track, timeMs, matching)]),
  )
}

/** What happened at one time, across all sensors. */
export interface TimelineEvent {
  /** On the video's clock. */
  timestampMs: number
  records: { sensor: string; record: SensorRecord }[]
}

/** Every record of every sensor once, in time order on the video's clock; equal times together. */
export function* eventsInOrder(tracks: readonly MatchedTrack[]): Generator<TimelineEvent> {
  const cursors = tracks.map((matchedTrack) => ({ ...matchedTrack, next: 0 }))
  const timeOf = ({ track, matching, next }: (typeof cursors)[number]): number => {
    const recordTimeMs = track.timesMs[next]
    return recordTimeMs === undefined ? Infinity : snapshotTimeMs(recordTimeMs, matching)
  }
  for (;;) {
    const timestampMs = Math.min(...cursors.map(timeOf))
    if (timestampMs === Infinity) return
    const records: TimelineEvent['records'] = []
    for (const cursor of cursors) {
      while (timeOf(cursor) === timestampMs) {
        records.push({ sensor: cursor.track.name, record: cursor.track.recordAt(cursor.next) })
        cursor.next++
      }
    }
    yield { timestampMs, records }
  }
}
