import type { MountedPath } from '../mounts/mounts.ts'
import type { PlannedWork } from '../queue/fleet-queue.ts'

/** A recording and the folder that it is rendered into. */
export interface RecordingOrder {
  recording: MountedPath
  output: MountedPath
}

export interface PlanRequest extends RecordingOrder {
  /** The settings of the run: JSON. */
  settings: string
  /** At the least; null where nobody said it. */
  framesPerChunk: number | null
  /** Of the run. */
  recordingCount: number
  overwrite: boolean
}

export interface ChunkRequest extends RecordingOrder {
  /** The plan that the chunk belongs to. */
  plan: string
  environment: string
  index: number
  /** Whether a worker was lost while it rendered this chunk. */
  isSuspect: boolean
}

export interface JoinRequest extends RecordingOrder {
  plan: string
  environment: string
  overwrite: boolean
}

export interface ChunkResult {
  /** False if it was complete before. */
  wasRendered: boolean
  leftOutCount: number
}

export interface JoinResult {
  leftOutCount: number
}

export interface ChunkProgress {
  doneCount: number
  framesPerSecond: number | null
}

/**
 * Does the work of a worker. Errors are `CommandError`s: `interrupted` after `stop`,
 * `other-environment` and `other-mount` if this machine cannot do this work, and others.
 */
export interface Renderer {
  /** Versions that pictures depend on: `Overlane 1.0.0, Chromium 140`. */
  environment(): Promise<string>
  plan(request: PlanRequest): Promise<PlannedWork>
  chunk(request: ChunkRequest, onProgress: (progress: ChunkProgress) => void): Promise<ChunkResult>
  join(request: JoinRequest): Promise<JoinResult>
  /** Ends the work in hand at once. Complete chunks stay. */
  stop(): void
  close(): Promise<void>
}
