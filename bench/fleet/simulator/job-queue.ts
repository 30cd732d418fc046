import {
  FIRST_CHUNKS_OF_RECORDING,
  mostPlans,
  mostWaitingChunks,
  OPEN_RECORDINGS,
} from '../../../src/fleet/queue/fleet-rules.ts'
import { SortedQueue } from './sorted-queue.ts'

export type Job =
  | { kind: 'plan'; recording: number }
  | { kind: 'chunk'; recording: number; index: number; frameCount: number; isSuspect: boolean }
  | { kind: 'join'; recording: number }

/** The jobs that wait, and the rules of the queue: who comes first, and when a recording is planned. */
export class JobQueue {
  /** Recordings whose join waits for its chunks. */
  openCount = 0
  /** Plans in hand. */
  planningCount = 0
  peakCount = 0
  private readonly work = new SortedQueue<Exclude<Job, { kind: 'plan' }>>()
  private readonly plans = new SortedQueue<number>()
  private readonly workerCount: number
  /** Recordings that are being opened, and their chunks. */
  private openingCount = 0
  private openingChunkCount = 0
  private chunksOfRecording = FIRST_CHUNKS_OF_RECORDING

  constructor(recordingCount: number, workerCount: number) {
    for (let recording = 0; recording < recordingCount; recording++) this.plans.add(0, recording)
    this.workerCount = workerCount
  }

  get workCount(): number {
    return this.work.size
  }

  get planCount(): number {
    return this.plans.size
  }

  /** @returns false if there is no room for the chunks of a recording */
  beginOpening(chunkCount: number): boolean {
    const waitingCount = this.work.size + this.openingChunkCount
    const isFull = waitingCount >= mostWaitingChunks(this.workerCount)
    if (isFull && this.openCount + this.openingCount >= OPEN_RECORDINGS) return false
    this.openingCount++
    this.openingChunkCount += chunkCount
    this.chunksOfRecording = chunkCount
    return true
  }

  endOpening(chunkCount: number): void {
    this.openingCount--
    this.openingChunkCount -= chunkCount
  }

  add(job: Job): void {
    if (job.kind === 'plan') this.plans.add(0, job.recording)
    // Recordings take turns, and one whose chunks are complete is joined next.
    else this.work.add(job.kind === 'chunk' ? job.index : 0, job)
    this.peakCount = Math.max(this.peakCount, this.work.size)
  }

  take(mayPlan: boolean): Job | undefined {
    const { workerCount, openCount, chunksOfRecording } = this
    const waitingCount = this.work.size
    const most = mostPlans({ workerCount, openCount, waitingCount, chunksOfRecording })
    const hasPlace = mayPlan && this.planningCount < most
    const recording = hasPlace ? this.plans.take() : undefined
    if (recording === undefined) return this.work.take()
    this.planningCount++
    return { kind: 'plan', recording }
  }
}
