import type { FrameEntry } from '../../index.ts'
import type { PreviewState } from './preview-state.svelte.ts'

/** Often enough to see that the run continues, and rare enough not to slow it down. */
const FOLLOW_EVERY_MS = 1000
/** Larger frames are shown less often, because drawing them takes longer. */
const FOLLOWED_PIXELS = 1920 * 1080

/** Shows the frames of a run on the stage as they are written, until the user goes to another frame. */
export class FollowState {
  #preview: PreviewState
  #latestPosition = -1
  #shownPosition = $state(-1)
  #shownAtMs = 0
  /** The user's position when the run began; null if the user has moved since. */
  #returnPosition: number | null = null

  constructor(preview: PreviewState) {
    this.#preview = preview
  }

  get isFollowing(): boolean {
    return this.#shownPosition === -1 || this.#shownPosition === this.#preview.position
  }

  /** A run begins. */
  begin(): void {
    this.#shownPosition = this.#latestPosition = -1
    this.#shownAtMs = 0
    this.#returnPosition = this.#preview.position
  }

  /** The run is over: the stage goes back to the frame it showed before, unless the user has moved. */
  end(): void {
    if (this.#returnPosition !== null && this.#shownPosition >= 0 && this.isFollowing) {
      this.#preview.follow(this.#returnPosition)
    }
    this.#returnPosition = null
  }

  /** A frame was written. */
  noteWritten(frame: FrameEntry): void {
    const nowMs = performance.now()
    if (nowMs - this.#shownAtMs < this.#pauseMs) return
    this.#shownAtMs = nowMs
    this.#latestPosition = this.#preview.frames.indexOf(frame)
    if (this.#latestPosition < 0 || !this.isFollowing) return
    this.#shownPosition = this.#latestPosition
    this.#preview.follow(this.#latestPosition)
  }

  get #pauseMs(): number {
    const { picture } = this.#preview
    if (picture.kind !== 'frame') return FOLLOW_EVERY_MS
    const { widthPx, heightPx } = picture.image
    return FOLLOW_EVERY_MS * Math.max(1, (widthPx * heightPx) / FOLLOWED_PIXELS)
  }

  /** Shows the frames again as they are written. */
  resume(): void {
    if (this.#latestPosition < 0) return
    this.#returnPosition = null
    this.#shownPosition = this.#latestPosition
    this.#preview.seek(this.#latestPosition)
  }
}
