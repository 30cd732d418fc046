import { describe, expect, test } from 'vitest'
import { noNotes } from '../../core/draw/draw-notes.ts'
import { problem } from '../../core/errors.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import type { FrameTimes } from '../frames/step-clock.ts'
import { traceFrame } from './frame-trace.ts'
import { RunRecord } from './run-record.ts'

const outputNameAt = (position: number): string => `frame_${position}.png`
const job = (frameIndex: number): FrameJob => ({
  frameIndex,
  timestampMs: 0,
  recordingRangeMs: [0, 0],
  sourceName: `in_${frameIndex}.png`,
  outputName: outputNameAt(frameIndex),
  timeZone: 'UTC',
  referenceHeightPx: null,
  calibration: null,
  layers: [],
  unknownConditionCount: 0,
})
const plan: FramePlan = {
  frames: [0, 1, 2, 3].map((frameIndex) => ({
    frameIndex,
    timestampMs: 0,
    fileName: `in_${frameIndex}.png`,
  })),
  outputFormat: 'png',
  movie: null,
  sideFiles: [],
  problems: [],
  series: [],
  images: new Map(),
  modules: new Map(),
  jobAt: job,
  outputNameAt,
  matchesAt: () => new Map(),
}
const task = (position: number): FrameTask => ({
  position,
  job: job(position),
  source: { kind: 'folder' },
  matchMs: 0,
})
const times: FrameTimes = {
  steps: [],
  stageMs: { load_frame: 1, render: 2, save_frame: 3 },
}
const rendered = (widthPx = 4): FrameOutcome => ({
  kind: 'rendered',
  road: 'canvas',
  reason: null,
  fault: null,
  notes: { ...noNotes(), skippedTargetCount: 1 },
  widthPx,
  heightPx: 3,
  source: null,
  written: null,
  blob: null,
})
const broken = (kind: 'skipped' | 'failed'): FrameOutcome => ({
  kind,
  problem: problem('error', 'frame-unreadable', 'broken'),
})

describe('every planned frame ends as rendered, skipped or failed', () => {
  test('and is counted and listed', () => {
    const record = new RunRecord(plan, 2, { widthPx: 4, heightPx: 3 })
    record.settle(0, task(3), rendered(), times)
    record.settle(1, task(1), broken('skipped'), times)
    record.settle(0, task(2), broken('failed'), times)
    record.settle(1, task(0), rendered(), times)
    expect(record.settledCount).toBe(4)
    expect(record.skipped).toEqual([{ frameIndex: 1, fileName: 'in_1.png', reason: 'broken' }])
    expect(record.failed).toEqual([{ frameIndex: 2, fileName: 'in_2.png', reason: 'broken' }])
    expect(record.summary().skippedTargetCount).toBe(2)
    expect(record.stageMs).toMatchObject({ load_frame: 4, render: 8, save_frame: 12 })
  })

  test('and the written files are listed in the order of the plan', () => {
    const record = new RunRecord(plan, 1, { widthPx: 4, heightPx: 3 })
    for (const position of [3, 0, 2]) record.settle(0, task(position), rendered(), times)
    expect(record.writtenFiles()).toEqual(['frame_0.png', 'frame_2.png', 'frame_3.png'])
  })

  test('and its last outcome counts: a frame may fail when its segment is made again', () => {
    const record = new RunRecord(plan, 1, null)
    record.settle(0, task(0), rendered(), times)
    record.settle(0, task(0), broken('failed'), times)
    expect(record).toMatchObject({ settledCount: 1, renderedCount: 0 })
    expect(record.failed.map(({ frameIndex }) => frameIndex)).toEqual([0])
    expect(record.writtenFiles()).toEqual([])
  })

  test('but a dropped frame is none of these', () => {
    const record = new RunRecord(plan, 1, { widthPx: 4, heightPx: 3 })
    record.settle(0, task(0), { kind: 'dropped' }, times)
    expect(record.settledCount).toBe(0)
  })
})

describe('a run', () => {
  const ended = (settled: number, isCancelled: boolean): RunRecord => {
    const record = new RunRecord(plan, 1, null)
    for (let position = 0; position < settled; position++) {
      record.settle(0, task(position), rendered(), times)
    }
    record.end({ failure: null, busyMs: [], isCancelled })
    return record
  }

  test('is finished when every frame was rendered, even if it was cancelled at the last moment', () => {
    expect(ended(4, false).summary().status).toBe('finished')
    expect(ended(4, true).summary().status).toBe('finished')
  })

  test('is cancelled when frames are left', () => {
    expect(ended(2, true).summary().status).toBe('cancelled')
  })

  test('never counts as finished when frames were lost', () => {
    const { status, stopReason } = ended(3, false).summary()
    expect(status).toBe('stopped')
    expect(stopReason?.message).toContain('1 frames were lost')
  })
})

test.each([
  [null, 'Each frame was rendered in its own size'],
  [
    { fileName: 'made.mp4', container: 'mp4' },
    'Frames of another size were scaled to fit the video, with their aspect ratio kept',
  ],
] as const)('frames of another size than expected are reported, for %j', (movie, outcome) => {
  const record = new RunRecord({ ...plan, movie }, 1, { widthPx: 4, heightPx: 3 })
  for (const [position, widthPx] of [4, 8, 4, 8].entries()) {
    record.settle(0, task(position), rendered(widthPx), times)
  }
  record.end({ failure: null, busyMs: [], isCancelled: false })
  expect(record.warnings.map(({ message }) => message)).toEqual([
    `Frame 1 is 8×3 px, others are 4×3 px. ${outcome}; 2 of 4 differ.`,
  ])
})

test('the progress of a run says what each worker draws', () => {
  const record = new RunRecord(plan, 1, { widthPx: 4, heightPx: 3 })
  record.enterStage(0, task(0), 'load_frame')
  record.enterStage(0, task(0), 'render')
  record.enterStage(0, task(1), 'load_frame')
  expect(record.progress().workers).toEqual([{ stage: 'render', frameIndex: 0, frameCount: 0 }])
  record.settle(0, task(0), rendered(), times)
  expect(record.progress().workers).toEqual([{ stage: 'idle', frameIndex: null, frameCount: 1 }])
})

test('a frame is traced in ms since the run began', () => {
  const record = new RunRecord(plan, 1, null)
  const nowMs = performance.timeOrigin + performance.now()
  const steps = [{ step: 'read' as const, startMs: nowMs + 100, endMs: nowMs + 130 }]
  const traced = { ...task(2), matchMs: 0.5 }
  const trace = traceFrame(0, traced, 'rendered', { ...times, steps }, record.startMs)
  expect(trace).toMatchObject({ position: 2, frameIndex: 2, workerIndex: 0, matchMs: 0.5 })
  const [read] = trace.steps
  expect((read?.endMs ?? 0) - (read?.startMs ?? 0)).toBeCloseTo(30, 3)
  expect(read?.startMs).toBeGreaterThanOrEqual(100)
})

test('workers that are added later count as idle only from then on', () => {
  const record = new RunRecord(plan, 1, null)
  record.addWorkers(3)
  expect(record.progress().workers).toHaveLength(3)
  record.end({ failure: null, busyMs: [], isCancelled: true })
  const [first, last] = [record.summary().workers[0], record.summary().workers[2]]
  expect(last?.idleMs).toBeLessThanOrEqual(first?.idleMs ?? 0)
})
