import type { FrameTask } from '../frames/frame-task.ts'
import type { FrameTimes } from '../frames/step-clock.ts'
import type { FrameTrace } from '../run/render-report.ts'

/**
 * What a worker did with a frame, and when.
 * @param times of the frame, as its worker reported them
 * @param runStartMs when the run began, on the clock of the page's `performance.now()`
 */
export function traceFrame(
  workerIndex: number,
  { job, position, matchMs }: FrameTask,
  outcome: FrameTrace['outcome'],
  { steps }: FrameTimes,
  runStartMs: number,
): FrameTrace {
  const startMs = performance.timeOrigin + runStartMs
  return {
    position,
    frameIndex: job.frameIndex,
    workerIndex,
    outcome,
    matchMs,
    steps: steps.map((each) => ({
      step: each.step,
      startMs: each.startMs - startMs,
      endMs: each.endMs - startMs,
    })),
  }
}
