import { beforeEach, expect, test, vi } from 'vitest'
import { noNotes } from '../../core/draw/draw-notes.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { OverlaneError } from '../../core/errors.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import type { EncoderJob, NativeEncoder } from './native-encoder.ts'
import { NativeRun } from './native-run.ts'

const SLOT = { x: 10, y: 10, width: 2, height: 2 }
/** Its overlay cannot be drawn. */
const FAULTY_FRAME = 2

vi.mock('../../io/images/overlay-font.ts', () => ({ loadOverlayFont: () => Promise.resolve() }))
vi.mock('./overlay-drawer.ts', () => ({
  OverlayDrawer: class {
    sketch({ frameIndex }: FrameJob) {
      if (frameIndex === FAULTY_FRAME) throw new OverlaneError('renderer-failed', 'It broke.')
      return { mark: frameIndex, drawnRects: [SLOT], notes: noNotes() }
    }
    /** Every frame has its number in its picture; without an overlay it is 255. */
    changes(job: FrameJob | null) {
      if (job) this.sketch(job)
      const bytes = Uint8Array.of(job?.frameIndex ?? 255)
      return { pictures: [{ slotIndex: 0, bytes }], notes: noNotes() }
    }
    shownPictures() {
      return [{ slotIndex: 0, bytes: Uint8Array.of(254) }]
    }
  },
}))

/** An encoder that writes every frame at once. */
class FakeEncoder implements NativeEncoder {
  readonly fileName = 'out.mp4'
  readonly calls: string[] = []
  stream: number[] = []
  job: EncoderJob | null = null
  writtenCount = 5
  feedFault: OverlaneError | null = null

  check() {
    return Promise.reject(new Error('It was checked before.'))
  }
  note() {
    return { name: 'ffmpeg', version: '1', arguments: [] }
  }
  begin(job: EncoderJob) {
    this.calls.push('begin')
    this.job = job
    return Promise.resolve()
  }
  feed(parts: readonly Uint8Array[]) {
    this.calls.push('feed')
    if (this.feedFault) return Promise.reject(this.feedFault)
    for (const part of parts) this.stream.push(...part)
    return Promise.resolve()
  }
  encodedCount() {
    return Promise.resolve(0)
  }
  finish() {
    this.calls.push('finish')
    return Promise.resolve({ frameCount: this.writtenCount, soundLoss: null })
  }
  abort() {
    this.calls.push('abort')
    return Promise.resolve()
  }
}

const TIMES_MS = Float64Array.of(100, 140, 153, 220, 260)
const taskOf = (position: number): FrameTask => ({
  position,
  job: { frameIndex: position, layers: [] } as unknown as FrameJob,
  source: { kind: 'folder' },
  matchMs: 0,
})

let encoder: FakeEncoder
let settled: { position: number; outcome: FrameOutcome }[]
beforeEach(() => {
  encoder = new FakeEncoder()
  settled = []
})

function makeRun(): NativeRun {
  return new NativeRun({
    encoder,
    ground: { matrix: 'bt709', isFullRange: false, chroma: '420' },
    job: {
      fileName: 'out.mp4',
      widthPx: 640,
      heightPx: 360,
      videoStartMs: 0,
      firstMs: 100,
      fromMs: 90,
      untilMs: 270,
      isFromStart: true,
      isToEnd: true,
      startsAtMs: 100,
      hasSound: true,
      isFastStart: false,
    },
    size: { widthPx: 640, heightPx: 360 },
    shared: { series: [], images: new Map(), modules: new Map() },
    drawsOverlay: true,
    timesMs: TIMES_MS,
    jobAt: (position) => taskOf(position).job,
    taskAt: (position) => Promise.resolve(taskOf(position)),
    onStage: () => undefined,
    onSettled: (_, { position }, outcome) => settled.push({ position, outcome }),
  })
}

const CLUSTER = [0x1f, 0x43, 0xb6, 0x75]

/** Times in µs and pictures of the stream, in its order. */
function picturesOf(stream: readonly number[]): { timeUs: number; picture: number }[] {
  const starts = stream.flatMap((_, at) =>
    CLUSTER.every((byte, index) => stream[at + index] === byte) ? [at] : [],
  )
  return starts.map((start, index) => {
    const cluster = stream.slice(start, starts[index + 1])
    const time = Buffer.from(cluster.slice(21, 29)).readBigUInt64BE()
    return { timeUs: Number(time), picture: cluster.at(-1) ?? -1 }
  })
}

test('each overlay begins in the middle between its frame and the one before, and the last one lasts', async () => {
  const run = makeRun()
  await run.run()
  expect(run.failure).toBeNull()
  expect(encoder.job?.slots).toEqual([SLOT])
  expect(picturesOf(encoder.stream)).toEqual([
    { timeUs: 990_000, picture: 0 },
    { timeUs: 1_020_000, picture: 1 },
    { timeUs: 1_046_500, picture: 255 },
    { timeUs: 1_086_500, picture: 3 },
    { timeUs: 1_140_000, picture: 4 },
    { timeUs: 1_170_000, picture: 254 },
  ])
})

test('a frame whose overlay cannot be drawn is in the video without it, and failed', async () => {
  const run = makeRun()
  await run.run()
  expect(settled.map(({ position, outcome }) => [position, outcome.kind])).toEqual([
    [0, 'rendered'],
    [1, 'rendered'],
    [2, 'failed'],
    [3, 'rendered'],
    [4, 'rendered'],
  ])
  expect(settled[2]?.outcome).toMatchObject({
    problem: { message: 'It broke. It is in the video without its overlay.' },
  })
  expect(run.written).toEqual({ soundLoss: null, frameLoss: null })
})

test('fewer frames than planned are told', async () => {
  encoder.writtenCount = 4
  const run = makeRun()
  await run.run()
  expect(run.written?.frameLoss).toMatch(/^ffmpeg has written 4 frames of 5/)
})

test('an encoder that fails ends the run without a video', async () => {
  encoder.feedFault = new OverlaneError('worker-failed', 'ffmpeg ended with code 1.')
  const run = makeRun()
  await run.run()
  expect(run.failure).toMatchObject({ code: 'worker-failed', message: 'ffmpeg ended with code 1.' })
  expect(run.written).toBeNull()
  expect(encoder.calls).toEqual(['begin', 'feed', 'abort'])
})

test('a run that is stopped tells no failure, and the encoder is ended', async () => {
  const run = makeRun()
  const running = run.run()
  run.stop()
  await running
  expect([run.failure, run.written]).toEqual([null, null])
  expect(encoder.calls).not.toContain('begin')
  expect(encoder.calls).toContain('abort')
})
