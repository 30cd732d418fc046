import type { RenderProgress } from '../run/render-report.ts'

/** The present speed is measured over this time. */
const RECENT_MS = 3000

type Pace = Pick<
  RenderProgress,
  'elapsedMs' | 'framesPerSecondNow' | 'framesPerSecondMean' | 'remainingMs'
>

/** Measures how long a run takes, and how fast it is. Its clock stands still while the run is paused. */
export class RunPace {
  readonly startedAt = new Date()
  /** The start of the run, on the clock of `performance.now()`. */
  readonly startMs = performance.now()
  private endMs: number | null = null
  /** How long the run was paused, without the present pause. */
  private pausedBeforeMs = 0
  /** When the clock stopped for the present pause; null while the run goes on. */
  private pausedSinceMs: number | null = null
  /** When the frames of the last seconds were settled, in `elapsedMs`, oldest first. */
  private readonly recent: number[] = []

  /** Called when a frame was rendered or has failed. */
  noteFrame(): void {
    // The frames that are in hand at the beginning of a pause still take the time of the run.
    if (this.pausedSinceMs !== null) this.pausedSinceMs = performance.now()
    this.recent.push(this.elapsedMs)
    this.forgetOld()
  }

  setPaused(isPaused: boolean): void {
    const nowMs = performance.now()
    if (this.pausedSinceMs !== null) this.pausedBeforeMs += nowMs - this.pausedSinceMs
    this.pausedSinceMs = isPaused ? nowMs : null
  }

  /** Stops the clock. */
  end(): void {
    this.setPaused(false)
    this.endMs = performance.now()
  }

  /** The time of the run without its pauses. */
  get elapsedMs(): number {
    const untilMs = this.endMs ?? this.pausedSinceMs ?? performance.now()
    return untilMs - this.startMs - this.pausedBeforeMs
  }

  /** How long the run was paused. Known at its end. */
  get pausedMs(): number {
    return this.pausedBeforeMs
  }

  /**
   * @param drawnCount frames that this run has rendered, or could not draw
   * @param leftCount frames that are not settled yet
   */
  measure(drawnCount: number, leftCount: number): Pace {
    const { elapsedMs } = this
    this.forgetOld()
    const windowMs = Math.min(RECENT_MS, elapsedMs)
    const meanPerMs = elapsedMs > 0 ? drawnCount / elapsedMs : 0
    return {
      elapsedMs,
      framesPerSecondNow: windowMs > 0 ? (this.recent.length * 1000) / windowMs : 0,
      framesPerSecondMean: meanPerMs * 1000,
      remainingMs: meanPerMs > 0 ? leftCount / meanPerMs : null,
    }
  }

  private forgetOld(): void {
    const { elapsedMs } = this
    while (elapsedMs - (this.recent[0] ?? elapsedMs) > RECENT_MS) this.recent.shift()
  }
}
