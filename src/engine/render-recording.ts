import type { OutputConfig, OverlayConfig } from '../core/config.ts'
import { describeThrown, OverlaneError, problem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import { toSnakeCase } from '../core/options.ts'
import { planFrames } from '../core/plan.ts'
import type { FramePlan } from '../core/plan.ts'
import type { Directory } from '../io/directory.ts'
import { REPORT_FILE_NAME } from '../io/list-folders.ts'
import type { RecordingFolder } from '../io/recording-folder.ts'
import { checkOutput, findConflicts } from './check-output.ts'
import type { FrameOutcome, FrameTask } from './frame-task.ts'
import type { RenderProgress, RenderReport, RunStatus } from './render-report.ts'
import { RunRecord } from './run-record.ts'
import { defaultWorkerCount } from './worker-count.ts'
import { WorkerPool } from './worker-pool.ts'
import { ZipOutput } from './zip-output.ts'

export interface RenderOptions {
  recording: RecordingFolder
  /** What is drawn, and how it is written. */
  config: OverlayConfig
  /** A folder, or a stream that takes one ZIP. */
  output: Directory | WritableStream<Uint8Array>
  /** Default: the configuration's. `sequential`: one frame after another in one worker. */
  mode?: OutputConfig['mode']
  /** Default: the configuration's, else every core, less where memory says so. */
  workerCount?: number
  /** Frames handed to a worker at a time. Default: the configuration's. */
  chunkSize?: number
  /** Replaces files of the output folder with the same names. Default false: they are an error. */
  overwrite?: boolean
  /** A worker that works on a frame for longer than this is replaced. Default 60,000 ms. */
  frameTimeoutMs?: number
  signal?: AbortSignal
  /** Called at most ten times a second, and once at the end. */
  onProgress?: (progress: RenderProgress) => void
}

const PROGRESS_INTERVAL_MS = 100
const DEFAULT_FRAME_TIMEOUT_MS = 60_000
const PREFETCHED_FRAMES = 2
const WRITES_IN_FLIGHT = 4

let isRunning = false

/**
 * Renders the frames of a recording with their overlay, in a pool of workers, and accounts for
 * every one of them. Everything is checked before the first frame.
 * @throws OverlaneError where something stands in the way (with all `problems`), `output-exists`
 * where files would be replaced, `busy` while another run goes on
 */
export async function renderRecording(options: RenderOptions): Promise<RenderReport> {
  if (isRunning) {
    throw new OverlaneError('busy', 'A run is going on already. Wait for its end, or cancel it.')
  }
  isRunning = true
  try {
    const plan = planFrames(options.recording, options.config)
    await validate(options, plan)
    return await keepAwake(() => run(options, plan))
  } finally {
    isRunning = false
  }
}

/**
 * Chromium may freeze a hidden page that works hard, but none that holds a lock somebody waits for.
 */
function keepAwake<Result>(work: () => Promise<Result>): Promise<Result> {
  const name = `overlane-run-${crypto.randomUUID()}`
  return navigator.locks.request(name, () => {
    void navigator.locks.request(name, () => undefined)
    return work()
  })
}

async function validate(
  { recording, output, overwrite = false }: RenderOptions,
  plan: FramePlan,
): Promise<void> {
  const errors = [...recording.problems, ...plan.problems].filter(
    ({ severity }) => severity === 'error',
  )
  if (errors.length > 0) throw OverlaneError.fromProblems(errors)
  if (plan.frames.length === 0) {
    throw new OverlaneError('no-frames', 'There is no frame to render.')
  }
  if (output instanceof WritableStream) return
  await checkOutput(recording, output)
  const { existing } = await findConflicts(plan, output)
  if (existing.length > 0 && !overwrite) {
    throw new OverlaneError(
      'output-exists',
      `${existing.length} files of this run are already in "${output.name}" (the first is ${existing[0] ?? ''}). Replace them, or choose another folder.`,
    )
  }
}

async function run(options: RenderOptions, plan: FramePlan): Promise<RenderReport> {
  const { recording, config, output, signal } = options
  const mode = options.mode ?? config.output.mode
  const isSequential = mode === 'sequential'
  const workerCount = isSequential
    ? 1
    : Math.min(
        options.workerCount ?? config.output.numWorkers ?? coresFor(recording),
        plan.frames.length,
      )
  const chunkSize = options.chunkSize ?? config.output.chunkSize
  const record = new RunRecord(plan, workerCount)
  record.warnings.push(...recording.problems, ...plan.problems)
  const startedAt = new Date()
  let stopReason: Problem | null = null
  const stop = (reason: Problem): void => {
    stopReason ??= reason
    pool.stop()
  }

  const folder = output instanceof WritableStream ? null : output
  const zip = folder
    ? null
    : new ZipOutput(
        output as WritableStream<Uint8Array>,
        () => pool.resume(),
        (thrown) => stop(zipFailure(thrown)),
      )

  let next = 0
  const takeJobs = (count: number): Promise<FrameTask>[] => {
    const tasks: Promise<FrameTask>[] = []
    while (tasks.length < count && next < plan.frames.length) {
      const position = next++
      if (plan.frames[position]?.fileName === null) {
        record.skip(position, `The frame is not in the folder.`)
        continue
      }
      const startMs = performance.now()
      const job = plan.jobAt(position)
      record.stageMs.get_sensor_data += performance.now() - startMs
      tasks.push(toTask(recording, position, job))
    }
    return tasks
  }

  const onSettled = (workerIndex: number, task: FrameTask, outcome: FrameOutcome): void => {
    record.settle(workerIndex, task, outcome)
    if (outcome.kind === 'write-failed') stop(outcome.problem)
    if (outcome.kind === 'rendered' && outcome.blob) zip?.add(task.job.outputName, outcome.blob)
  }

  const pool = new WorkerPool({
    workerCount,
    chunkSize,
    prefetchCount: isSequential ? 0 : PREFETCHED_FRAMES,
    frameTimeoutMs: options.frameTimeoutMs ?? DEFAULT_FRAME_TIMEOUT_MS,
    setup: {
      frames: recording.framesDirectory?.handle ?? null,
      output: folder?.handle ?? null,
      format: plan.outputFormat,
      quality: config.output.quality,
      loadsInFlight: isSequential ? 1 : PREFETCHED_FRAMES,
      writesInFlight: isSequential ? 1 : WRITES_IN_FLIGHT,
    },
    take: takeJobs,
    hasRoom: () => zip?.hasRoom ?? true,
    onStage: (workerIndex, task, stage) => record.enterStage(workerIndex, task, stage),
    onSettled,
    onReplaced: (workerIndex, why) => {
      record.replacedWorkerCount++
      const message = `Worker ${workerIndex + 1} was replaced: ${why}. Its frames were done again.`
      record.warnings.push(problem('warning', 'worker-replaced', message))
    },
  })

  const cancel = (): void => pool.stop()
  signal?.addEventListener('abort', cancel)
  const ticker = setInterval(() => options.onProgress?.(record.progress()), PROGRESS_INTERVAL_MS)
  try {
    if (!signal?.aborted) await pool.run()
  } finally {
    clearInterval(ticker)
    signal?.removeEventListener('abort', cancel)
  }

  const isCancelled = signal?.aborted === true && record.settledCount < plan.frames.length
  stopReason ??= pool.failure
  const durationMs = record.elapsedMs
  record.warnings.push(...record.sizeWarning())
  const settle = (): RenderReport => ({
    tool: 'overlane',
    version: __OVERLANE_VERSION__,
    recording: recording.name,
    output: folder?.name ?? 'ZIP',
    status: statusOf(record, stopReason, isCancelled),
    stopReason,
    startedAt: startedAt.toISOString(),
    durationMs,
    framesPerSecond: durationMs > 0 ? (record.renderedCount * 1000) / durationMs : 0,
    plannedCount: plan.frames.length,
    renderedCount: record.renderedCount,
    skipped: record.skipped,
    failed: record.failed,
    skippedTargetCount: record.skippedTargetCount,
    stageMs: record.stageMs,
    workers: record.workers.map(({ frameCount }, index) => {
      const busyMs = pool.busyMs[index] ?? 0
      return { frameCount, busyMs, idleMs: Math.max(0, durationMs - busyMs) }
    }),
    replacedWorkerCount: record.replacedWorkerCount,
    settings: { ...config.output, mode, chunkSize, workerCount },
    warnings: record.warnings,
    files: record.writtenFiles(),
  })
  if (zip) stopReason = await finishZip(zip, settle(), stopReason)
  else if (folder) await writeReport(folder, settle(), record)
  options.onProgress?.(record.progress())
  return settle()
}

function coresFor({ frameFolder }: RecordingFolder): number {
  // Chromium's own; TypeScript's DOM types do not know it.
  const { deviceMemory } = navigator as { deviceMemory?: number }
  return defaultWorkerCount(
    frameFolder ?? { widthPx: 0, heightPx: 0 },
    navigator.hardwareConcurrency,
    deviceMemory,
  )
}

/** Workers open files of a picked folder themselves; of other folders each file goes with its job. */
async function toTask(
  { framesDirectory }: RecordingFolder,
  position: number,
  job: FrameTask['job'],
): Promise<FrameTask> {
  if (!framesDirectory || framesDirectory.handle || job.sourceName === null) {
    return { position, job, file: null }
  }
  // A file that is gone since is found missing, and told, by the worker.
  const file = await framesDirectory.openFile(job.sourceName).catch(() => null)
  return { position, job, file }
}

function statusOf(record: RunRecord, stopReason: Problem | null, isCancelled: boolean): RunStatus {
  if (stopReason) return 'stopped'
  if (isCancelled) return 'cancelled'
  return record.skipped.length + record.failed.length > 0 ? 'finished-with-failures' : 'finished'
}

function zipFailure(thrown: unknown): Problem {
  const message = `The ZIP could not be written: ${describeThrown(thrown)} Make room on the disk, or render fewer frames at a time.`
  return problem('error', 'write-failed', message)
}

/** Completes the ZIP, or leaves none behind. Returns why the run stopped, if it did. */
async function finishZip(
  zip: ZipOutput,
  report: RenderReport,
  stopReason: Problem | null,
): Promise<Problem | null> {
  if (report.status === 'stopped' || report.status === 'cancelled') {
    await zip.abort()
    return stopReason
  }
  try {
    zip.add(REPORT_FILE_NAME, serializeReport(report))
    await zip.close()
    return null
  } catch (thrown) {
    return zipFailure(thrown)
  }
}

async function writeReport(
  folder: Directory,
  report: RenderReport,
  record: RunRecord,
): Promise<void> {
  try {
    await folder.writeFile(REPORT_FILE_NAME, serializeReport(report))
  } catch (thrown) {
    const message = `${REPORT_FILE_NAME} could not be written to "${folder.name}": ${describeThrown(thrown)} Save the report from this page.`
    record.warnings.push(problem('warning', 'write-failed', message))
  }
}

/** The report as JSON, its keys in snake_case. */
export function serializeReport(report: RenderReport): string {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [toSnakeCase(key), convert(inner)]),
    )
  }
  return `${JSON.stringify(convert(report), null, 2)}\n`
}
