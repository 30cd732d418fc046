import type { WorkerStage } from '../frames/step-clock.ts'
import type { WorkerActivity, WorkerReport } from '../run/render-report.ts'

/** Records what the workers of a run do. */
export class WorkerRecords {
  private readonly workers: (WorkerActivity & { addedMs: number })[] = []
  replacedCount = 0

  /**
   * Adds workers until there are `workerCount` of them.
   * @param addedMs the time of the run
   */
  growTo(workerCount: number, addedMs: number): void {
    while (this.workers.length < workerCount) {
      this.workers.push({ stage: 'idle', frameIndex: null, frameCount: 0, addedMs })
    }
  }

  enterStage(workerIndex: number, frameIndex: number, stage: WorkerStage): void {
    const worker = this.workers[workerIndex]
    // A worker loads frames while it draws another one. Its activity is the one that it draws.
    if (!worker || (stage === 'load_frame' && worker.stage !== 'idle')) return
    worker.stage = stage
    worker.frameIndex = frameIndex
  }

  settle(workerIndex: number, frameIndex: number): void {
    const worker = this.workers[workerIndex]
    if (!worker) return
    worker.frameCount++
    if (worker.frameIndex === frameIndex) Object.assign(worker, { stage: 'idle', frameIndex: null })
  }

  activities(): WorkerActivity[] {
    return this.workers.map(({ stage, frameIndex, frameCount }) => ({
      stage,
      frameIndex,
      frameCount,
    }))
  }

  /**
   * @param busyMs of each worker
   * @param durationMs the time of the whole run
   */
  report(busyMs: readonly number[], durationMs: number): WorkerReport[] {
    return this.workers.map(({ frameCount, addedMs }, index) => {
      const ownBusyMs = busyMs[index] ?? 0
      const idleMs = Math.max(0, durationMs - addedMs - ownBusyMs)
      return { frameCount, busyMs: ownBusyMs, idleMs }
    })
  }
}
