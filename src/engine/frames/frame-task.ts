import { noNotes } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { drawOverlay } from '../../core/draw/draw-overlay.ts'
import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { EncodedFormat } from '../../core/recording/image-format.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { Surface } from '../../core/draw/surface.ts'
import type { Series } from '../../core/time/series.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { readFrame } from '../../io/images/frame-file.ts'
import { decodeImage, encodeImage, mayBeTransparent } from '../../io/images/image-file.ts'
import { loadOverlayFont } from '../../io/images/overlay-font.ts'
import type { DecodedFrame } from '../../io/video/video-reader.ts'
import type { FrameSize } from '../run/plan-workers.ts'
import { Semaphore } from './semaphore.ts'

/**
 * Where a worker has a frame from: a file of the frames folder it was given, a file that comes with
 * the task as that folder has no handle, a frame of a video, nowhere as only the overlay is wanted,
 * or what is in the way.
 */
export type FrameSource =
  | { kind: 'folder' }
  | { kind: 'file'; file: File }
  | ({ kind: 'video' } & DecodedFrame)
  | ({ kind: 'blank' } & FrameSize)
  | { kind: 'problem'; problem: Problem }

/** A frame decoded, and whether any of its pixels may be transparent. The pipeline closes it. */
interface LoadedFrame {
  /** Null: transparent ground. */
  picture: ImageBitmap | VideoFrame | null
  size: FrameSize
  isTransparent: boolean
}

/** One frame for a worker. */
export interface FrameTask {
  /** Of the frame in the plan. */
  position: number
  job: FrameJob
  source: FrameSource
  /** Time it took to match its records. */
  matchMs: number
}

export type WorkerStage = 'load_frame' | 'render' | 'save_frame'

/** What a stage consists of: the disk's part and the codec's are told apart. */
export type Step = 'read' | 'decode' | 'draw' | 'encode' | 'write'

const STAGE_OF: Record<Step, WorkerStage> = {
  read: 'load_frame',
  decode: 'load_frame',
  draw: 'render',
  encode: 'save_frame',
  write: 'save_frame',
}

export interface StepTime {
  step: Step
  startMs: number
  endMs: number
}

/** Where a frame's time went. */
export interface FrameTimes {
  /** In the order they ended; Unix epoch. */
  steps: StepTime[]
  /**
   * The worker's time by stage: where steps of several frames went on at once, each has its part of
   * it, so that all frames of a worker together never have more time than there was.
   */
  stageMs: Record<WorkerStage, number>
}

/** What became of a frame. */
export type FrameOutcome =
  | {
      kind: 'rendered'
      notes: DrawNotes
      widthPx: number
      heightPx: number
      /** The image where there is no output folder to write it to, else null. */
      blob: Blob | null
    }
  | { kind: 'skipped' | 'failed' | 'write-failed'; problem: Problem }
  | { kind: 'dropped' }

/** Files, formats and bounds of a run. */
export interface FramePipelineOptions {
  /** Null where each frame's file comes with its task. */
  frames: Directory | null
  /** Null hands the images back. */
  output: Directory | null
  format: EncodedFormat
  quality: number
  /** Without, frames are written as they are. */
  drawsOverlay: boolean
  /** Those of the plan. */
  series: readonly Series[]
  /**
   * Frames that are worked on, being read or waiting to be drawn, and being written, at a time.
   * With 1 frame no stage hides behind another.
   */
  framesInFlight: number
  loadsInFlight: number
  writesInFlight: number
  /** Called when a frame enters a stage. */
  onStage: (position: number, stage: WorkerStage) => void
}

const BALLAST_PER_BYTE = 16
const LEAST_BALLAST_BYTES = 1 << 22
const MOST_BALLAST_BYTES = 1 << 24

/**
 * The road of a frame through one thread: load · draw · save. While one frame is drawn and encoded,
 * the next are loaded and the last are written.
 */
export class FramePipeline {
  private readonly options: FramePipelineOptions
  private readonly frames: Semaphore
  private readonly loads: Semaphore
  private readonly canvas = new Semaphore(1)
  private readonly writes: Semaphore
  private readonly painters = new Map<boolean, Painter>()
  private readonly shares = new TimeShares()
  private isCancelled = false
  protected ballast: ArrayBuffer | null = null

  constructor(options: FramePipelineOptions) {
    this.options = options
    this.frames = new Semaphore(options.framesInFlight)
    this.loads = new Semaphore(options.loadsInFlight)
    this.writes = new Semaphore(options.writesInFlight)
  }

  /** Drops every frame that is not being drawn or written yet. */
  cancel(): void {
    this.isCancelled = true
  }

  /** Never rejects: whatever happens to a frame is its outcome. */
  async process(task: FrameTask): Promise<{ outcome: FrameOutcome; times: FrameTimes }> {
    const clock = new StepClock(this.shares, (stage) => this.options.onStage(task.position, stage))
    const endFrame = await this.frames.acquire()
    const outcome = await this.render(task, clock)
    endFrame()
    return { outcome, times: { steps: clock.steps, stageMs: clock.stageMs } }
  }

  private async render({ job, source }: FrameTask, clock: StepClock): Promise<FrameOutcome> {
    const endLoading = await this.loads.acquire()
    let picture: ImageBitmap | VideoFrame | null = source.kind === 'video' ? source.frame : null
    try {
      if (this.wasCancelled()) return { kind: 'dropped' }
      const frame = await this.load(job, source, clock)
      picture = frame.picture
      const { widthPx, heightPx } = frame.size
      const endWriting = await this.writes.acquire()
      try {
        const drawn = await this.draw(frame, job, clock, endLoading)
        if (!drawn) return { kind: 'dropped' }
        const { blob, notes } = drawn
        const { output } = this.options
        if (output) await clock.time('write', () => save(output, job, blob))
        return {
          kind: 'rendered',
          notes,
          widthPx,
          heightPx,
          blob: output ? null : blob,
        }
      } finally {
        endWriting()
      }
    } catch (thrown) {
      return toOutcome(OverlaneError.from(thrown, 'internal', { frameIndex: job.frameIndex }))
    } finally {
      picture?.close()
      endLoading()
    }
  }

  /** Draws and encodes, one frame at a time. Null where the run was cancelled meanwhile. */
  private async draw(
    frame: LoadedFrame,
    job: FrameJob,
    clock: StepClock,
    endLoading: () => void,
  ): Promise<{ blob: Blob; notes: DrawNotes } | null> {
    const { format, quality, series } = this.options
    await loadOverlayFont()
    const endDrawing = await this.canvas.acquire()
    try {
      if (this.wasCancelled()) return null
      endLoading()
      const painter = this.painterFor(frame.isTransparent)
      const drawn = this.options.drawsOverlay ? job : null
      const notes = await clock.time('draw', () => painter.paint(frame, drawn, series))
      // What was drawn is on the canvas; pixels need not wait for the file to be written.
      frame.picture?.close()
      const blob = await clock.time('encode', () => encodeImage(painter.canvas, format, quality))
      this.hastenCollection(blob)
      return { blob, notes }
    } finally {
      endDrawing()
    }
  }

  private wasCancelled(): boolean {
    return this.isCancelled
  }

  private async load(
    { sourceName }: FrameJob,
    source: FrameSource,
    clock: StepClock,
  ): Promise<LoadedFrame> {
    if (source.kind === 'problem') throw OverlaneError.fromProblems([source.problem])
    if (source.kind === 'video') {
      clock.add('decode', source)
      return { picture: source.frame, size: sizeOf(source.frame), isTransparent: false }
    }
    if (source.kind === 'blank') return { picture: null, size: source, isTransparent: true }
    const from = source.kind === 'file' ? source.file : this.options.frames
    if (sourceName === null || !from) {
      throw new OverlaneError('frame-unreadable', 'The frame is not in the folder.')
    }
    const bytes = await clock.time('read', () => readFrame(sourceName, from))
    const picture = await clock.time('decode', () => decodeImage(bytes, sourceName))
    return { picture, size: sizeOf(picture), isTransparent: mayBeTransparent(bytes) }
  }

  /**
   * The bytes of a Blob lie in the browser's own process, unseen by this thread's garbage collector:
   * those of thousands of frames would pile up before it ran. Ballast that it does see, never touched
   * and so without weight of its own, makes it run every few dozen frames.
   */
  private hastenCollection({ size }: Blob): void {
    this.ballast = new ArrayBuffer(
      Math.min(Math.max(size * BALLAST_PER_BYTE, LEAST_BALLAST_BYTES), MOST_BALLAST_BYTES),
    )
  }

  private painterFor(isTransparent: boolean): Painter {
    const painter = this.painters.get(isTransparent) ?? new Painter(isTransparent)
    this.painters.set(isTransparent, painter)
    return painter
  }
}

/** @throws OverlaneError `write-failed` */
async function save(output: Directory, job: FrameJob, blob: Blob): Promise<void> {
  const { outputName, frameIndex } = job
  try {
    await output.writeFile(outputName, blob)
  } catch (thrown) {
    throw new OverlaneError(
      'write-failed',
      `${outputName} could not be written to "${output.name}": ${describeThrown(thrown)}`,
      { file: outputName, frameIndex },
      { cause: thrown },
    )
  }
}

/** What became of a frame that could not be rendered. */
export function toOutcome(error: OverlaneError): FrameOutcome {
  const problem = error.toProblem()
  if (error.code === 'write-failed') return { kind: 'write-failed', problem }
  return { kind: error.code === 'frame-unreadable' ? 'skipped' : 'failed', problem }
}

/** Tells the steps of one frame, and its share of the thread's time; waiting between them does not count. */
export class StepClock {
  readonly steps: StepTime[] = []
  readonly stageMs: Record<WorkerStage, number> = { load_frame: 0, render: 0, save_frame: 0 }
  private readonly shares: TimeShares
  private readonly onStage: (stage: WorkerStage) => void
  private latest: WorkerStage | null = null

  constructor(shares: TimeShares, onStage: (stage: WorkerStage) => void) {
    this.shares = shares
    this.onStage = onStage
  }

  /** What was done elsewhere for this frame. */
  add(step: Step, { startMs, endMs }: { startMs: number; endMs: number }): void {
    this.steps.push({ step, startMs, endMs })
    this.stageMs[STAGE_OF[step]] += endMs - startMs
  }

  async time<T>(step: Step, work: () => T | Promise<T>): Promise<T> {
    const stage = STAGE_OF[step]
    if (stage !== this.latest) this.onStage(stage)
    this.latest = stage
    const startMs = performance.timeOrigin + performance.now()
    const endShare = this.shares.begin()
    try {
      return await work()
    } finally {
      this.stageMs[stage] += endShare()
      this.steps.push({ step, startMs, endMs: performance.timeOrigin + performance.now() })
    }
  }
}

/** Divides a thread's time among the steps that go on at the same time. */
export class TimeShares {
  private readonly running = new Set<{ ms: number }>()
  private sinceMs = 0

  /** @returns ends the step, and tells its share */
  begin(): () => number {
    this.divide()
    const share = { ms: 0 }
    this.running.add(share)
    return () => {
      this.divide()
      this.running.delete(share)
      return share.ms
    }
  }

  private divide(): void {
    const nowMs = performance.now()
    for (const share of this.running) share.ms += (nowMs - this.sinceMs) / this.running.size
    this.sinceMs = nowMs
  }
}

/** A canvas that is kept on the CPU and used again for each frame. */
class Painter {
  readonly canvas = new OffscreenCanvas(1, 1)
  private readonly context: OffscreenCanvasRenderingContext2D

  /** @param isTransparent opaque canvases have smaller rows to encode */
  constructor(isTransparent: boolean) {
    const context = this.canvas.getContext('2d', {
      alpha: isTransparent,
      willReadFrequently: true,
    })
    if (!context) throw new Error('This browser gave no 2D canvas.')
    this.context = context
  }

  /** @param job null draws no overlay */
  paint(
    { picture, size }: LoadedFrame,
    job: FrameJob | null,
    series: readonly Series[],
  ): DrawNotes {
    const { canvas, context } = this
    const { widthPx, heightPx } = size
    if (canvas.width !== widthPx || canvas.height !== heightPx) {
      canvas.width = widthPx
      canvas.height = heightPx
    }
    if (picture) {
      context.globalCompositeOperation = 'copy'
      context.drawImage(picture, 0, 0)
      context.globalCompositeOperation = 'source-over'
    } else context.clearRect(0, 0, widthPx, heightPx)
    const notes = job
      ? drawOverlay(new Surface(context, widthPx, heightPx), job, series)
      : noNotes()
    // Drawing is only recorded until a pixel is asked for; it belongs to this stage, not to the next.
    context.getImageData(0, 0, 1, 1)
    return notes
  }
}

function sizeOf(picture: ImageBitmap | VideoFrame): FrameSize {
  return 'displayWidth' in picture
    ? { widthPx: picture.displayWidth, heightPx: picture.displayHeight }
    : { widthPx: picture.width, heightPx: picture.height }
}
