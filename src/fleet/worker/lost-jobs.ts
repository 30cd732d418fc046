import type { Worker } from 'bullmq'
import { STALLED_CHECK_MS, stalledCheckShare } from '../queue/fleet-rules.ts'

/** Looks for jobs whose worker was lost, so that somebody takes them again. Many workers take turns. */
export class LostJobs {
  private readonly workers: readonly Pick<Worker, 'getBackend'>[]
  private readonly workerCount: () => number
  private timer: NodeJS.Timeout | null = null
  private isOver = false

  /**
   * @param workers of the engine, one for each queue
   * @param workerCount how many workers the fleet has
   */
  constructor(workers: readonly Pick<Worker, 'getBackend'>[], workerCount: () => number) {
    this.workers = workers
    this.workerCount = workerCount
    void this.lookAgain()
  }

  stop(): void {
    this.isOver = true
    if (this.timer) clearTimeout(this.timer)
  }

  private async lookAgain(): Promise<void> {
    const looks =
      Math.random() < stalledCheckShare(this.workerCount())
        ? this.workers.map((each) => each.getBackend().moveStalledJobsToWait())
        : []
    // While Redis is away, nobody can look.
    await Promise.allSettled(looks)
    // The engine refuses a look that comes too early, so the time begins after the last one.
    if (!this.isOver) this.timer = setTimeout(() => void this.lookAgain(), STALLED_CHECK_MS)
  }
}
