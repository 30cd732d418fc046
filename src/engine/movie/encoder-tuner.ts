import type { Tuning } from '../workers/auto-tuner.ts'
import type { WorkerPlan } from '../workers/plan-workers.ts'
import { countOf } from '../workers/worker-reason.ts'

/** More encoders are kept only if they are faster by at least this factor. */
const LEAST_GAIN = 1.1
/** Each encoder settles this many frames before the measurement, to fill its pipeline. */
const WARM_UP_FRAMES = 8
const WINDOW_MS = 1000
const LEAST_FRAMES = 12

/**
 * Finds how many encoders make a video fastest. It measures the run's own first segments, and
 * doubles the number of encoders as long as that helps. Nothing is encoded twice, and nothing waits
 * for the choice.
 */
export class EncoderTuner {
  private readonly mostCount: number
  private readonly now: () => number
  private count: number
  private readonly found: { count: number; framesPerSecond: number }[] = []
  private isOver: boolean
  /** Frames that each encoder settled since the number of encoders changed. */
  private readonly settled = new Map<number, number>()
  private windowFrames = 0
  private sinceMs: number | null = null

  /** @param now in ms; default the page's clock */
  constructor(
    { workerCount, mostWorkers }: Pick<WorkerPlan, 'workerCount' | 'mostWorkers'>,
    now = (): number => performance.now(),
  ) {
    this.count = workerCount
    this.mostCount = mostWorkers
    this.now = now
    this.isOver = workerCount >= mostWorkers
  }

  /** Counts a settled frame. @returns the next number of encoders, if it changes; else null */
  note(encoderIndex: number): Tuning | null {
    if (this.isOver) return null
    if (this.sinceMs === null) {
      this.settled.set(encoderIndex, (this.settled.get(encoderIndex) ?? 0) + 1)
      const warmCount = [...this.settled.values()].filter((count) => count >= WARM_UP_FRAMES).length
      if (warmCount >= this.count) this.sinceMs = this.now()
      return null
    }
    this.windowFrames++
    const windowMs = this.now() - this.sinceMs
    if (windowMs < WINDOW_MS || this.windowFrames < LEAST_FRAMES * this.count) return null
    return this.judge((this.windowFrames * 1000) / windowMs)
  }

  private judge(framesPerSecond: number): Tuning {
    const { count, mostCount, found } = this
    const before = found.at(-1)
    found.push({ count, framesPerSecond })
    if (before && framesPerSecond < before.framesPerSecond * LEAST_GAIN) {
      this.isOver = true
      this.count = before.count
    } else {
      this.isOver = count === mostCount
      this.count = Math.min(count * 2, mostCount)
    }
    this.settled.clear()
    this.windowFrames = 0
    this.sinceMs = null
    return { workerCount: this.count, chunkSize: 1, reason: this.explain() }
  }

  private explain(): string {
    const rates = this.found.map(
      ({ count, framesPerSecond }) => `${count} made ${Math.round(framesPerSecond)} frames/s`,
    )
    const chosen = this.isOver ? '' : ', to see whether they are faster'
    return `${countOf(this.count, 'worker')}${chosen}: ${rates.join(', ')}.`
  }
}
