import { SortedQueue } from './sorted-queue.ts'

export type Job =
  | { kind: 'plan'; recording: number }
  | { kind: 'chunk'; recording: number; index: number; frameCount: number; isSuspect: boolean }
  | { kind: 'join'; recording: number }

/** A recording is opened while fewer chunks than this wait for each worker; the numbers are those of `FleetQueue`. */
const CHUNKS_AHEAD_OF_WORKER = 2
const LEAST_AHEAD = 4
const MOST_AHEAD = 2000
const OPEN_RECORDINGS = 4

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
    const ahead = Math.max(CHUNKS_AHEAD_OF_WORKER * workerCount, LEAST_AHEAD)
    this.mostWaiting = Math.min(ahead, MOST_AHEAD)
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
