import type { Step } from '../../../index.ts'
import { RunTrace } from '../../../measure/index.ts'
import { rowsOf } from './timeline-rows.ts'
import type { TimelineRow } from './timeline-rows.ts'

/** The steps of a frame that is decoded and encoded whole. */
const STEPS: readonly Step[] = ['read', 'decode', 'draw', 'encode', 'write']

/** Start and end of each step, in order; null if the frame does not have the step. */
type StepTimes = readonly (readonly [number, number] | null)[]

/** For tests: the rows of one worker. Its frames have these times and indexes from 10 on. */
export function fakeRows(...frames: readonly StepTimes[]): TimelineRow[] {
  const trace = new RunTrace()
  for (const [position, times] of frames.entries()) {
    trace.add({
      position,
      frameIndex: 10 + position,
      workerIndex: 0,
      outcome: times.length === STEPS.length ? 'rendered' : 'skipped',
      matchMs: 0,
      steps: STEPS.flatMap((step, index) => {
        const [startMs, endMs] = times[index] ?? []
        return startMs === undefined || endMs === undefined ? [] : [{ step, startMs, endMs }]
      }),
    })
  }
  return rowsOf(trace)
}

/** For tests: a row of frames that only have the step `read`, with these starts and ends. */
export function fakeRow(...spans: readonly (readonly [number, number])[]): TimelineRow {
  const [row] = fakeRows(...spans.map((span) => [span]))
  if (!row) throw new Error('A row needs a frame.')
  return row
}
