import type { Job, JobJson } from 'bullmq'

/** A job as the queue hands it out. */
export interface NextJob {
  json: JobJson
  id: string
}

/** A job that this worker has. Its lock is renewed until it is given back. */
export class HeldJob<Data> {
  readonly job: Job<Data>
  private readonly token: string
  private readonly timer: NodeJS.Timeout
  private hasLock = true

  constructor(job: Job<Data>, token: string, lockMs: number) {
    this.job = job
    this.token = token
    this.timer = setInterval(() => this.renew(lockMs), lockMs / 3)
  }

  /** Whether somebody else may have the job meanwhile. */
  get isLost(): boolean {
    return !this.hasLock
  }

  /**
   * @param isNextWanted whether the answer shall bring the next job
   * @returns the next job, if there is one; null if this one was lost: somebody else has it, or did it
   */
  async complete(isNextWanted = false): Promise<{ next: NextJob | null } | null> {
    let next: NextJob | null = null
    const isOwn = await this.giveBack(async () => {
      const answer = await this.job.moveToCompleted(null, this.token, isNextWanted)
      const [json, id] = (answer ?? []) as [JobJson?, string?]
      if (json && id !== undefined) next = { json, id }
    })
    return isOwn ? { next } : null
  }

  /** It is tried again, or is failed if that is useless or was done often enough. */
  fail(error: Error): Promise<boolean> {
    return this.giveBack(() => this.job.moveToFailed(error, this.token, false))
  }

  /** Somebody takes it again. */
  putBack(): Promise<boolean> {
    return this.giveBack(() => this.job.moveToWait(this.token))
  }

  /** Leaves the job to itself: its lock ends, and somebody takes it again. */
  drop(): void {
    clearInterval(this.timer)
  }

  private async giveBack(move: () => Promise<unknown>): Promise<boolean> {
    this.drop()
    try {
      await move()
      return true
    } catch (thrown) {
      // The engine refuses the job of a worker that was silent for too long.
      if (isLockLost(thrown)) return false
      throw thrown
    }
  }

  private renew(lockMs: number): void {
    this.job.extendLock(this.token, lockMs).then(
      (renewed) => (this.hasLock = renewed !== 0),
      (thrown: unknown) => {
        if (isLockLost(thrown)) this.hasLock = false
      },
    )
  }
}

function isLockLost(thrown: unknown): boolean {
  return /[Ll]ock|Missing key|is not in the active state/.test(String(thrown))
}
