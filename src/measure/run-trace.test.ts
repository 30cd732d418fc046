import { describe, expect, it } from 'vitest'
import type { FrameTrace, Step } from '../index.ts'
import { RunTrace } from './run-trace.ts'

/** The steps of a frame that is decoded and encoded whole. */
const STEPS: readonly Step[] = ['read', 'decode', 'draw', 'encode', 'write']

/** A frame whose steps take these times, one after another, with a wait of 1 ms between them. */
function frame(
  frameIndex: number,
  startMs: number,
  stepsMs: readonly number[] = [1, 2, 3, 4, 5],
  workerIndex = 0,
  outcome: FrameTrace['outcome'] = 'rendered',
): FrameTrace {
  let atMs = startMs - 1
  const steps = stepsMs.flatMap((ms, index) => {
    const step = STEPS[index]
    if (!step) return []
    const fromMs = atMs + 1
    atMs = fromMs + ms
    return [{ step, startMs: fromMs, endMs: atMs }]
  })
  return { position: frameIndex, frameIndex, workerIndex, outcome, matchMs: 0, steps }
}

function traceOf(...frames: FrameTrace[]): RunTrace {
  const trace = new RunTrace()
  for (const each of frames) trace.add(each)
  return trace
}

describe('the trace of a run', () => {
  it('is empty before the first frame', () => {
    const trace = new RunTrace()
    expect([trace.frameCount, trace.workerCount, trace.durationMs]).toEqual([0, 0, 0])
    expect(trace.slowestFrames(20)).toEqual([])
    expect(trace.rowsByWorker()).toEqual([])
  })

  it('returns a frame as it was added, with its work time without the waiting', () => {
    const trace = traceOf(frame(7, 100, [1, 2, 3, 4, 5], 2))
    expect(trace.frameAt(0)).toEqual({
      frameIndex: 7,
      workerIndex: 2,
      outcome: 'rendered',
      startMs: 100,
      endMs: 119,
      workMs: 15,
      steps: [
        { step: 'read', startMs: 100, endMs: 101 },
        { step: 'decode', startMs: 102, endMs: 104 },
        { step: 'draw', startMs: 105, endMs: 108 },
        { step: 'encode', startMs: 109, endMs: 113 },
        { step: 'write', startMs: 114, endMs: 119 },
      ],
    })
    expect([trace.frameCount, trace.workerCount, trace.durationMs]).toEqual([1, 3, 119])
  })

  it('keeps every frame when it grows', () => {
    const trace = new RunTrace()
    for (let index = 0; index < 1000; index++) trace.add(frame(index, index * 20))
    expect(trace.frameCount).toBe(1000)
    for (const index of [0, 255, 256, 511, 512, 999]) {
      expect(trace.frameAt(index)).toMatchObject({ frameIndex: index, startMs: index * 20 })
    }
  })

  it('has only the steps that a skipped frame reached', () => {
    const trace = traceOf(frame(0, 10, [2], 0, 'skipped'))
    expect(trace.frameAt(0)).toMatchObject({
      outcome: 'skipped',
      startMs: 10,
      endMs: 12,
      workMs: 2,
      steps: [{ step: 'read', startMs: 10, endMs: 12 }],
    })
    expect(trace.slowestFrames(1)[0]?.workMs).toBe(2)
  })

  it('leaves out a frame without any step', () => {
    const trace = traceOf(frame(0, 0, [], 5, 'failed'), frame(1, 10))
    expect([trace.frameCount, trace.workerCount]).toEqual([1, 1])
    expect(trace.frameAt(0).frameIndex).toBe(1)
  })

  it('lists the frames with the longest work time, not those that waited longest', () => {
    const trace = traceOf(
      frame(0, 0, [1, 1]),
      frame(1, 0, [9]),
      frame(2, 0, [1, 1, 1, 1, 1]),
      frame(3, 0, [4, 4]),
    )
    const slowest = (count: number): number[] =>
      trace.slowestFrames(count).map(({ frameIndex }) => frameIndex)
    expect(slowest(3)).toEqual([1, 3, 2])
    expect(slowest(20)).toEqual([1, 3, 2, 0])
  })
})

describe('the rows of a worker', () => {
  const framesIn = (trace: RunTrace): number[][][] =>
    trace
      .rowsByWorker()
      .map((rows) => rows.map((row) => row.map((index) => trace.frameAt(index).frameIndex)))

  it('contain frames one after another, and simultaneous frames are in different rows', () => {
    const trace = traceOf(
      frame(0, 0, [10]),
      frame(1, 5, [10]),
      frame(2, 10, [10]),
      frame(3, 0, [1], 1),
    )
    expect(framesIn(trace)).toEqual([[[0, 2], [1]], [[3]]])
  })

  it('are in the order of the start times, whatever the order of finishing', () => {
    expect(framesIn(traceOf(frame(1, 20, [5]), frame(0, 0, [5])))).toEqual([[[0, 1]]])
  })

  it('are empty for a worker that finished no frame', () => {
    expect(framesIn(traceOf(frame(0, 0, [1], 2)))).toEqual([[], [], [[0]]])
  })

  it('never overlap, and contain every frame once', () => {
    const trace = new RunTrace()
    for (let index = 0; index < 600; index++) {
      trace.add(frame(index, (index * 37) % 500, [1 + (index % 7), index % 5, 3], index % 4))
    }
    const seen = trace.rowsByWorker().flatMap((rows, workerIndex) =>
      rows.flatMap((row) => {
        const frames = row.map((index) => trace.frameAt(index))
        for (const [position, each] of frames.entries()) {
          expect(each.workerIndex).toBe(workerIndex)
          expect(each.startMs).toBeGreaterThanOrEqual(frames[position - 1]?.endMs ?? 0)
        }
        return row
      }),
    )
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, index) => index))
  })
})
