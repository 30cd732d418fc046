import { mostWaitingChunks, OPEN_RECORDINGS } from '../../../src/fleet/queue/fleet-rules.ts'
import { SortedQueue } from './sorted-queue.ts'

export type Job =
  | { kind: 'plan'; recording: number }
  | { kind: 'chunk'; recording: number; index: number; frameCount: number; isSuspect: boolean }
  | { kind: 'join'; recording: number }

/** The jobs that wait, and the rules of the queue: who comes first, and when a recording is planned. */
export class JobQueue {
  /** Recordings whose join waits for its chunks. */
  openCount = 0
  peakCount = 0
  private readonly work = new SortedQueue<Exclude<Job, { kind: 'plan' }>>()
  private readonly plans = new SortedQueue<number>()
  private readonly mostWaiting: number

  constructor(recordingCount: number, workerCount: number) {
    for (let recording = 0; recording < recordingCount; recording++) this.plans.add(0, recording)
    this.mostWaiting = mostWaitingChunks(workerCount)
  }

  get hasRoom(): boolean {
    return this.openCount < OPEN_RECORDINGS || this.work.size < this.mostWaiting
  }

  get workCount(): number {
    return this.work.size
  }

  get planCount(): number {
    return this.plans.size
  }

  add(job: Job): void {
    if (job.kind === 'plan') this.plans.add(0, job.recording)
    // Recordings take turns, and one whose chunks are complete is joined next.
    else this.work.add(job.kind === 'chunk' ? job.index : 0, job)
    this.peakCount = Math.max(this.peakCount, this.work.size)
  }

  take(mayPlan: boolean): Job | undefined {
    const recording = mayPlan && this.hasRoom ? this.plans.take() : undefined
    return recording === undefined ? this.work.take() : { kind: 'plan', recording }
  }
}
