import { encodingQuality } from '../../core/config/output-specs.ts'
import { noNotes } from '../../core/draw/draw-notes.ts'
import { blendRgba } from '../../core/yuv/blend-yuv.ts'
import { blendPatch } from './blend-patch.ts'
import type { CanvasComposer } from './canvas-composer.ts'
import { mayEncode } from './frame-codecs.ts'
import type { FrameCodecs } from './frame-codecs.ts'
import type {
  ComposedFrame,
  Composition,
  FrameComposer,
  FrameTarget,
  PreparedFrame,
  Refusal,
} from './frame-composer.ts'
import { copyPixels, isPlainFrame } from '../frames/frame-bitmap.ts'
import { FramePlanes } from './frame-planes.ts'
import { sizeOf } from '../frames/frame-size.ts'
import { withDrawings } from '../own/with-drawings.ts'
import type { StepClock } from '../frames/step-clock.ts'
import { GRID_PX, OverlayPatches } from './overlay-patches.ts'
import type { Overlay } from './overlay-patches.ts'

/** A picture in memory, to be drawn on and encoded. */
interface CopiedPicture {
  blend: (patch: Overlay['patches'][number]) => void
  encode: () => Uint8Array<ArrayBuffer>
}

/**
 * Makes PNG and JPEG images of the frames of a video without a canvas: the frame is copied, the areas
 * that are drawn on are laid over it, and one of our own encoders takes it from there. JPEG takes the
 * planes of the video as they are.
 */
export class VideoComposer implements FrameComposer {
  readonly road = 'canvas'
  private readonly codecs: FrameCodecs
  private readonly fallback: CanvasComposer
  private readonly planes = new FramePlanes()
  private pixels = new Uint8ClampedArray(0)
  private overlays: OverlayPatches | null = null

  /** @param fallback makes the frames that cannot be copied */
  constructor(codecs: FrameCodecs, fallback: CanvasComposer) {
    this.codecs = codecs
    this.fallback = fallback
  }

  /** The canvas composer opens the same encoders. */
  warmUp(): Promise<void> {
    return Promise.resolve()
  }

  prepare(composition: Composition): Promise<PreparedFrame | Refusal> {
    const { frame, target } = composition
    if (frame.kind !== 'picture') return refuse('it is no frame of a video')
    const { picture } = frame
    if (target.format !== 'png' && target.format !== 'jpeg') return refuse('another format')
    if (!isPlainFrame(picture) || !mayEncode(sizeOf(picture))) return refuse('other colours')
    return Promise.resolve({
      finish: (clock) => this.finish(picture, composition, clock),
      close: () => picture.close(),
    })
  }

  private async finish(
    frame: VideoFrame,
    composition: Composition,
    clock: StepClock,
  ): Promise<ComposedFrame> {
    const { target } = composition
    const size = sizeOf(frame)
    const copied = await clock.time('draw', () => this.copy(frame, target))
    if (!copied) return (await this.fallback.prepare(composition, clock)).finish(clock)
    frame.close()
    const { notes } = await clock.time('draw', async () => {
      const overlay = await this.draw(composition, size)
      for (const patch of overlay.patches) copied.blend(patch)
      return overlay
    })
    const image = await clock.time('encode', copied.encode)
    return { image, road: this.road, reason: null, fault: null, notes, ...size }
  }

  /** @returns null if the browser cannot copy the frame, or a codec cannot be loaded */
  private async copy(
    frame: VideoFrame,
    { format, quality: asked }: FrameTarget,
  ): Promise<CopiedPicture | null> {
    const quality = encodingQuality({ quality: asked })
    if (format === 'jpeg' && quality < 1) {
      const planes = await this.planes.copy(frame)
      const encoder = await this.codecs.jpegEncoder().catch(() => null)
      if (encoder && planes?.blue.step === 1) {
        return {
          blend: (patch) => blendRgba(planes, patch),
          encode: () => encoder.encodePlanes(planes, { quality }, this.codecs.take),
        }
      }
    }
    const size = sizeOf(frame)
    const encode = await this.codecs.encoderOf(format, quality, size, false)
    const { widthPx } = size
    const byteCount = 4 * widthPx * size.heightPx
    if (this.pixels.length !== byteCount) this.pixels = new Uint8ClampedArray(byteCount)
    const { pixels: data } = this
    if (!encode || !(await copyPixels(frame, { data }))) return null
    return { blend: (patch) => blendPatch(data, widthPx, patch), encode: () => encode(data) }
  }

  private async draw(
    { job, target }: Composition,
    size: ReturnType<typeof sizeOf>,
  ): Promise<Overlay> {
    const { drawsOverlay, shared } = target
    if (!drawsOverlay) return { patches: [], notes: noNotes() }
    this.overlays ??= new OverlayPatches(GRID_PX, shared)
    return this.overlays.draw(await withDrawings(job, size, shared), size)
  }
}

function refuse(reason: string): Promise<Refusal> {
  return Promise.resolve({ reason })
}
