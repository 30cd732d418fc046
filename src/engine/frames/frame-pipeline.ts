import { OverlaneError } from '../../core/errors.ts'
import type { Directory } from '../../io/folders/directory.ts'
import type { FileStamp } from '../../io/folders/stat-files.ts'
import { loadOverlayFont } from '../../io/images/overlay-font.ts'
import { prepareFrame } from '../compose/frame-composer.ts'
import type {
  ComposedFrame,
  FrameComposer,
  FrameTarget,
  PreparedFrame,
} from '../compose/frame-composer.ts'
import type { BufferPool } from './buffer-pool.ts'
import { FrameLoader, stampOf } from './frame-loader.ts'
import { toOutcome } from './frame-task.ts'
import type { FrameOutcome, FrameTask } from './frame-task.ts'
import { saveImage } from './save-image.ts'
import { Semaphore } from './semaphore.ts'
import { StepClock, TimeShares } from './step-clock.ts'
import type { FrameTimes, WorkerStage } from './step-clock.ts'

/** The folders, formats and limits of a run. */
export interface FramePipelineOptions {
  /** The frames folder; null if each frame's file comes with its task. */
  frames: Directory | null
  /** The output folder; null: each image is returned in its frame's outcome. */
  output: Directory | null
  target: FrameTarget
  /** The first composer that accepts a frame makes it. */
  composers: readonly FrameComposer[]
  /** For the bytes of the images that the composers make. */
  buffers: BufferPool
  /** How many frames are in the pipeline at a time. With 1, stages do not overlap. */
  framesInFlight: number
  /** How many of them may be read or wait to be drawn. */
  loadsInFlight: number
  /** How many of them may be drawn or written. */
  writesInFlight: number
  /** Called when a frame enters a stage. */
  onStage: (position: number, stage: WorkerStage) => void
}

const BALLAST_PER_BYTE = 16
const LEAST_BALLAST_BYTES = 1 << 22
const MOST_BALLAST_BYTES = 1 << 24

/**
 * Takes frames through one thread: load · draw · save. While one frame is drawn and encoded, the
 * next frames are loaded and the previous ones are written.
 */
export class FramePipeline {
  private readonly options: FramePipelineOptions
  private readonly loader: FrameLoader
  private readonly frames: Semaphore
  private readonly loads: Semaphore
  private readonly drawing = new Semaphore(1)
  private readonly writes: Semaphore
  private readonly shares = new TimeShares()
  private isCancelled = false
  protected ballast: ArrayBuffer | null = null

  constructor(options: FramePipelineOptions) {
    this.options = options
    this.loader = new FrameLoader(options.frames)
    this.frames = new Semaphore(options.framesInFlight)
    this.loads = new Semaphore(options.loadsInFlight)
    this.writes = new Semaphore(options.writesInFlight)
  }

  /** Drops every frame that is not being drawn or written yet. */
  cancel(): void {
    this.isCancelled = true
  }

  /** Never rejects: a fault is reported in the frame's outcome. */
  async process(task: FrameTask): Promise<{ outcome: FrameOutcome; times: FrameTimes }> {
    const clock = new StepClock(this.shares, (stage) => this.options.onStage(task.position, stage))
    const endFrame = await this.frames.acquire()
    const outcome = await this.render(task, clock)
    endFrame()
    return { outcome, times: { steps: clock.steps, stageMs: clock.stageMs } }
  }

  private async render(task: FrameTask, clock: StepClock): Promise<FrameOutcome> {
    const { output, buffers } = this.options
    const { job, source } = task
    const endLoading = await this.loads.acquire()
    let held: PreparedFrame | null = null
    try {
      if (this.wasCancelled()) return { kind: 'dropped' }
      const { prepared, refusal, stamp } = await this.prepare(task, clock)
      held = prepared
      const endWriting = await this.writes.acquire()
      try {
        const composed = await this.compose(prepared, clock, endLoading)
        if (!composed) return { kind: 'dropped' }
        const { image, road, fault, notes, widthPx, heightPx } = composed
        const reason = composed.reason ?? refusal
        const written = output && (await clock.time('write', () => saveImage(output, job, image)))
        const blob = output ? null : toBlob(image)
        if (!(image instanceof Blob)) buffers.give(image)
        const made = { road, reason, fault, notes, widthPx, heightPx, source: stamp }
        return { kind: 'rendered', ...made, written, blob }
      } finally {
        endWriting()
      }
    } catch (thrown) {
      return toOutcome(OverlaneError.from(thrown, 'internal', { frameIndex: job.frameIndex }))
    } finally {
      held?.close()
      if (source.kind === 'video') source.frame.close()
      endLoading()
    }
  }

  /** Reads the frame. Its bytes are kept only where the composer needs them. */
  private async prepare(
    { job, source }: FrameTask,
    clock: StepClock,
  ): Promise<{ prepared: PreparedFrame; refusal: string | null; stamp: FileStamp | null }> {
    const { target, composers } = this.options
    const frame = await this.loader.read(job, source, clock)
    return {
      ...(await prepareFrame(composers, { frame, job, target }, clock)),
      stamp: stampOf(frame),
    }
  }

  /** Draws and encodes one frame at a time. @returns null if the run was cancelled meanwhile */
  private async compose(
    prepared: PreparedFrame,
    clock: StepClock,
    endLoading: () => void,
  ): Promise<ComposedFrame | null> {
    await loadOverlayFont()
    const endDrawing = await this.drawing.acquire()
    try {
      if (this.wasCancelled()) return null
      endLoading()
      const composed = await prepared.finish(clock)
      if (composed.image instanceof Blob) this.hastenCollection(composed.image)
      return composed
    } finally {
      endDrawing()
    }
  }

  private wasCancelled(): boolean {
    return this.isCancelled
  }

  /**
   * The bytes of a Blob lie in the browser process, where this thread's garbage collector does not
   * see them. The Blobs of thousands of frames would pile up before the collector runs. It does see
   * a large buffer, which makes it run every few dozen frames. Nothing is written to the buffer, so
   * that it takes no real memory.
   */
  private hastenCollection({ size }: Blob): void {
    this.ballast = new ArrayBuffer(
      Math.min(Math.max(size * BALLAST_PER_BYTE, LEAST_BALLAST_BYTES), MOST_BALLAST_BYTES),
    )
  }
}

function toBlob(image: ComposedFrame['image']): Blob {
  return image instanceof Blob ? image : new Blob([image])
}
