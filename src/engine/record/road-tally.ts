/** How many frames were made in one way, and why not in another one. */
export interface RoadCount {
  /**
   * - `splice`: outside the overlay, the frames keep the data of their files.
   * - `canvas`: the frames were decoded and encoded whole.
   * - `video`: the frames went into a video.
   */
  road: string
  frameCount: number
  /** Why the frames were not spliced, in a few words; else null. */
  reason: string | null
}

/** Counts the frames of a run by road and reason. */
export class RoadTally {
  private readonly counts = new Map<string, RoadCount>()

  add({ road, reason }: Pick<RoadCount, 'road' | 'reason'>, frameCount = 1): void {
    const key = `${road} ${reason ?? ''}`
    const count = this.counts.get(key) ?? { road, frameCount: 0, reason }
    count.frameCount += frameCount
    this.counts.set(key, count)
  }

  /** The most frequent road and reason come first. */
  list(): RoadCount[] {
    return [...this.counts.values()].sort((a, b) => b.frameCount - a.frameCount)
  }
}
