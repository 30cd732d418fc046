import type { RoadCount } from '../record/road-tally.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import { toSnakeCase } from '../../core/text/snake-case.ts'
import type { EncodedFormat } from '../../core/recording/image-format.ts'
import type { Movie } from '../../core/plan/frame-plan.ts'
import type { Problem } from '../../core/errors.ts'
import type { EncoderNote } from '../native/native-encoder.ts'
import type { StepTime } from '../frames/step-clock.ts'

/** The stages of a frame. A profile has the same names. */
export type Stage = 'load_frame' | 'get_sensor_data' | 'render' | 'save_frame'

/** A frame that was not rendered, and why. */
export interface FrameIssue {
  frameIndex: number
  /** File name inside the frames folder; null if there is none. */
  fileName: string | null
  reason: string
}

/**
 * - `running`: only in the report file, while the run is in progress, or if its page was closed.
 * - `finished`: every planned frame was rendered, or skipped because it is missing or unreadable.
 * - `finished-with-failures`: some frames could not be drawn.
 * - `cancelled`: by the user. Files that were written before are intact.
 * - `stopped`: by an error, such as a failed write. Files that were written before are intact.
 */
export type RunStatus = 'running' | 'finished' | 'finished-with-failures' | 'cancelled' | 'stopped'

export interface WorkerReport {
  frameCount: number
  /** Time with at least one frame to work on, and without any. */
  busyMs: number
  idleMs: number
}

/** What a run did. The notes count what renderers left out, over all frames. */
export interface RenderReport extends DrawNotes {
  tool: 'overlane'
  version: string
  recording: string
  output: string
  status: RunStatus
  /** Why a run was stopped, else null. */
  stopReason: Problem | null
  startedAt: string
  /** Without the time during which the run was paused. */
  durationMs: number
  /** How long the run was paused. Only if it was. */
  pausedMs?: number
  framesPerSecond: number
  plannedCount: number
  /** By this run. */
  renderedCount: number
  /** Finished by an earlier run, checked, and kept. */
  keptCount: number
  skipped: FrameIssue[]
  failed: FrameIssue[]
  /** How the rendered and the kept frames were made. The way of most frames comes first. */
  roads: RoadCount[]
  /**
   * The workers' time by stage, in ms. Stages that overlap in a worker share its time, so the sum
   * is at most `durationMs` × workers. The rest is the engine's own.
   */
  stageMs: Record<Stage, number>
  workers: WorkerReport[]
  replacedWorkerCount: number
  settings: OutputConfig & { format: EncodedFormat | Movie['container']; workerCount: number }
  /** The encoder outside of the browser that made the video. Only if one did. */
  encoder?: EncoderNote
  /** Why there were so many workers. */
  workerReason: string
  /** The estimated memory of the run at its peak. */
  estimatedMemoryBytes: number
  /** Null if it is not known, as in many browsers, or if the run rendered nothing. */
  peakMemoryBytes: number | null
  /** What was drawn, in the form of `overlane.yaml`. */
  config: Record<string, unknown>
  warnings: Problem[]
  /** Names of the files this run wrote or kept, in the order of the plan. */
  files: string[]
  /** Files of earlier runs in the output folder that this run did not write again. */
  earlierFiles?: string[]
}

/** The part of a report that `RunRecord` knows. */
export type RunSummary = Omit<
  RenderReport,
  | 'tool'
  | 'version'
  | 'recording'
  | 'output'
  | 'settings'
  | 'encoder'
  | 'workerReason'
  | 'estimatedMemoryBytes'
  | 'peakMemoryBytes'
  | 'config'
  | 'files'
  | 'earlierFiles'
>

/** How a frame went through a run, for a profile or a timeline. */
export interface FrameTrace {
  /** The frame's position in the plan. */
  position: number
  frameIndex: number
  workerIndex: number
  outcome: 'rendered' | 'skipped' | 'failed' | 'write-failed'
  /** How long it took to match its records, on the page's own thread. */
  matchMs: number
  /** In the order in which they ended; times are ms since the run began. */
  steps: StepTime[]
}

/** What a worker does now. */
export interface WorkerActivity {
  stage: Stage | 'idle'
  frameIndex: number | null
  frameCount: number
}

/** The state of a run that is in progress. */
export interface RenderProgress {
  plannedCount: number
  /** Rendered, kept, skipped or failed. */
  settledCount: number
  renderedCount: number
  keptCount: number
  skipped: readonly FrameIssue[]
  failed: readonly FrameIssue[]
  /** Without the time during which the run was paused. */
  elapsedMs: number
  /** Over the last seconds. */
  framesPerSecondNow: number
  /** Since the first frame was handed out. */
  framesPerSecondMean: number
  /** Null until it can be estimated. */
  remainingMs: number | null
  workers: readonly WorkerActivity[]
  replacedWorkerCount: number
  /** Position in the plan of the frame written last, null before the first. */
  latestPosition: number | null
}

/** The report as JSON: keys in snake_case, durations of the run and its stages in seconds. */
export function serializeReport(whole: RenderReport): string {
  const { durationMs, pausedMs, stageMs, config, ...rest } = whole
  const seconds = (ms: number): number => Math.round(ms) / 1000
  const stages = Object.entries(stageMs).map(([stage, ms]) => [stage, seconds(ms)] as const)
  const report = {
    ...(snakeCased(rest) as Record<string, unknown>),
    seconds: seconds(durationMs),
    ...(pausedMs === undefined ? {} : { paused_seconds: seconds(pausedMs) }),
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
