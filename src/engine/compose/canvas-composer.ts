import { encodingQuality } from '../../core/config/output-specs.ts'
import { noNotes } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { drawOverlay } from '../../core/draw/draw-overlay.ts'
import { createSurface } from '../../core/draw/create-surface.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import { encodeImage } from '../../io/images/image-file.ts'
import type { FrameCodecs } from './frame-codecs.ts'
import { freeBuffers } from '../frames/free-buffers.ts'
import { CpuCanvas } from './cpu-canvas.ts'
import type {
  ComposedFrame,
  Composition,
  FrameComposer,
  FrameTarget,
  PreparedFrame,
  WarmUp,
} from './frame-composer.ts'
import { decodeFrame } from '../frames/frame-loader.ts'
import type { LoadedFrame } from '../frames/frame-loader.ts'
import { withDrawings } from '../own/with-drawings.ts'
import type { StepClock } from '../frames/step-clock.ts'

/** Decodes a whole frame, draws on a canvas, and encodes the whole frame. Accepts every frame. */
export class CanvasComposer implements FrameComposer {
  readonly road = 'canvas'
  private readonly codecs: FrameCodecs
  /** By `isTransparent`: one canvas for opaque frames, and one for transparent ones. */
  private readonly canvases = new Map<boolean, CpuCanvas>()

  constructor(codecs: FrameCodecs) {
    this.codecs = codecs
  }

  /** Opens an encoder for frames that are not files, which are always encoded whole. */
  async warmUp({ frames, target }: WarmUp): Promise<void> {
    if (frames) return
    if (target.format === 'png') await this.codecs.pngEncoder()
    if (target.format === 'jpeg') await this.codecs.jpegEncoder()
  }

  async prepare({ frame, job, target }: Composition, loadClock: StepClock): Promise<PreparedFrame> {
    const loaded = await decodeFrame(frame, loadClock)
    const { picture } = loaded
    // The file's bytes are not kept while the frame waits to be drawn.
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
    const notes = await clock.time('draw', async () => {
      const { drawsOverlay, shared } = target
      const ready = drawsOverlay ? await withDrawings(job, loaded.size, shared) : job
      return paint(ground, loaded, ready, target)
    })
    // The picture is on the canvas now, so its memory is freed before encoding.
    loaded.picture?.close()
    const image = await clock.time('encode', () => this.encode(ground, loaded, target))
    const { size, fault } = loaded
    return { image, road: this.road, reason: null, fault, notes, ...size }
  }

  private async encode(
    { canvas, context }: CpuCanvas,
    { size, isTransparent }: LoadedFrame,
    { format, quality }: FrameTarget,
  ): Promise<ComposedFrame['image']> {
    const { widthPx, heightPx } = size
    const encode = await this.codecs.encoderOf(
      format,
      encodingQuality({ quality }),
      size,
      isTransparent,
    )
    if (!encode) return encodeImage(canvas, format, encodingQuality({ quality }))
    const { data } = context.getImageData(0, 0, widthPx, heightPx)
    const image = encode(data)
    freeBuffers(data.buffer)
    return image
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
  { drawsOverlay, shared }: FrameTarget,
): DrawNotes {
  const { context, cache } = ground
  const { widthPx, heightPx } = size
  ground.resize(size)
  if (picture) {
    context.globalCompositeOperation = 'copy'
    context.drawImage(picture, 0, 0)
    context.globalCompositeOperation = 'source-over'
  } else context.clearRect(0, 0, widthPx, heightPx)
  const notes = drawsOverlay
    ? drawOverlay(createSurface(context, size, job, cache), job, shared)
    : noNotes()
  // A canvas draws only when a pixel is read. One is read here, so that the time counts as drawing.
  context.getImageData(0, 0, 1, 1)
  return notes
}
