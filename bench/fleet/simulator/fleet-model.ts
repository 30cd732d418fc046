/** What a fleet is made of, as numbers. Times are in milliseconds. */

import type { ChunkSize } from '../../../src/index.ts'

/** A time that grows with a number of frames. */
export interface FrameTime {
  fixedMs: number
  perFrameMs: number
}

/** What the parts of the work cost on one machine. `measure-services.ts` measures them. */
export interface ServiceTimes {
  /** Until a browser is ready for its first job. */
  browserStartMs: number
  /** Frames of the recording count. */
  plan: FrameTime
  /** The first chunk of a recording in a browser: it is opened, its logs are read. Frames of the recording count. */
  open: FrameTime
  /** Frames of the chunk count. */
  chunk: FrameTime
  /** The standard deviation of the time of equal chunks ÷ its mean. */
  chunkSpread: number
  /** How many times longer a chunk takes that has lost a worker: one frame after another. */
  carefulFactor: number
  /** Where each chunk was checked. Frames of the recording count. */
  join: FrameTime
  /** What a join takes longer for a frame of a chunk that nobody has checked. */
  checkFrameMs: number
  /** What the queue costs a worker beside a job, until it has the next one. */
  jobMs: number
  /** Adding a recording to the queue, a chunk. */
  addChunkMs: number
  /** How long Redis is busy with a job. */
  redisJobMs: number
  readBytesPerFrame: number
  writeBytesPerFrame: number
}

export interface FleetModel {
  services: ServiceTimes
  workerCount: number
  recordingCount: number
  framesPerRecording: number
  chunkSize: ChunkSize
  /** Of each worker. */
  deathsPerHour: number
  /** When one more worker dies, of those that were there from the start. */
  deathsAtMs: readonly number[]
  /** Until something starts a worker again in the place of one that has died; null: nothing does. */
  restartMs: number | null
  /** The share of machines that are slower, and how many times longer they need. */
  slowShare: number
  slowFactor: number
  /** Bytes/s that the store gives to all workers together. */
  storeBytesPerSecond: number
  seed: number
}

export const USUAL: Omit<
  FleetModel,
  'services' | 'workerCount' | 'recordingCount' | 'framesPerRecording' | 'chunkSize'
> = {
  deathsPerHour: 0,
  deathsAtMs: [],
  restartMs: 10_000,
  slowShare: 0,
  slowFactor: 1,
  storeBytesPerSecond: Infinity,
  seed: 1,
}

export function timeOf({ fixedMs, perFrameMs }: FrameTime, frameCount: number): number {
  return fixedMs + perFrameMs * frameCount
}
