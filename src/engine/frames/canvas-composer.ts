import { noNotes } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { drawOverlay } from '../../core/draw/draw-overlay.ts'
import { Surface } from '../../core/draw/surface.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { encodeImage } from '../../io/images/image-file.ts'
import { CpuCanvas } from './cpu-canvas.ts'
import type {
  ComposedFrame,
  Composition,
  FrameComposer,
  FrameTarget,
  PreparedFrame,
} from './frame-composer.ts'
import { decodeFrame } from './frame-loader.ts'
import type { LoadedFrame } from './frame-loader.ts'
import type { StepClock } from './step-clock.ts'

/** Decodes a frame whole, draws on a canvas, and encodes it whole: it takes every frame. */
export class CanvasComposer implements FrameComposer {
  readonly road = 'canvas'
  /** One for opaque frames, and one for others. */
  private readonly canvases = new Map<boolean, CpuCanvas>()

  accepts(): null {
    return null
  }

  async prepare({ frame, job, target }: Composition, loadClock: StepClock): Promise<PreparedFrame> {
    const loaded = await decodeFrame(frame, loadClock)
    const { picture } = loaded
    // The file's bytes are not kept while the frame waits.
    return {
      finish: (clock) => this.finish(loaded, job, target, clock),
      close: () => picture?.close(),
    }
  }

  private async finish(
    loaded: LoadedFrame,
    job: FrameJob,
    target: FrameTarget,
    clock: StepClock,
  ): Promise<ComposedFrame> {
    const ground = this.canvasFor(loaded.isTransparent)
    const notes = await clock.time('draw', () => paint(ground, loaded, job, target))
    const { format, quality } = target
    // What was drawn is on the canvas; pixels need not wait for the file to be written.
    loaded.picture?.close()
    const blob = await clock.time('encode', () => encodeImage(ground.canvas, format, quality))
    return { blob, notes, ...loaded.size }
  }

  private canvasFor(isTransparent: boolean): CpuCanvas {
    const canvas = this.canvases.get(isTransparent) ?? new CpuCanvas(isTransparent)
    this.canvases.set(isTransparent, canvas)
    return canvas
  }
}

function paint(
  ground: CpuCanvas,
  { picture, size }: LoadedFrame,
  job: FrameJob,
  { drawsOverlay, series }: FrameTarget,
): DrawNotes {
  const { context } = ground
  const { widthPx, heightPx } = size
  ground.resize(size)
  if (picture) {
    context.globalCompositeOperation = 'copy'
    context.drawImage(picture, 0, 0)
    context.globalCompositeOperation = 'source-over'
  } else context.clearRect(0, 0, widthPx, heightPx)
  const notes = drawsOverlay
    ? drawOverlay(new Surface(context, widthPx, heightPx), job, series)
    : noNotes()
  // Drawing is only recorded until a pixel is asked for; it belongs to this stage, not to the next.
  context.getImageData(0, 0, 1, 1)
  return notes
}
