/** How many frames took a road, and why no other one. */
export interface RoadCount {
  /**
   * - `splice`: beside the overlay they keep the data of their files.
   * - `canvas`: they were decoded and encoded whole.
   * - `video`: they went into a video.
   */
  road: string
  frameCount: number
  /** Why they were not spliced, in a few words; null where nothing else was possible or wanted. */
  reason: string | null
}

/** Counts the frames of a run by the road they took. */
export class RoadTally {
  private readonly counts = new Map<string, RoadCount>()

  add({ road, reason }: Pick<RoadCount, 'road' | 'reason'>): void {
    const key = `${road} ${reason ?? ''}`
    const count = this.counts.get(key) ?? { road, frameCount: 0, reason }
    count.frameCount++
    this.counts.set(key, count)
  }

  /** The road of most frames first. */
  list(): RoadCount[] {
    return [...this.counts.values()].sort((a, b) => b.frameCount - a.frameCount)
  }
}
