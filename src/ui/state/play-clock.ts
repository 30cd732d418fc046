/** Speeds of the player. Backwards they are negative. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const
export type Speed = (typeof SPEEDS)[number]

/** The next speed of the list; the last one stays. @param by -1: the next slower one */
export function nextSpeed(speed: Speed, by: -1 | 1): Speed {
  const place = SPEEDS.indexOf(speed) + by
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, place))] ?? speed
}

/** Says which time of the video is due, from the clock of the wall. */
export class PlayClock {
  /** Null: it does not run yet. */
  #startedMs: number | null = null
  readonly #fromMs: number
  /** Milliseconds of the video in one of the wall; negative backwards. */
  readonly rate: number

  /** @param fromMs where it starts, on the video's clock */
  constructor(fromMs: number, rate: number) {
    this.#fromMs = fromMs
    this.rate = rate
  }

  get isRunning(): boolean {
    return this.#startedMs !== null
  }

  /** @param nowMs on the wall's clock */
  start(nowMs: number): void {
    this.#startedMs = nowMs
  }

  /** Whether a time of the video was reached. Before it runs, none is. */
  isReached(timeMs: number, nowMs: number): boolean {
    if (this.#startedMs === null) return false
    const dueMs = this.#fromMs + (nowMs - this.#startedMs) * this.rate
    return this.rate >= 0 ? timeMs <= dueMs : timeMs >= dueMs
  }
}

/** How long loading took, the last few times. */
export class LoadTimes {
  #lastMs: number[] = []

  add(durationMs: number): void {
    this.#lastMs = [...this.#lastMs.slice(1 - KEPT), durationMs]
  }

  /**
   * How long the next frame is expected to take: the longest time but one, so that frames are rather
   * early, and a single hiccup does not leave out frames that would be there in time.
   */
  get expectedMs(): number {
    return this.#lastMs.toSorted((a, b) => b - a)[1] ?? 0
  }
}
const KEPT = 5
