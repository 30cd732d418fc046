import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FrameSize } from '../frames/frame-size.ts'

/** Finds the frames of a run that have another size than the others. */
export class FrameSizes {
  private readonly size: FrameSize | null
  private otherCount = 0
  /** In the order of the plan. */
  private firstOther: (FrameSize & { position: number }) | null = null

  /** @param size that frames are expected to have; null: any */
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

  /** The frames of another size than expected, in one sentence; null where there are none. */
  warning(
    { frames, movie }: Pick<FramePlan, 'frames' | 'movie'>,
    frameCount: number,
  ): Problem | null {
    const { firstOther, size, otherCount } = this
    if (!firstOther || !size) return null
    const { frameIndex = -1 } = frames[firstOther.position] ?? {}
    const outcome = movie
      ? 'Frames of another size were fitted into the video in their proportions'
      : 'Each frame was rendered in its own size'
    const message = `Frame ${frameIndex} is ${firstOther.widthPx}×${firstOther.heightPx} px, others are ${size.widthPx}×${size.heightPx} px. ${outcome}; ${otherCount} of ${frameCount} differ.`
    return problem('warning', 'frame-size', message, { frameIndex })
  }
}
