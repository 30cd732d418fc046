import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/** Finds the frames of a run that have another size than the others. */
export class FrameSizes {
  private readonly size: FrameSize | null
  private otherCount = 0
  /** The first one in the order of the plan. */
  private firstOther: (FrameSize & { position: number }) | null = null

  /** @param size the expected size; null: any size */
  constructor(size: FrameSize | null) {
    this.size = size
  }

  note(position: number, { widthPx, heightPx }: FrameSize): void {
    const { size, firstOther } = this
    if (!size || (size.widthPx === widthPx && size.heightPx === heightPx)) return
    this.otherCount++
    if (!firstOther || position < firstOther.position) {
      this.firstOther = { position, widthPx, heightPx }
    }
  }

  /** A warning about all frames of another size than expected; null if there are none. */
  warning(
    { frames, movie }: Pick<FramePlan, 'frames' | 'movie'>,
    frameCount: number,
  ): Problem | null {
    const { firstOther, size, otherCount } = this
    if (!firstOther || !size) return null
    const { frameIndex = -1 } = frames[firstOther.position] ?? {}
    const outcome = movie
      ? 'Frames of another size were scaled to fit the video, with their aspect ratio kept'
      : 'Each frame was rendered in its own size'
    const message = `Frame ${frameIndex} is ${firstOther.widthPx}×${firstOther.heightPx} px, others are ${size.widthPx}×${size.heightPx} px. ${outcome}; ${otherCount} of ${frameCount} differ.`
    return problem('warning', 'frame-size', message, { frameIndex })
  }
}
