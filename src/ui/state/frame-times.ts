import { countBefore } from '../../index.ts'

/** The times of frames, to find the frame that is closest to a time. */
export class FrameTimes {
  private readonly timesMs: Float64Array
  /** The times in a timestamps file may decrease. Then a binary search is not possible. */
  private readonly isInOrder: boolean

  constructor(frames: readonly { timestampMs: number }[]) {
    this.timesMs = Float64Array.from(frames, ({ timestampMs }) => timestampMs)
    this.isInOrder = this.timesMs.every(
      (timeMs, position) => position === 0 || timeMs >= (this.timesMs[position - 1] as number),
    )
  }

  /** The position of the closest frame; of several, the first one. 0 if there are no frames. */
  closestTo(timestampMs: number): number {
    return this.isInOrder ? this.search(timestampMs) : this.scan(timestampMs)
  }

  private search(timestampMs: number): number {
    const { timesMs } = this
    const after = countBefore(timesMs, timestampMs)
    const before = timesMs[after - 1]
    if (before === undefined) return 0
    const isBefore = timestampMs - before <= (timesMs[after] ?? Infinity) - timestampMs
    return isBefore ? countBefore(timesMs, before) : after
  }

  private scan(timestampMs: number): number {
    let best = 0
    let bestMs = Infinity
    this.timesMs.forEach((timeMs, position) => {
      const distanceMs = Math.abs(timeMs - timestampMs)
      if (distanceMs < bestMs) [best, bestMs] = [position, distanceMs]
    })
    return best
  }
}
