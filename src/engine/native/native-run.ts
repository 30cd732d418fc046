import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { Rect } from '../../core/draw/geometry.ts'
import type { SharedData } from '../../core/draw/shared-data.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { formatCount, formatQuantity } from '../../core/text/format-count.ts'
import { loadOverlayFont } from '../../io/images/overlay-font.ts'
import { toOutcome } from '../frames/frame-task.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import type { FrameTimes } from '../frames/step-clock.ts'
import { withDrawings } from '../own/with-drawings.ts'
import { PauseGate } from '../workers/pause-gate.ts'
import { STREAM_START_US } from './native-encoder.ts'
import type { EncoderGround, EncoderJob, NativeEncoder, WrittenVideo } from './native-encoder.ts'
import { OverlayDrawer } from './overlay-drawer.ts'
import { streamCluster, streamHeader } from './overlay-stream.ts'
import { SlotFinder } from './slot-finder.ts'

export interface NativeRunOptions {
  encoder: NativeEncoder
  ground: EncoderGround
  /** What the encoder is told, without what the run finds out by itself. */
  job: Omit<EncoderJob, 'slots'>
  size: FrameSize
  shared: SharedData
  drawsOverlay: boolean
  /** When each frame of the run is shown, on the video's own clock, in ms; ascending. */
  timesMs: Float64Array
  jobAt: (position: number) => FrameJob
  /** The task of a frame; null if it cannot be planned and is settled already. */
  taskAt: (position: number) => Promise<FrameTask> | null
  onStage: (workerIndex: number, task: FrameTask, stage: 'render') => void
  onSettled: (
    workerIndex: number,
    task: FrameTask,
    outcome: FrameOutcome,
    times: FrameTimes | null,
  ) => void
}

/** What a frame was drawn with. It is settled when the encoder has written it. */
interface DrawnFrame {
  task: FrameTask
  outcome: FrameOutcome
  times: FrameTimes
}

/** A batch is sent when it has so many bytes, or frames. */
const BATCH_BYTES = 4 << 20
const BATCH_FRAMES = 64
/**
 * The encoder keeps what a slot shows until the slot's next picture comes, and all pictures of other
 * slots in between. So each slot is sent again after some frames.
 */
const REPEAT_FRAMES = 32
/** Overlays need not be drawn so far ahead of the encoder. */
const MOST_AHEAD = 1024
/** Some encoders look far ahead. One that writes nothing for this long gets more. */
const STUCK_MS = 3000
const POLL_MS = 500
/** Between two breaks in which the page can do other work. */
const WORK_MS = 50

/** Draws the overlays of a video for an encoder outside of the browser, which does all the rest. */
export class NativeRun {
  private readonly options: NativeRunOptions
  private readonly drawer: OverlayDrawer
  /** Drawn and not written yet; null: settled already. */
  private readonly drawn: (DrawnFrame | null)[] = []
  private settledCount = 0
  private encodedCount = 0
  private isStopping = false
  private breakAtMs = 0
  private readonly pauseGate = new PauseGate()
  failure: Problem | null = null
  /** Null while there is no video. */
  written: { soundLoss: string | null; frameLoss: string | null } | null = null
  readonly busyMs: number[] = [0]
  readonly abandoned: FrameTask[] = []

  constructor(options: NativeRunOptions) {
    this.options = options
    this.drawer = new OverlayDrawer(options.size, options.ground, options.shared)
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const { encoder } = this.options
    try {
      if (this.options.drawsOverlay) await loadOverlayFont()
      const slots = await this.findSlots()
      if (!this.isStopping) await this.encode(slots)
      if (this.isStopping) await encoder.abort()
    } catch (thrown) {
      await encoder.abort()
      if (!this.isStopping) {
        this.failure = OverlaneError.from(thrown, 'worker-failed').toProblem()
      }
    }
  }

  resume(): void {}
  adapt(): void {}

  /** During a pause, the encoder gets nothing more, and so comes to rest by itself. */
  setPaused(isPaused: boolean): void {
    this.pauseGate.setPaused(isPaused)
  }

  /** Ends the run without a video. */
  stop(): void {
    if (this.isStopping) return
    this.isStopping = true
    this.setPaused(false)
    void this.options.encoder.abort()
  }

  /** Where anything is drawn, in any frame of the run. */
  private async findSlots(): Promise<Rect[]> {
    const { timesMs, jobAt, drawsOverlay, size } = this.options
    const finder = new SlotFinder(size)
    for (let position = 0; drawsOverlay && position < timesMs.length; position++) {
      await this.takeBreak()
      if (this.isStopping) break
      try {
        const job = await this.readyJob(jobAt(position))
        finder.add(this.drawer.sketch(job).drawnRects)
      } catch {
        // It fails again when the frame is drawn, and is told then.
      }
    }
    return finder.slots()
  }

  private async encode(slots: Rect[]): Promise<void> {
    const { encoder, job, timesMs, ground } = this.options
    await encoder.begin({ ...job, slots })
    let batch: Uint8Array<ArrayBuffer>[] =
      slots.length > 0 ? [streamHeader(slots, ground.chroma)] : []
    let batchBytes = 0
    let frameCount = 0
    for (let position = 0; position < timesMs.length && !this.isStopping; position++) {
      await this.takeBreak()
      const pictures = await this.drawFrame(position, slots)
      if (pictures) {
        batch.push(pictures)
        batchBytes += pictures.length
      }
      if (batchBytes >= BATCH_BYTES || ++frameCount >= BATCH_FRAMES) {
        await encoder.feed(batch)
        batch = []
        batchBytes = frameCount = 0
        await this.settleEncoded()
        await this.stayNear(position)
      }
    }
    if (this.isStopping) return
    // The encoder ends with the stream, also when this page is gone, so it lasts until the last frame.
    const endUs = STREAM_START_US + Math.round((job.untilMs - job.firstMs) * 1000)
    if (slots.length > 0) batch.push(streamCluster(endUs, this.drawer.shownPictures(slots)))
    await encoder.feed(batch)
    const polling = setInterval(() => void this.settleEncoded().catch(() => undefined), POLL_MS)
    try {
      this.written = this.lossesOf(await encoder.finish())
    } finally {
      clearInterval(polling)
    }
    this.settleUntil(timesMs.length)
  }

  private lossesOf({ frameCount, soundLoss }: WrittenVideo): NonNullable<NativeRun['written']> {
    const planned = this.options.timesMs.length
    const { name } = this.options.encoder.note()
    const frameLoss =
      frameCount === planned
        ? null
        : `${name} has written ${formatQuantity(frameCount, 'frame')} of ${formatCount(planned)}: it could not decode the others, or sees others in this video.`
    return { soundLoss, frameLoss }
  }

  /** @returns the part of the stream that changes what is shown; null: nothing changes */
  private async drawFrame(
    position: number,
    slots: readonly Rect[],
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const { taskAt, onStage, size, drawsOverlay } = this.options
    const withAll = position % REPEAT_FRAMES === 0
    const task = await taskAt(position)
    const startMs = performance.timeOrigin + performance.now()
    if (task) onStage(0, task, 'render')
    const { widthPx, heightPx } = size
    const { pictures, outcome } = await this.tryDraw(
      task && drawsOverlay ? task : null,
      slots,
      withAll,
      (notes) => ({
        ...{ kind: 'rendered', road: 'video', reason: null, fault: null, notes },
        ...{ widthPx, heightPx, source: null, written: null, blob: null },
      }),
    )
    const endMs = performance.timeOrigin + performance.now()
    this.busyMs[0] = (this.busyMs[0] ?? 0) + endMs - startMs
    const stageMs = { load_frame: 0, render: endMs - startMs, save_frame: 0 }
    const times = { steps: [{ step: 'draw' as const, startMs, endMs }], stageMs }
    this.drawn.push(task && { task, outcome, times })
    return pictures.length > 0 ? streamCluster(this.streamUs(position), pictures) : null
  }

  /** A frame whose overlay cannot be drawn is in the video without it. */
  private async tryDraw(
    task: FrameTask | null,
    slots: readonly Rect[],
    withAll: boolean,
    rendered: (notes: DrawNotes) => FrameOutcome,
  ): Promise<ReturnType<OverlayDrawer['changes']> & { outcome: FrameOutcome }> {
    try {
      const job = task && (await this.readyJob(task.job))
      const { pictures, notes } = this.drawer.changes(job, slots, withAll)
      return { pictures, notes, outcome: rendered(notes) }
    } catch (thrown) {
      const error = OverlaneError.from(thrown, 'renderer-failed')
      const message = `${error.message} It is in the video without its overlay.`
      return {
        ...this.drawer.changes(null, slots, withAll),
        outcome: toOutcome(new OverlaneError(error.code, message, error.where, { cause: thrown })),
      }
    }
  }

  private readyJob(job: FrameJob): Promise<FrameJob> {
    return withDrawings(job, this.options.size, this.options.shared)
  }

  /**
   * When the overlay of a frame begins in the stream: in the middle between the frame before and
   * this one. So small differences between two clocks are of no account.
   */
  private streamUs(position: number): number {
    const { timesMs, job } = this.options
    const [timeMs = 0, beforeMs = job.fromMs] = [timesMs[position], timesMs[position - 1]]
    const fromMs = position === 0 ? job.fromMs : (beforeMs + timeMs) / 2
    return STREAM_START_US + Math.round((fromMs - job.firstMs) * 1000)
  }

  /** Waits while the encoder is far behind, unless it needs more to go on. */
  private async stayNear(position: number): Promise<void> {
    let waitedMs = 0
    while (position - this.encodedCount > MOST_AHEAD && waitedMs < STUCK_MS && !this.isStopping) {
      const before = this.encodedCount
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      await this.settleEncoded()
      waitedMs = this.encodedCount > before ? 0 : waitedMs + POLL_MS
    }
  }

  private async settleEncoded(): Promise<void> {
    this.encodedCount = await this.options.encoder.encodedCount()
    this.settleUntil(this.encodedCount)
  }

  private settleUntil(count: number): void {
    const ready = this.drawn.splice(0, Math.max(0, count - this.settledCount))
    this.settledCount += ready.length
    for (const frame of ready) {
      if (frame) this.options.onSettled(0, frame.task, frame.outcome, frame.times)
    }
  }

  private async takeBreak(): Promise<void> {
    await this.pauseGate.pass()
    if (performance.now() < this.breakAtMs) return
    await new Promise((resolve) => setTimeout(resolve))
    this.breakAtMs = performance.now() + WORK_MS
  }
}
