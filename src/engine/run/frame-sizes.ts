import type { FrameSize } from '../frames/frame-size.ts'

/** Finds the frames of a run that have another size than the others. */
export class FrameSizes {
  readonly size: FrameSize | null
  otherCount = 0
  /** In the order of the plan. */
  firstOther: (FrameSize & { position: number }) | null = null

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
}
