import { GRID_PX, OverlayPatches } from './overlay-patches.ts'
import { mayEncode } from './frame-codecs.ts'
import type { FrameCodecs } from './frame-codecs.ts'
import type {
  ComposedFrame,
  Composition,
  FrameComposer,
  PreparedFrame,
  Refusal,
} from './frame-composer.ts'
import { withDrawings } from '../own/with-drawings.ts'

/**
 * Writes overlays without their frames as PNG. Only what was drawn on is read back from the canvas and
 * encoded; most of a picture is empty.
 */
export class OverlayComposer implements FrameComposer {
  readonly road = 'canvas'
  private readonly codecs: FrameCodecs
  private overlays: OverlayPatches | null = null

  constructor(codecs: FrameCodecs) {
    this.codecs = codecs
  }

  /** The canvas composer opens the same encoder. */
  warmUp(): Promise<void> {
    return Promise.resolve()
  }

  async prepare({ frame, job, target }: Composition): Promise<PreparedFrame | Refusal> {
    const { format, drawsOverlay, shared } = target
    if (frame.kind !== 'blank') return { reason: 'it has a frame' }
    if (format !== 'png' || !drawsOverlay || !mayEncode(frame)) return { reason: 'another format' }
    const encoder = await this.codecs.pngEncoder().catch(() => null)
    if (!encoder) return { reason: 'the codec could not be loaded' }
    const { widthPx, heightPx } = frame
    return {
      finish: async (clock): Promise<ComposedFrame> => {
        const { patches, notes } = await clock.time('draw', async () => {
          this.overlays ??= new OverlayPatches(GRID_PX, shared)
          return this.overlays.draw(await withDrawings(job, frame, shared), frame)
        })
        const { take } = this.codecs
        const image = await clock.time('encode', () =>
          encoder.encodeOverlay(patches, widthPx, heightPx, take),
        )
        const { road } = this
        return { image, road, reason: null, fault: null, notes, widthPx, heightPx }
      },
      close: () => undefined,
    }
  }
}
