import { describeThrown, OverlaneError } from '../../core/errors.ts'
import { noNotes } from '../../core/draw/draw-notes.ts'
import { formatName } from '../../core/text/format-names.ts'
import { sniffFormat } from '../../io/images/image-file.ts'
import type {
  ComposedFrame,
  Composition,
  FrameComposer,
  FrameTarget,
  PreparedFrame,
} from './frame-composer.ts'
import type { CodecFormat, FormatSplicer, FrameCodecs } from './frame-codecs.ts'
import type { FrameSize } from '../frames/frame-size.ts'
import { OverlayPatches } from './overlay-patches.ts'
import type { Overlay } from './overlay-patches.ts'
import type { StepClock } from '../frames/step-clock.ts'

/** Blocks of JPEG are 8 pixels wide and high. */
const GRID_PX = 8

/**
 * Decodes, draws on and encodes only the parts of a frame that the overlay touches. Everything else
 * is copied from the frame's file.
 */
export class SpliceComposer implements FrameComposer {
  readonly road = 'splice'
  private readonly codecs: FrameCodecs
  private readonly fallback: FrameComposer
  private overlays: OverlayPatches | null = null

  /** @param fallback makes the frames that are declined only after their data was read */
  constructor(codecs: FrameCodecs, fallback: FrameComposer) {
    this.codecs = codecs
    this.fallback = fallback
  }

  async accepts({ frame, target }: Composition): Promise<string | null> {
    if (frame.kind === 'blank') return 'the overlay is written without frames'
    if (frame.kind === 'picture') return 'the frames are from a video'
    const format = sniffFormat(frame.bytes)
    if (format !== target.format) {
      return `${formatName(format ?? 'another format')} becomes ${formatName(target.format)}`
    }
    if (!isCodecFormat(format)) return `${formatName(format)} is encoded whole`
    if (format === 'jpeg' && target.quality !== 'source') return 'a quality was chosen'
    try {
      const seen = (await this.codecs.splicerOf(format)).look(frame.bytes)
      return seen && 'reason' in seen ? seen.reason : null
    } catch (thrown) {
      return `the codec could not be loaded: ${describeThrown(thrown)}`
    }
  }

  async prepare(composition: Composition): Promise<PreparedFrame> {
    const splicer = await this.codecs.splicerOf(composition.target.format as CodecFormat)
    let declined: PreparedFrame | null = null
    return {
      finish: async (clock) => {
        const made = await this.splice(splicer, composition, clock)
        if ('widthPx' in made) return made
        declined = await this.fallback.prepare(composition, clock)
        return { ...(await declined.finish(clock)), road: this.fallback.road, reason: made.reason }
      },
      close: () => declined?.close(),
    }
  }

  private async splice(
    splicer: FormatSplicer,
    { frame, job, target }: Composition,
    clock: StepClock,
  ): Promise<ComposedFrame | { reason: string }> {
    if (frame.kind !== 'file') throw new Error('Only files are spliced.')
    const { bytes, name } = frame
    const size = splicer.look(bytes)
    if (!size) throw unreadable(name, 'its header is broken')
    if ('reason' in size) return size
    const { patches, notes } = await clock.time('draw', () => this.draw(target, job, size))
    let end = clock.begin('walk')
    try {
      const result = splicer.splice(bytes, patches, () => {
        end()
        end = clock.begin('splice')
      })
      if (result.kind === 'declined') return result
      if (result.kind === 'damaged') throw unreadable(name, result.fault)
      const { widthPx, heightPx } = size
      return { image: result.bytes, road: this.road, reason: null, notes, widthPx, heightPx }
    } finally {
      end()
    }
  }

  private draw(
    { drawsOverlay, series }: FrameTarget,
    job: Composition['job'],
    size: FrameSize,
  ): Overlay {
    if (!drawsOverlay) return { patches: [], notes: noNotes() }
    this.overlays ??= new OverlayPatches(GRID_PX, series)
    return this.overlays.draw(job, size)
  }
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
