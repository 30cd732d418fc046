import { planFrames, renderRecording } from '../index.ts'
import type {
  Directory,
  FrameTrace,
  OverlayConfig,
  RecordingFolder,
  RenderReport,
  Stage,
  Step,
} from '../index.ts'
import { adviseOn } from './advice.ts'
import type { Advice } from './advice.ts'
import { withScratchFolder } from './scratch-folder.ts'
import { spreadOf } from './spread.ts'
import type { Expense, StageExpense } from './stage-expense.ts'

export interface ProfileOptions {
  recording: RecordingFolder
  config: OverlayConfig
  /** See {@link BenchmarkOptions.scratchParent}. */
  scratchParent: Directory | null
  /** How many of the first frames of the range are rendered. Default 10. */
  frameCount?: number
  signal?: AbortSignal
  onProgress?: (doneCount: number, totalCount: number) => void
}

/** How the time of a frame is spent. */
export interface Profile {
  recording: string
  version: string
  startedAt: string
  /** Number of frames that were rendered. */
  frameCount: number
  skippedCount: number
  /** Duration of the whole run. The time that is not in a stage is the engine's own. */
  seconds: number
  /** Sum of all stages. */
  stageSeconds: number
  stages: StageExpense[]
  advice: Advice[]
}

const DEFAULT_FRAME_COUNT = 10

const STAGES: readonly { stage: Stage; disk: readonly Step[]; codec: readonly Step[] }[] = [
  { stage: 'load_frame', disk: ['read'], codec: ['decode'] },
  { stage: 'get_sensor_data', disk: [], codec: [] },
  { stage: 'render', disk: [], codec: [] },
  { stage: 'save_frame', disk: ['write'], codec: ['walk', 'splice', 'encode'] },
]

/**
 * Renders the first frames one after another, so that stages do not overlap. Returns how the time was
 * spent, and the advice that follows from it.
 * @throws OverlaneError if nothing can be rendered; the signal's reason if it is aborted
 */
export async function measureProfile(options: ProfileOptions): Promise<Profile> {
  const { recording, config, signal, frameCount = DEFAULT_FRAME_COUNT } = options
  const traces: FrameTrace[] = []
  const report = await withScratchFolder(options.scratchParent, (scratch) =>
    scratch.withRunFolder((output) =>
      renderRecording({
        recording,
        config,
        output,
        mode: 'sequential',
        frameCount,
        onFrame: (trace) => {
          if (trace.outcome === 'rendered') traces.push(trace)
        },
        onProgress: ({ settledCount, plannedCount }) =>
          options.onProgress?.(settledCount, plannedCount),
        ...(signal ? { signal } : {}),
      }),
    ),
  )
  signal?.throwIfAborted()
  const profile = toProfile(report, traces)
  return {
    ...profile,
    advice: adviseOn(profile, {
      plannedCount: planFrames(recording, config).frames.length,
      coreCount: navigator.hardwareConcurrency,
      output: config.output,
    }),
  }
}

/** @param traces of the frames that were rendered */
export function toProfile(
  report: Pick<RenderReport, 'recording' | 'version' | 'startedAt' | 'durationMs' | 'skipped'>,
  traces: readonly FrameTrace[],
): Omit<Profile, 'advice'> {
  const msOf = (trace: FrameTrace, stage: Stage): number => {
    if (stage === 'get_sensor_data') return trace.matchMs
    if (stage === 'render') return stepsMs(trace, ['draw'])
    const { disk = [], codec = [] } = STAGES.find((each) => each.stage === stage) ?? {}
    return stepsMs(trace, [...disk, ...codec])
  }
  const isTaken = (step: Step): boolean =>
    traces.some(({ steps }) => steps.some((each) => each.step === step))
  const sum = (values: readonly number[]): number => values.reduce((total, ms) => total + ms, 0)
  const totalMs = sum(STAGES.flatMap(({ stage }) => traces.map((trace) => msOf(trace, stage))))
  const expense = (figure: (trace: FrameTrace) => number): Expense => {
    const values = traces.map(figure)
    const ms = sum(values)
    return {
      seconds: ms / 1000,
      share: totalMs > 0 ? ms / totalMs : 0,
      frameMs: values.length > 0 ? spreadOf(values) : { median: 0, least: 0, most: 0 },
    }
  }
  return {
    recording: report.recording,
    version: report.version,
    startedAt: report.startedAt,
    frameCount: traces.length,
    skippedCount: report.skipped.length,
    seconds: report.durationMs / 1000,
    stageSeconds: totalMs / 1000,
    stages: STAGES.map(({ stage, disk, codec }) => ({
      stage,
      ...expense((trace) => msOf(trace, stage)),
      parts:
        disk.length > 0
          ? {
              disk: expense((trace) => stepsMs(trace, disk)),
              codec: expense((trace) => stepsMs(trace, codec)),
              codecSteps: codec
                .filter(isTaken)
                .map((step) => ({ step, ...expense((trace) => stepsMs(trace, [step])) })),
            }
          : null,
    })),
  }
}

function stepsMs({ steps }: FrameTrace, counted: readonly Step[]): number {
  return steps.reduce(
    (ms, { step, startMs, endMs }) => (counted.includes(step) ? ms + endMs - startMs : ms),
    0,
  )
}
