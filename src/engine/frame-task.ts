import { drawOverlay } from '../core/draw-overlay.ts'
import { OverlaneError } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { EncodedFormat, FrameJob } from '../core/plan.ts'
import { Surface } from '../core/surface.ts'
import type { HandleDirectory } from '../io/handle-directory.ts'
import { decodeImage, encodeImage, mayBeTransparent } from '../io/image-file.ts'
import { loadOverlayFont } from '../io/overlay-font.ts'
import { Semaphore } from './semaphore.ts'

/** A frame decoded, and whether any of its pixels may be transparent. */
interface LoadedFrame {
  bitmap: ImageBitmap
  isTransparent: boolean
}

/** One frame for a worker. */
export interface FrameTask {
  /** Of the frame in the plan. */
  position: number
  job: FrameJob
  /** The frame's file where the frames folder has no handle to give to workers, else null. */
  file: File | null
}

export type WorkerStage = 'load_frame' | 'render' | 'save_frame'

/** What became of a frame. */
export type FrameOutcome =
  | {
      kind: 'rendered'
      stageMs: Record<WorkerStage, number>
      skippedTargetCount: number
      widthPx: number
      heightPx: number
      /** The image where there is no output folder to write it to, else null. */
      blob: Blob | null
    }
  | { kind: 'skipped' | 'failed' | 'write-failed'; problem: Problem }
  | { kind: 'dropped' }

/** Files, formats and bounds of a run. */
export interface FramePipelineOptions {
  frames: HandleDirectory | null
  /** Null hands the images back. */
  output: HandleDirectory | null
  format: EncodedFormat
  quality: number
  /** Frames being read or waiting to be drawn, and images being written, at a time. */
  loadsInFlight: number
  writesInFlight: number
  /** Called when a frame enters a stage. */
  onStage: (position: number, stage: WorkerStage) => void
}

/**
 * The road of a frame through one thread: load · draw · save. While one frame is drawn and encoded,
 * the next are loaded and the last are written.
 */
export class FramePipeline {
  private readonly options: FramePipelineOptions
  private readonly loads: Semaphore
  private readonly canvas = new Semaphore(1)
  private readonly writes: Semaphore
  private readonly painters = new Map<boolean, Painter>()
  private isCancelled = false

  constructor(options: FramePipelineOptions) {
    this.options = options
    this.loads = new Semaphore(options.loadsInFlight)
    this.writes = new Semaphore(options.writesInFlight)
  }

  /** Drops every frame that is not being drawn or written yet. */
  cancel(): void {
    this.isCancelled = true
  }

  /** Never rejects: whatever happens to a frame is its outcome. */
  async process({ job, file, position }: FrameTask): Promise<FrameOutcome> {
    const { onStage } = this.options
    const stageMs = { load_frame: 0, render: 0, save_frame: 0 }
    const timed = async <T>(stage: WorkerStage, work: () => T | Promise<T>): Promise<T> => {
      const startMs = performance.now()
      try {
        return await work()
      } finally {
        stageMs[stage] += performance.now() - startMs
      }
    }

    await this.loads.acquire()
    let isLoading = true
    const endLoading = (): void => {
      if (isLoading) this.loads.release()
      isLoading = false
    }
    let frame: LoadedFrame | null = null
    try {
      if (this.isCancelled) return { kind: 'dropped' }
      onStage(position, 'load_frame')
      frame = await timed('load_frame', () => this.load(job, file))
      const { bitmap, isTransparent } = frame
      const { widthPx, heightPx } = { widthPx: bitmap.width, heightPx: bitmap.height }

      await this.writes.acquire()
      try {
        await this.canvas.acquire()
        let blob: Blob
        let skippedTargetCount: number
        try {
          if (this.isCancelled) return { kind: 'dropped' }
          endLoading()
          onStage(position, 'render')
          const painter = this.painterFor(isTransparent)
          const notes = await timed('render', async () => {
            await loadOverlayFont()
            return painter.paint(bitmap, job)
          })
          skippedTargetCount = notes.skippedTargetCount
          onStage(position, 'save_frame')
          const { format, quality } = this.options
          blob = await timed('save_frame', () => encodeImage(painter.canvas, format, quality))
        } finally {
          this.canvas.release()
        }
        const { output } = this.options
        if (output) {
          const saved = await timed('save_frame', () => save(output, job, blob))
          if (saved) return saved
        }
        return {
          kind: 'rendered',
          stageMs,
          skippedTargetCount,
          widthPx,
          heightPx,
          blob: output ? null : blob,
        }
      } finally {
        this.writes.release()
      }
    } catch (thrown) {
      const where = { frameIndex: job.frameIndex }
      const error = OverlaneError.from(thrown, 'renderer-failed', where)
      return {
        kind: error.code === 'frame-unreadable' ? 'skipped' : 'failed',
        problem: error.toProblem(),
      }
    } finally {
      frame?.bitmap.close()
      endLoading()
    }
  }

  private async load({ sourceName }: FrameJob, file: File | null): Promise<LoadedFrame> {
    if (sourceName === null) throw new OverlaneError('frame-unreadable', 'The frame has no file.')
    const { frames } = this.options
    const bytes = await readFrame(sourceName, file, frames)
    return {
      bitmap: await decodeImage(bytes, sourceName),
      isTransparent: mayBeTransparent(bytes),
    }
  }

  private painterFor(isTransparent: boolean): Painter {
    const painter = this.painters.get(isTransparent) ?? new Painter(isTransparent)
    this.painters.set(isTransparent, painter)
    return painter
  }
}

async function readFrame(
  name: string,
  file: File | null,
  frames: HandleDirectory | null,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const content = file ?? (await frames?.openFile(name))
    if (!content) throw new Error('its folder was not handed over')
    return new Uint8Array(await content.arrayBuffer())
  } catch (thrown) {
    const { message } = OverlaneError.from(thrown, 'frame-unreadable')
    throw new OverlaneError(
      'frame-unreadable',
      `${name} cannot be read: ${message}`,
      { file: name },
      { cause: thrown },
    )
  }
}

/** @returns an outcome where the image could not be written, else null */
async function save(
  output: HandleDirectory,
  { outputName, frameIndex }: FrameJob,
  blob: Blob,
): Promise<FrameOutcome | null> {
  try {
    await output.writeFile(outputName, blob)
    return null
  } catch (thrown) {
    const { message } = OverlaneError.from(thrown, 'write-failed')
    const error = new OverlaneError(
      'write-failed',
      `${outputName} could not be written to "${output.name}": ${message}`,
      { file: outputName, frameIndex },
    )
    return { kind: 'write-failed', problem: error.toProblem() }
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

  paint(bitmap: ImageBitmap, job: FrameJob): { skippedTargetCount: number } {
    const { canvas, context } = this
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width
      canvas.height = bitmap.height
    }
    context.globalCompositeOperation = 'copy'
    context.drawImage(bitmap, 0, 0)
    context.globalCompositeOperation = 'source-over'
    const notes = drawOverlay(new Surface(context, bitmap.width, bitmap.height), job)
    // Drawing is only recorded until a pixel is asked for; it belongs to this stage, not to the next.
    context.getImageData(0, 0, 1, 1)
    return notes
  }
}
