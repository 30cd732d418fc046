import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { tracksByName } from '../../core/plan/plan-tracks.ts'
import type { TrackEntry } from '../../core/plan/plan-tracks.ts'
import type { FrameEntry, Recording } from '../../core/recording/recording.ts'
import { findRecords } from '../../core/time/match.ts'
import type { NoMatchReason } from '../../core/time/match.ts'

/** A record that a frame shows, and where it stands. */
export interface TracedRecord {
  /** Path of the log inside the recording. */
  file: string
  /** From 1. */
  line: number
  /** On the clock of the log. */
  timeMs: number
  /** Between the record and the time that was looked for. */
  distanceMs: number
}

/** What a frame shows of a log. */
export interface TracedMatch {
  /** The frame's time on the clock of the log. */
  alignedTimeMs: number
  /** One record; with `linear`, the two that the values lie between; none if nothing matches. */
  records: TracedRecord[]
  /** Why nothing matches; else null. */
  reason: NoMatchReason | null
  /** Only if nothing matches: to the record that is too far away. Null for an empty log. */
  nearestDistanceMs: number | null
}

/** Tells which record of each log a frame shows, for the logs that are drawn. */
export class MatchTrace {
  /** By the name of the sensor, in the order in which the renderers name them. */
  readonly sensors: ReadonlyMap<string, TrackEntry>

  constructor(recording: Recording, config: OverlayConfig) {
    const tracks = tracksByName(recording, config, [])
    const drawn = config.output.content === 'frames' ? [] : config.renderers
    this.sensors = new Map(
      drawn.flatMap(({ sensor }) => {
        const entry = sensor === null ? undefined : tracks.get(sensor)
        return sensor !== null && entry ? [[sensor, entry] as const] : []
      }),
    )
  }

  matchesAt({ timestampMs }: FrameEntry): [sensor: string, match: TracedMatch][] {
    return Array.from(this.sensors, ([sensor, entry]) => [sensor, matchOf(entry, timestampMs)])
  }
}

function matchOf({ track, matching }: TrackEntry, snapshotMs: number): TracedMatch {
  const found = findRecords(track.timesMs, snapshotMs, matching)
  const { alignedTimeMs } = found
  if (found.kind === 'none') {
    const { reason, nearestDistanceMs } = found
    return { alignedTimeMs, records: [], reason, nearestDistanceMs }
  }
  const recordAt = (index: number): TracedRecord => {
    const timeMs = track.timesMs[index] as number
    const distanceMs = Math.abs(timeMs - alignedTimeMs)
    return { file: track.file, line: track.lineAt(index), timeMs, distanceMs }
  }
  const { index, laterIndex } = found
  const records = [index, ...(laterIndex === null ? [] : [laterIndex])].map(recordAt)
  return { alignedTimeMs, records, reason: null, nearestDistanceMs: null }
}
