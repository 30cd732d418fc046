import { countBefore } from '../../../index.ts'
import { STEPS } from '../../../measure/index.ts'
import type { RunTrace } from '../../../measure/index.ts'
import type { TimeWindow } from './time-window.ts'

export const STEP_COUNT = STEPS.length

/** The outcomes of a frame that the timeline distinguishes. */
export const Outcome = { rendered: 0, skipped: 1, failed: 2 } as const

/** Frames of one worker, one after another. Only typed arrays, so that drawing allocates no objects. */
export interface TimelineRow {
  workerIndex: number
  /** Indexes of the frames in the trace, for its `frameAt`. */
  indexes: Uint32Array
  frameIndexes: Uint32Array
  /** Starts and ends are both ascending, because the frames of a row do not overlap. */
  startsMs: Float64Array
  endsMs: Float64Array
  /** Start and end of each step of {@link STEPS}, frame after frame; NaN if a frame does not have the step. */
  stepsMs: Float64Array
  outcomes: Uint8Array
}

/** The place of a frame in the rows. */
export interface FramePlace {
  rowIndex: number
  /** The position in its row. */
  position: number
}

export function rowsOf(trace: RunTrace): TimelineRow[] {
  return trace
    .rowsByWorker()
    .flatMap((rows, workerIndex) => rows.map((indexes) => rowOf(trace, workerIndex, indexes)))
}

function rowOf(trace: RunTrace, workerIndex: number, indexes: readonly number[]): TimelineRow {
  const count = indexes.length
  const row: TimelineRow = {
    workerIndex,
    indexes: Uint32Array.from(indexes),
    frameIndexes: new Uint32Array(count),
    startsMs: new Float64Array(count),
    endsMs: new Float64Array(count),
    stepsMs: new Float64Array(count * STEP_COUNT * 2).fill(NaN),
    outcomes: new Uint8Array(count),
  }
  for (const [position, index] of indexes.entries()) {
    const { frameIndex, startMs, endMs, outcome, steps } = trace.frameAt(index)
    row.frameIndexes[position] = frameIndex
    row.startsMs[position] = startMs
    row.endsMs[position] = endMs
    row.outcomes[position] = outcome === 'write-failed' ? Outcome.failed : Outcome[outcome]
    for (const { step, startMs, endMs } of steps) {
      row.stepsMs.set([startMs, endMs], (position * STEP_COUNT + STEPS.indexOf(step)) * 2)
    }
  }
  return row
}

/** Position of the first visible frame. */
export function firstVisible({ endsMs }: TimelineRow, { fromMs }: TimeWindow): number {
  return countBefore(endsMs, fromMs)
}

/** Position after the last visible frame. */
export function endVisible({ startsMs }: TimelineRow, { toMs }: TimeWindow): number {
  return countBefore(startsMs, toMs)
}

/** Position of the frame at a time, or of the nearest one within `reachMs`; -1 if there is none. */
export function frameAtTime(row: TimelineRow, timeMs: number, reachMs: number): number {
  const after = countBefore(row.endsMs, timeMs)
  let nearest = -1
  let leastMs = reachMs
  for (const position of [after - 1, after]) {
    const startMs = row.startsMs[position]
    const endMs = row.endsMs[position]
    if (startMs === undefined || endMs === undefined) continue
    const distanceMs = Math.max(startMs - timeMs, timeMs - endMs, 0)
    if (distanceMs <= leastMs) {
      nearest = position
      leastMs = distanceMs
    }
  }
  return nearest
}

/** The place of a frame; null if it is not in the rows. */
export function placeOf(rows: readonly TimelineRow[], frameIndex: number): FramePlace | null {
  for (const [rowIndex, row] of rows.entries()) {
    const position = row.frameIndexes.indexOf(frameIndex)
    if (position >= 0) return { rowIndex, position }
  }
  return null
}
