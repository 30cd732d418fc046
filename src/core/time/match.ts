import { isRecord } from '../plain-object.ts'
import type { SensorRecord, SensorTrack } from '../recording/recording.ts'
import { fitSyncPoints, timeBeforeLine, timeOnLine } from './sync-points.ts'
import type { ClockLine, SyncPoint } from './sync-points.ts'

export const STRATEGIES = ['forward', 'backward', 'nearest', 'linear'] as const
export type Strategy = (typeof STRATEGIES)[number]

/** How a sensor's clock relates to the video's clock, and which record a frame takes. */
export interface Matching {
  /** Default `forward`. */
  strategy: Strategy
  /** Positive moves the log later on the video's clock. Default 0. */
  timeOffsetMs: number
  /** For clocks that drift. Default 1. */
  timeScale: number
  /** In place of the offset and the scale, where there are any. Default: none. */
  syncPoints: readonly SyncPoint[]
  /** Largest |record time − aligned time| that still matches; null is no limit (default). */
  toleranceMs: number | null
}

/** A record matched to a frame. */
export interface MatchedSample {
  /** The record, with `snapshot_time_ms` and `aligned_time_ms` added. */
  record: SensorRecord
  /** The record's own time; for `linear` the aligned time, which it was interpolated at. */
  recordTimeMs: number
  snapshotTimeMs: number
  alignedTimeMs: number
}

/** Why a frame has no sample. */
export type NoMatchReason = 'empty-log' | 'before-first' | 'after-last' | 'outside-tolerance'

export type MatchResult =
  | { kind: 'match'; sample: MatchedSample }
  | {
      kind: 'none'
      reason: NoMatchReason
      alignedTimeMs: number
      /**
       * To the record that is out of tolerance, else to the closest record; null for an empty log.
       */
      nearestDistanceMs: number | null
    }

const lines = new WeakMap<readonly SyncPoint[], ClockLine>()

/** The line of the sync points; null if there are none. It is asked for once a record. */
function lineOf({ syncPoints }: Matching): ClockLine | null {
  if (syncPoints.length === 0) return null
  const known = lines.get(syncPoints)
  if (known) return known
  const { line } = fitSyncPoints(syncPoints)
  lines.set(syncPoints, line)
  return line
}

/**
 * `(snapshot − time_offset_ms) · time_scale`, or the line of the sync points: a frame's time on the
 * sensor's clock.
 */
export function alignTimeMs(snapshotTimeMs: number, matching: Matching): number {
  const line = lineOf(matching)
  if (line) return timeOnLine(snapshotTimeMs, line)
  return (snapshotTimeMs - matching.timeOffsetMs) * matching.timeScale
}

/** The inverse of {@link alignTimeMs}: a record's time on the video's clock. */
export function snapshotTimeMs(recordTimeMs: number, matching: Matching): number {
  const line = lineOf(matching)
  if (line) return timeBeforeLine(recordTimeMs, line)
  return recordTimeMs / matching.timeScale + matching.timeOffsetMs
}

/** How many milliseconds of the sensor's clock there are in one of the video's. */
export function clockScale(matching: Matching): number {
  return lineOf(matching)?.scale ?? matching.timeScale
}

/**
 * How many of the ascending `timesMs` are before `timeMs`: the index of the first at or after it.
 */
export function countBefore(timesMs: Float64Array, timeMs: number): number {
  let low = 0
  let high = timesMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((timesMs[middle] as number) < timeMs) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the ascending `timesMs` are at or before `timeMs`. */
export function countAtOrBefore(timesMs: Float64Array, timeMs: number): number {
  let low = 0
  let high = timesMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((timesMs[middle] as number) <= timeMs) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The records between two times, and one more on each side.
 * @returns the index of the first one, and of the one after the last
 */
export function recordsBetween(
  timesMs: Float64Array,
  fromMs: number,
  toMs: number,
): [from: number, to: number] {
  const from = Math.max(0, countBefore(timesMs, fromMs) - 1)
  return [from, Math.min(timesMs.length, countAtOrBefore(timesMs, toMs) + 1)]
}

/** Which records of a log a frame takes, as indexes into its times. */
export type FoundRecords =
  | {
      kind: 'found'
      index: number
      /** Only with `linear`, and only between two records: the later one. */
      laterIndex: number | null
      alignedTimeMs: number
    }
  | Extract<MatchResult, { kind: 'none' }>

/**
 * Finds the record that a frame takes, by binary search; with `linear`, the records around it.
 * @param timesMs ascending
 * @param snapshotMs the frame's time in ms, on the video's clock
 */
export function findRecords(
  timesMs: Float64Array,
  snapshotMs: number,
  matching: Matching,
): FoundRecords {
  const alignedTimeMs = alignTimeMs(snapshotMs, matching)
  const limitMs = matching.toleranceMs ?? Infinity
  // Equal times: forward takes the last of them, backward the first.
  const before = countAtOrBefore(timesMs, alignedTimeMs) - 1
  const after = countBefore(timesMs, alignedTimeMs)
  const beforeMs = before >= 0 ? alignedTimeMs - (timesMs[before] as number) : Infinity
  const afterMs = after < timesMs.length ? (timesMs[after] as number) - alignedTimeMs : Infinity

  const nothing = (
    reason: NoMatchReason,
    nearestDistanceMs = Math.min(beforeMs, afterMs),
  ): FoundRecords => {
    return {
      kind: 'none',
      reason: timesMs.length === 0 ? 'empty-log' : reason,
      alignedTimeMs,
      nearestDistanceMs: Number.isFinite(nearestDistanceMs) ? nearestDistanceMs : null,
    }
  }
  const take = (index: number, distanceMs: number, missing: NoMatchReason): FoundRecords => {
    if (distanceMs === Infinity) return nothing(missing)
    if (distanceMs > limitMs) return nothing('outside-tolerance', distanceMs)
    return { kind: 'found', index, laterIndex: null, alignedTimeMs }
  }

  switch (matching.strategy) {
    case 'forward':
      return take(before, beforeMs, 'before-first')
    case 'backward':
      return take(after, afterMs, 'after-last')
    case 'nearest':
      return afterMs <= beforeMs
        ? take(after, afterMs, 'after-last')
        : take(before, beforeMs, 'before-first')
    case 'linear': {
      if (beforeMs === Infinity) return nothing('before-first')
      if (afterMs === Infinity) return nothing('after-last')
      const farthestMs = Math.max(beforeMs, afterMs)
      if (farthestMs > limitMs) return nothing('outside-tolerance', farthestMs)
      const laterIndex = beforeMs === 0 ? null : after
      return { kind: 'found', index: before, laterIndex, alignedTimeMs }
    }
  }
}

/**
 * The record that a frame takes; with `linear`, one that is interpolated between two.
 * @param snapshotMs the frame's time in ms, on the video's clock
 */
export function matchSample(
  track: Pick<SensorTrack, 'timesMs' | 'recordAt'>,
  snapshotMs: number,
  matching: Matching,
): MatchResult {
  const found = findRecords(track.timesMs, snapshotMs, matching)
  if (found.kind === 'none') return found
  const { index, laterIndex, alignedTimeMs } = found
  const timeMs = track.timesMs[index] as number
  let record = track.recordAt(index)
  if (laterIndex !== null) {
    const beforeMs = alignedTimeMs - timeMs
    const afterMs = (track.timesMs[laterIndex] as number) - alignedTimeMs
    const share = beforeMs / (beforeMs + afterMs)
    record = interpolate(record, track.recordAt(laterIndex), share)
  }
  return {
    kind: 'match',
    sample: {
      record: { ...record, snapshot_time_ms: snapshotMs, aligned_time_ms: alignedTimeMs },
      recordTimeMs: laterIndex === null ? timeMs : alignedTimeMs,
      snapshotTimeMs: snapshotMs,
      alignedTimeMs,
    },
  }
}

/** Numbers (nested ones too) between two records; everything else as in the earlier one. */
function interpolate(from: SensorRecord, to: SensorRecord, share: number): SensorRecord {
  const valueBetween = (start: unknown, end: unknown): unknown => {
    if (typeof start === 'number' && typeof end === 'number') return start + (end - start) * share
    return isRecord(start) && isRecord(end) ? interpolate(start, end, share) : start
  }
  // A field may be called `__proto__`, which an assignment would not take for a field.
  return Object.fromEntries(
    Object.entries(from).map(([key, start]) => [
      key,
      Object.hasOwn(to, key) ? valueBetween(start, to[key]) : start,
    ]),
  )
}
