import { describeThrown, OverlaneError } from '../../core/errors.ts'
import { noNotes } from '../../core/draw/draw-notes.ts'
import { formatName } from '../../core/text/format-names.ts'
import { sniffFormat } from '../../io/images/image-file.ts'
import type { CanvasComposer } from './canvas-composer.ts'
import type {
  ComposedFrame,
  Composition,
  FrameComposer,
  FrameTarget,
  PreparedFrame,
  Refusal,
  WarmUp,
} from './frame-composer.ts'
import type { CodecFormat, FormatSplicer, FrameCodecs } from './frame-codecs.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { freeBuffers } from '../frames/free-buffers.ts'
import { GRID_PX, OverlayPatches } from './overlay-patches.ts'
import type { Overlay } from './overlay-patches.ts'
import { withDrawings } from '../own/with-drawings.ts'
import type { StepClock } from '../frames/step-clock.ts'

/** A file whose header and target allow it to be spliced. */
interface AcceptedFrame {
  splicer: FormatSplicer
  bytes: Uint8Array<ArrayBuffer>
  name: string
  size: FrameSize
}

/**
 * Decodes, draws on and encodes only the parts of a frame that the overlay touches. Everything else
 * is copied from the frame's file.
 */
export class SpliceComposer implements FrameComposer {
  readonly road = 'splice'
  private readonly codecs: FrameCodecs
  private readonly fallback: CanvasComposer
  private overlays: OverlayPatches | null = null

  /** @param fallback makes the frames that are declined only after their data was read */
  constructor(codecs: FrameCodecs, fallback: CanvasComposer) {
    this.codecs = codecs
    this.fallback = fallback
  }

  async warmUp({ frames, target }: WarmUp): Promise<void> {
    const { format } = target
    if (frames && isCodecFormat(format) && mayKeep(target)) await this.codecs.splicerOf(format)
  }

  async prepare(composition: Composition): Promise<PreparedFrame | Refusal> {
    const accepted = await this.accept(composition)
    if ('reason' in accepted) return accepted
    let declined: PreparedFrame | null = null
    return {
      finish: async (clock) => {
        const made = await this.splice(accepted, composition, clock)
        if ('widthPx' in made) return made
        declined = await this.fallback.prepare(composition, clock)
        return { ...(await declined.finish(clock)), road: this.fallback.road, reason: made.reason }
      },
      close: () => declined?.close(),
    }
  }

  private async accept({ frame, target }: Composition): Promise<AcceptedFrame | Refusal> {
    if (frame.kind === 'blank') return { reason: 'the overlay is written without frames' }
    if (frame.kind === 'picture') return { reason: 'the frames are from a video' }
    const { bytes, name } = frame
    const format = sniffFormat(bytes)
    if (format !== target.format) {
      const [from, to] = [formatName(format ?? 'another format'), formatName(target.format)]
      return { reason: `${from} becomes ${to}` }
    }
    if (!isCodecFormat(format)) return { reason: `${formatName(format)} is encoded whole` }
    if (!mayKeep(target)) return { reason: 'a quality was chosen' }
    let splicer: FormatSplicer
    let seen: ReturnType<FormatSplicer['look']>
    try {
      splicer = await this.codecs.splicerOf(format)
      seen = splicer.look(bytes)
    } catch (thrown) {
      return { reason: `the codec could not be loaded: ${describeThrown(thrown)}` }
    }
    if (!seen) throw unreadable(name, 'its header is broken')
    return 'reason' in seen ? seen : { splicer, bytes, name, size: seen }
  }

  private async splice(
    { splicer, bytes, name, size }: AcceptedFrame,
    { job, target }: Composition,
    clock: StepClock,
  ): Promise<ComposedFrame | Refusal> {
    const { patches, notes } = await clock.time('draw', () => this.draw(target, job, size))
    let end = clock.begin('walk')
    try {
      const result = splicer.splice(bytes, patches, () => {
        end()
        end = clock.begin('splice')
      })
      if (result.kind === 'declined') return result
      if (result.kind === 'damaged') throw unreadable(name, result.fault)
      freeBuffers(bytes.buffer)
      const { widthPx, heightPx } = size
      const { bytes: image, fault } = result
      return { image, road: this.road, reason: null, fault, notes, widthPx, heightPx }
    } finally {
      end()
    }
  }

  private async draw(
    { drawsOverlay, shared }: FrameTarget,
    job: Composition['job'],
    size: FrameSize,
  ): Promise<Overlay> {
    if (!drawsOverlay) return { patches: [], notes: noNotes() }
    this.overlays ??= new OverlayPatches(GRID_PX, shared)
    return this.overlays.draw(await withDrawings(job, size, shared), size)
  }
}

/** Whether data may stay as they are: a JPEG file of another quality is encoded whole. */
function mayKeep({ format, quality }: FrameTarget): boolean {
  return format !== 'jpeg' || quality === 'source'
}

function isCodecFormat(format: string): format is CodecFormat {
  return format === 'jpeg' || format === 'png'
}

function unreadable(file: string, fault: string): OverlaneError {
  return new OverlaneError(
    'frame-unreadable',
    { subject: file, fault: `cannot be read as an image: ${fault}.` },
    { file },
  )
}
