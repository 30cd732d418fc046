import type { WorkerHost } from '../workers/worker-host.ts'
import type { FrameWorker } from './frame.worker.ts'

/** What the runs of a plan take in place of new workers, and where they leave theirs. */
export interface SpareWorkers {
  /** @returns a worker, and whether it was started for this plan; null if there is none */
  take(): { host: WorkerHost<FrameWorker>; isStarted: boolean } | null
  leave(host: WorkerHost<FrameWorker>): void
}

interface Spare {
  host: WorkerHost<FrameWorker>
  /** Whose last run left it. */
  owner: SpareWorkers
}

/** Workers without a run. One that has rendered before is ready sooner, and faster, than a new one. */
export class WorkerShelf {
  private readonly spares: Spare[] = []

  /** For the runs of one plan with the same settings and folders. */
  forPlan(): SpareWorkers {
    const owner: SpareWorkers = {
      take: () => {
        const spare = this.spares.findLast((each) => each.owner === owner) ?? this.spares.at(-1)
        if (!spare) return null
        this.remove(spare)
        return { host: spare.host, isStarted: spare.owner === owner }
      },
      leave: (host) => {
        const spare = { host, owner }
        host.onFailed = () => {
          host.end()
          this.remove(spare)
        }
        this.spares.push(spare)
      },
    }
    return owner
  }

  private remove(spare: Spare): void {
    this.spares.splice(this.spares.indexOf(spare), 1)
  }
}
