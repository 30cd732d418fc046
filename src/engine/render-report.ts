import type { OutputConfig } from '../core/config.ts'
import type { Problem } from '../core/errors.ts'

export const STAGES = ['load_frame', 'get_sensor_data', 'render', 'save_frame'] as const
export type Stage = (typeof STAGES)[number]

/** A frame that was not rendered, and why. */
export interface FrameIssue {
  frameIndex: number
  /** File name inside the frames folder; null where there is none. */
  fileName: string | null
  reason: string
}

/**
 * - `finished`: every planned frame was rendered.
 * - `finished-with-failures`: some were skipped (missing, unreadable) or failed (a renderer threw).
 * - `cancelled`: by the user. `stopped`: a write failed. What was written until then is intact.
 */
export type RunStatus = 'finished' | 'finished-with-failures' | 'cancelled' | 'stopped'

export interface WorkerReport {
  frameCount: number
  /** Time with at least one frame in hand, and without. */
  busyMs: number
  idleMs: number
}

/** What a run did. */
export interface RenderReport {
  tool: 'overlane'
  version: string
  recording: string
  output: string
  status: RunStatus
  /** Why a run was stopped, else null. */
  stopReason: Problem | null
  startedAt: string
  durationMs: number
  framesPerSecond: number
  plannedCount: number
  renderedCount: number
  skipped: FrameIssue[]
  failed: FrameIssue[]
  /** Targets left out for want of a distance or an angle, over all frames. */
  skippedTargetCount: number
  /** Sum over all workers and frames, in ms. Stages of different frames overlap. */
  stageMs: Record<Stage, number>
  workers: WorkerReport[]
  replacedWorkerCount: number
  settings: OutputConfig & { workerCount: number }
  warnings: Problem[]
  /** Names of the files this run wrote, in the order of the plan. */
  files: string[]
}

/** What one worker does at the moment. */
export interface WorkerActivity {
  stage: Stage | 'idle'
  frameIndex: number | null
  frameCount: number
}

/** A run while it goes on. */
export interface RenderProgress {
  plannedCount: number
  /** Rendered, skipped or failed. */
  settledCount: number
  renderedCount: number
  skipped: readonly FrameIssue[]
  failed: readonly FrameIssue[]
  elapsedMs: number
  /** Over the last seconds. */
  framesPerSecondNow: number
  /** Since the first frame was handed out. */
  framesPerSecondMean: number
  /** Null until it can be told. */
  remainingMs: number | null
  workers: readonly WorkerActivity[]
  replacedWorkerCount: number
  /** Position in the plan of the frame written last, null before the first. */
  latestPosition: number | null
}
