import type { RoadCount } from './road-tally.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import { toSnakeCase } from '../../core/text/snake-case.ts'
import type { EncodedFormat } from '../../core/recording/image-format.ts'
import type { Movie } from '../../core/plan/frame-plan.ts'
import type { Problem } from '../../core/errors.ts'
import type { StepTime } from '../frames/step-clock.ts'

/** The stages of a frame, by the names that a profile has. */
export type Stage = 'load_frame' | 'get_sensor_data' | 'render' | 'save_frame'

/** A frame that was not rendered, and why. */
export interface FrameIssue {
  frameIndex: number
  /** File name inside the frames folder; null where there is none. */
  fileName: string | null
  reason: string
}

/**
 * - `running`: only in the file beside the frames, while a run goes on, or where its page was closed.
 * - `finished`: every planned frame was rendered, or skipped as it is missing or unreadable.
 * - `finished-with-failures`: a renderer threw on some.
 * - `cancelled`: by the user. `stopped`: a write failed. What was written until then is intact.
 */
export type RunStatus = 'running' | 'finished' | 'finished-with-failures' | 'cancelled' | 'stopped'

export interface WorkerReport {
  frameCount: number
  /** Time with at least one frame in hand, and without. */
  busyMs: number
  idleMs: number
}

/** What a run did, with what renderers left out over all frames. */
export interface RenderReport extends DrawNotes {
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
  /** By this run. */
  renderedCount: number
  /** Finished by an earlier run, checked, and kept. */
  keptCount: number
  skipped: FrameIssue[]
  failed: FrameIssue[]
  /** Which roads the rendered and the kept frames took, that of most frames first. */
  roads: RoadCount[]
  /**
   * The workers' time by stage, in ms. Where stages of several frames overlap in a worker each has its
   * part of the time, so the sum is at most `durationMs` × workers; the rest is the engine's own.
   */
  stageMs: Record<Stage, number>
  workers: WorkerReport[]
  replacedWorkerCount: number
  settings: OutputConfig & { format: EncodedFormat | Movie['container']; workerCount: number }
  /** Why there were so many workers. */
  workerReason: string
  /** What the run was expected to take at its peak, about. */
  estimatedMemoryBytes: number
  /** Null where it cannot be told, in many browsers. */
  peakMemoryBytes: number | null
  /** What was drawn, in the form of `overlane.yaml`. */
  config: Record<string, unknown>
  warnings: Problem[]
  /** Names of the files this run wrote or kept, in the order of the plan. */
  files: string[]
  /** Files of earlier runs in the output folder that this run did not write again. */
  earlierFiles?: string[]
}

/** How a frame went through a run, for a profile or a timeline. */
export interface FrameTrace {
  /** In the plan. */
  position: number
  frameIndex: number
  workerIndex: number
  outcome: 'rendered' | 'skipped' | 'failed' | 'write-failed'
  /** Time it took to match its records, on the page's own thread. */
  matchMs: number
  /** Since the run began, in the order they ended. */
  steps: StepTime[]
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
  /** Rendered, kept, skipped or failed. */
  settledCount: number
  renderedCount: number
  keptCount: number
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

/** The report as JSON: keys in snake_case, durations of the run and its stages in seconds. */
export function serializeReport({ durationMs, stageMs, config, ...rest }: RenderReport): string {
  const seconds = (ms: number): number => Math.round(ms) / 1000
  const stages = Object.entries(stageMs).map(([stage, ms]) => [stage, seconds(ms)] as const)
  const report = {
    ...(snakeCased(rest) as Record<string, unknown>),
    seconds: seconds(durationMs),
    stages: Object.fromEntries(stages),
    config,
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [toSnakeCase(key), snakeCased(inner)]),
  )
}
