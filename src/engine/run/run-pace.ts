import type { RenderProgress } from './render-report.ts'

/** The present speed is measured over this time. */
const RECENT_MS = 3000

type Pace = Pick<
  RenderProgress,
  'elapsedMs' | 'framesPerSecondNow' | 'framesPerSecondMean' | 'remainingMs'
>

/** Measures how long a run takes, and how fast it is. */
export class RunPace {
  readonly startedAt = new Date()
  /** The start of the run, on the clock of `performance.now()`. */
  readonly startMs = performance.now()
  private endMs: number | null = null
  /** When the frames of the last seconds were settled, oldest first. */
  private readonly recent: number[] = []

  /** Called when a frame was rendered or has failed. */
  noteFrame(): void {
    const nowMs = performance.now()
    this.recent.push(nowMs)
    this.forgetOld(nowMs)
  }

  /** Stops the clock. */
  end(): void {
    this.endMs = performance.now()
  }

  get elapsedMs(): number {
    return (this.endMs ?? performance.now()) - this.startMs
  }

  /**
   * @param drawnCount frames that this run has rendered, or could not draw
   * @param leftCount frames that are not settled yet
   */
  measure(drawnCount: number, leftCount: number): Pace {
    const { elapsedMs } = this
    this.forgetOld(performance.now())
    const windowMs = Math.min(RECENT_MS, elapsedMs)
    const meanPerMs = elapsedMs > 0 ? drawnCount / elapsedMs : 0
    return {
      elapsedMs,
      framesPerSecondNow: windowMs > 0 ? (this.recent.length * 1000) / windowMs : 0,
      framesPerSecondMean: meanPerMs * 1000,
      remainingMs: meanPerMs > 0 ? leftCount / meanPerMs : null,
    }
  }

  private forgetOld(nowMs: number): void {
    while (nowMs - (this.recent[0] ?? nowMs) > RECENT_MS) this.recent.shift()
  }
}
