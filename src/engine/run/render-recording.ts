import { outputSpecs } from '../../core/config/output-specs.ts'
import { serializeConfig } from '../../core/config/parse-config.ts'
import { encodingQuality } from '../../core/config/output-specs.ts'
import type { OutputConfig, OutputContent } from '../../core/config/output-specs.ts'
import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { describeThrown, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { parseOptions, serializeOptions } from '../../core/config/parse-options.ts'
import { planFrames, TIMESTAMPS_FILE_NAME } from '../../core/plan/plan-frames.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { removeIfEmpty } from '../../io/folders/handle-directory.ts'
import { listWrittenFiles, REPORT_FILE_NAME } from '../../io/folders/list-folders.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { namedCodecOf } from '../../io/video/video-codecs.ts'
import { AutoTuner } from './auto-tuner.ts'
import type { Tuning } from './auto-tuner.ts'
import { checkOutput, findConflicts, listOutputs } from './check-output.ts'
import { checkPlan } from './check-plan.ts'
import type { FrameOutcome, FrameTask, FrameTimes, WorkerStage } from '../frames/frame-task.ts'
import { checkMovie, createMovieRun, movieWarnings, segmentsOf } from '../movie/create-movie.ts'
import type { MovieCodec } from '../movie/create-movie.ts'
import { PageMemoryMeter } from './memory-meter.ts'
import type { MemoryMeter } from './memory-meter.ts'
import { estimateMemoryBytes, planWorkers } from './plan-workers.ts'
import type { FrameSize, Machine, WorkerPlan } from './plan-workers.ts'
import { serializeReport } from './render-report.ts'
import type { FrameTrace, RenderProgress, RenderReport } from './render-report.ts'
import { RunRecord } from './run-record.ts'
import { toTask } from '../frames/to-task.ts'
import { WorkerPool } from '../frames/worker-pool.ts'
import { MOST_WAITING, ZipOutput } from './zip-output.ts'

export interface RenderOptions {
  recording: RecordingFolder
  /** What is drawn, and how it is written. */
  config: OverlayConfig
  /** A folder, or a stream that takes one ZIP. */
  output: Directory | WritableStream<Uint8Array>
  /** Default: the configuration's. `sequential`: one frame after another in one worker. */
  mode?: OutputConfig['mode']
  /** Default: the configuration's; at most twice the cores, and less where memory says so. */
  workerCount?: OutputConfig['numWorkers']
  /** Frames handed to a worker at a time. Default: the configuration's. */
  chunkSize?: OutputConfig['chunkSize']
  /** Renders only so many frames, the first of the range. Default: all. */
  frameCount?: number
  /** Replaces files of the output folder with the same names. Default false: they are an error. */
  overwrite?: boolean
  /** A worker that works on a frame for longer than this is replaced. Default 60,000 ms. */
  frameTimeoutMs?: number
  signal?: AbortSignal
  /** Called at most ten times a second, and once at the end. */
  onProgress?: (progress: RenderProgress) => void
  /** Called for every frame that a worker settled. */
  onFrame?: (trace: FrameTrace) => void
  /** Watches the memory. Default: the page and its workers, where the browser tells. */
  memoryMeter?: MemoryMeter
}

/** What takes the frames of a run through their stages. */
type Runner = Pick<
  WorkerPool,
  'run' | 'stop' | 'resume' | 'adapt' | 'failure' | 'busyMs' | 'abandoned'
>

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
    const { recording, config } = options
    const plan = firstFrames(planFrames(recording, config), options.frameCount)
    const settings: OutputConfig = {
      ...config.output,
      mode: options.mode ?? config.output.mode,
      numWorkers: options.workerCount ?? config.output.numWorkers,
      chunkSize: options.chunkSize ?? config.output.chunkSize,
    }
    const codec = await validate(options, plan, settings)
    return await keepAwake(() => run(options, plan, settings, codec))
  } finally {
    isRunning = false
  }
}

function firstFrames(plan: FramePlan, frameCount: number | undefined): FramePlan {
  return frameCount === undefined ? plan : { ...plan, frames: plan.frames.slice(0, frameCount) }
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

/** @returns the codec of the video that is to be written, null for frames */
async function validate(
  { recording, output, overwrite = false }: RenderOptions,
  plan: FramePlan,
  settings: OutputConfig,
): Promise<MovieCodec | null> {
  const problems: Problem[] = []
  parseOptions(outputSpecs, serializeOptions(outputSpecs, settings), 'output', problems)
  if (problems.length > 0) throw OverlaneError.fromProblems(problems)
  checkPlan(recording, plan)
  if (output instanceof WritableStream) {
    if (!plan.movie) return null
    const message = 'A video cannot be written into a ZIP. Choose an output folder.'
    throw new OverlaneError('output-invalid', message)
  }
  await checkOutput(recording, output)
  const codec = plan.movie ? await checkMovie(recording, plan, plan.movie, settings) : null
  const { existing } = await findConflicts(recording, plan, output)
  if (existing.length > 0 && !overwrite) {
    throw new OverlaneError(
      'output-exists',
      existing.length === 1
        ? `${existing[0] ?? ''} is already in "${output.name}". Replace it, or choose another folder.`
        : `${existing.length} files of this run are already in "${output.name}" (the first is ${existing[0] ?? ''}). Replace them, or choose another folder.`,
    )
  }
  return codec
}

async function run(
  options: RenderOptions,
  plan: FramePlan,
  settings: OutputConfig,
  codec: MovieCodec | null,
): Promise<RenderReport> {
  const { recording, output, signal } = options
  const isSequential = settings.mode === 'sequential'
  const { coreCount } = thisMachine()
  const segments = segmentsOf(recording, plan, settings)
  const workers = planRunWorkers(recording, settings, segments?.length ?? plan.frames.length)
  const { source: origin } = recording
  const size = origin && origin.widthPx > 0 ? origin : null
  const record = new RunRecord(plan, workers.workerCount, size)
  record.warnings.push(...recording.problems, ...plan.problems)
  if (workers.isReduced) record.warnings.push(problem('warning', 'workers-reduced', workers.reason))
  const tuner = new AutoTuner(workers, settings, coreCount)
  const chosen = { ...workers }
  const stop = (reason: Problem): void => {
    record.stopReason ??= reason
    pool.stop()
  }
  const folder = output instanceof WritableStream ? null : output
  const zip =
    output instanceof WritableStream
      ? new ZipOutput(
          output,
          () => pool.resume(),
          (thrown) => stop(zipFailure(thrown)),
        )
      : null

  const onTuned = (tuning: Tuning): void => {
    Object.assign(chosen, tuning)
    chosen.memoryBytes = estimateMemoryBytes(settings, frameSize(recording), tuning.workerCount)
    record.addWorkers(tuning.workerCount)
  }
  const boundChunk = (chunkSize: number): number =>
    zip ? Math.min(chunkSize, MOST_WAITING) : chunkSize

  // A video that is looked at meanwhile has a decoder of its own; one that is made, too.
  const video = plan.movie ? null : (recording.video?.fork() ?? null)
  const source = { ...recording, video }
  const taskAt = planTasks(source, settings.content, plan, record)
  const follow = {
    onStage: (workerIndex: number, task: FrameTask, stage: WorkerStage) =>
      record.enterStage(workerIndex, task, stage),
    onSettled: (
      workerIndex: number,
      task: FrameTask,
      outcome: FrameOutcome,
      times: FrameTimes | null,
    ) => {
      record.settle(workerIndex, task, outcome, times)
      if (times && outcome.kind !== 'dropped') {
        options.onFrame?.(record.traceOf(workerIndex, task, outcome.kind, times))
        const tuning = plan.movie ? null : tuner.note(times)
        if (tuning) {
          onTuned(tuning)
          pool.adapt(tuning.workerCount, boundChunk(tuning.chunkSize))
        }
      }
      if (outcome.kind === 'write-failed') stop(outcome.problem)
      if (outcome.kind === 'rendered' && outcome.blob) zip?.add(task.job.outputName, outcome.blob)
    },
  }
  const movie =
    folder && segments && codec
      ? createMovieRun(recording, plan, settings, folder, codec, {
          segments,
          workers,
          taskAt,
          onTuned,
          ...follow,
        })
      : null
  const pool: Runner =
    movie ??
    new WorkerPool({
      workerCount: workers.workerCount,
      chunkSize: boundChunk(workers.chunkSize),
      prefetchCount: isSequential ? 1 : PREFETCHED_FRAMES,
      frameTimeoutMs: options.frameTimeoutMs ?? DEFAULT_FRAME_TIMEOUT_MS,
      setup: {
        frames: recording.framesDirectory?.handle ?? null,
        output: folder?.handle ?? null,
        format: plan.outputFormat,
        quality: encodingQuality(settings),
        drawsOverlay: settings.content !== 'frames',
        framesInFlight: isSequential ? 1 : Infinity,
        loadsInFlight: isSequential ? 1 : PREFETCHED_FRAMES,
        writesInFlight: isSequential ? 1 : WRITES_IN_FLIGHT,
      },
      renew: (task) => toTask(source, settings.content, task),
      take: takeInOrder(plan.frames.length, taskAt),
      hasRoom: () => zip?.hasRoom ?? true,
      ...follow,
      onReplaced: (workerIndex, why) => record.replaceWorker(workerIndex, why),
    })

  let peakMemoryBytes: number | null = null
  const sideFiles: string[] = []
  const writtenFiles = (): string[] => {
    if (plan.movie) return movie?.written ? [plan.movie.fileName] : []
    return record.writtenFiles()
  }
  const report = (files = [...writtenFiles(), ...sideFiles]): RenderReport => ({
    tool: 'overlane',
    version: __OVERLANE_VERSION__,
    recording: recording.name,
    output: folder?.name ?? 'ZIP',
    ...record.summary(),
    settings: {
      ...settings,
      video: codec ? { ...settings.video, codec: namedCodecOf(codec) } : settings.video,
      format: plan.movie?.container ?? plan.outputFormat,
      workerCount: chosen.workerCount,
      chunkSize: chosen.chunkSize,
    },
    workerReason: chosen.reason,
    estimatedMemoryBytes: chosen.memoryBytes,
    peakMemoryBytes,
    config: serializeConfig(options.config),
    files,
  })
  // From now on the folder says whose files these are, even if the page is closed in the middle.
  const earlier = folder ? await listWrittenFiles(folder) : []
  if (folder) {
    const planned = report([...listOutputs(plan)])
    await announceRun(folder, withEarlier({ ...planned, status: 'running' }, earlier))
  }

  const cancel = (): void => pool.stop()
  signal?.addEventListener('abort', cancel)
  const ticker = setInterval(() => options.onProgress?.(record.progress()), PROGRESS_INTERVAL_MS)
  const meter = options.memoryMeter ?? new PageMemoryMeter()
  meter.start()
  try {
    if (!signal?.aborted) await pool.run()
  } finally {
    clearInterval(ticker)
    await video?.close()
    peakMemoryBytes = await meter.stop()
    signal?.removeEventListener('abort', cancel)
  }
  record.end({
    failure: pool.failure,
    busyMs: pool.busyMs,
    isCancelled: signal?.aborted === true,
    hasResult: !movie || movie.written !== null,
  })
  if (movie) record.warnings.push(...movieWarnings(movie))
  if (folder) await removeRemains(folder, record, pool.abandoned)
  if (settings.timestamps && !pool.failure) {
    const text = record.timestampsCsv()
    try {
      if (folder) await folder.writeFile(TIMESTAMPS_FILE_NAME, text)
      else zip?.add(TIMESTAMPS_FILE_NAME, text)
      sideFiles.push(TIMESTAMPS_FILE_NAME)
    } catch (thrown) {
      const message = `${TIMESTAMPS_FILE_NAME} could not be written: ${describeThrown(thrown)}`
      record.stopReason ??= problem('error', 'write-failed', message, {
        file: TIMESTAMPS_FILE_NAME,
      })
    }
  }

  options.onProgress?.(record.progress())
  return folder
    ? writeReport(folder, withEarlier(report(), earlier))
    : finishZip(zip, record, report)
}

/** Makes the job of a frame. One that is not there, or cannot be planned, is settled here: null. */
function planTasks(
  recording: RecordingFolder,
  content: OutputContent,
  plan: FramePlan,
  record: RunRecord,
): (position: number) => Promise<FrameTask> | null {
  return (position) => {
    if (plan.frames[position]?.fileName === null) {
      const place = recording.source?.kind === 'video' ? recording.source.path : 'the folder'
      record.skip(position, `The frame is not in ${place}.`)
      return null
    }
    const startMs = performance.now()
    try {
      const job = plan.jobAt(position)
      const matchMs = performance.now() - startMs
      record.stageMs.get_sensor_data += matchMs
      return toTask(recording, content, { position, job, matchMs })
    } catch (thrown) {
      record.fail(position, `Its records could not be matched: ${describeThrown(thrown)}`)
      return null
    }
  }
}

/** Makes the next jobs of a run, up to `count`; none when there are no more. */
function takeInOrder(
  frameCount: number,
  taskAt: (position: number) => Promise<FrameTask> | null,
): (count: number) => Promise<FrameTask>[] {
  let next = 0
  return (count) => {
    const tasks: Promise<FrameTask>[] = []
    while (tasks.length < count && next < frameCount) {
      const task = taskAt(next++)
      if (task) tasks.push(task)
    }
    return tasks
  }
}

function frameSize({ source }: Pick<RecordingFolder, 'source'>): FrameSize {
  return source ?? { widthPx: 0, heightPx: 0 }
}

function thisMachine(): Machine {
  // Chromium's own; TypeScript's DOM types do not know it.
  const { deviceMemory, hardwareConcurrency } = navigator as Navigator & { deviceMemory?: number }
  return { coreCount: hardwareConcurrency, deviceMemoryGib: deviceMemory }
}

/** The workers that a run of so many frames, or segments of a video, begins with on this machine, and why. */
export function planRunWorkers(
  { source }: Pick<RecordingFolder, 'source'>,
  settings: OutputConfig,
  pieceCount: number,
): WorkerPlan {
  return planWorkers(settings, frameSize({ source }), thisMachine(), pieceCount)
}

/** Ended workers may have left empty files where they had begun to write. */
async function removeRemains(
  { handle }: Directory,
  record: RunRecord,
  abandoned: readonly FrameTask[],
): Promise<void> {
  for (const { position, job } of abandoned) {
    if (handle && !record.isRendered(position)) await removeIfEmpty(handle, job.outputName)
  }
}

function zipFailure(thrown: unknown): Problem {
  const message = `The ZIP could not be written: ${describeThrown(thrown)} Make room on the disk, or render fewer frames at a time.`
  return problem('error', 'write-failed', message)
}

/** Completes the ZIP, or leaves none behind. */
async function finishZip(
  zip: ZipOutput | null,
  record: RunRecord,
  report: (files?: string[]) => RenderReport,
): Promise<RenderReport> {
  if (record.isFinished) {
    try {
      zip?.add(REPORT_FILE_NAME, serializeReport(report()))
      await zip?.close()
      return report()
    } catch (thrown) {
      record.stopReason = zipFailure(thrown)
    }
  }
  await zip?.abort()
  const message = 'The run did not come to its end, so there is no ZIP.'
  record.warnings.push(problem('warning', 'output-invalid', message))
  return report([])
}

/** @throws OverlaneError `write-failed` where the output folder does not take the report */
async function announceRun(folder: Directory, report: RenderReport): Promise<void> {
  try {
    await folder.writeFile(REPORT_FILE_NAME, serializeReport(report))
  } catch (thrown) {
    throw new OverlaneError(
      'write-failed',
      `Nothing can be written to "${folder.name}": ${describeThrown(thrown)} Choose another folder, or make room.`,
      { file: REPORT_FILE_NAME },
      { cause: thrown },
    )
  }
}

/** Files that earlier reports of the folder listed stay listed. */
function withEarlier(report: RenderReport, earlier: readonly string[]): RenderReport {
  const own = new Set([...report.files, REPORT_FILE_NAME])
  return { ...report, earlierFiles: earlier.filter((name) => !own.has(name)) }
}

/** Writes the report beside the frames. */
async function writeReport(folder: Directory, report: RenderReport): Promise<RenderReport> {
  try {
    await folder.writeFile(REPORT_FILE_NAME, serializeReport(report))
    return report
  } catch (thrown) {
    const message = `${REPORT_FILE_NAME} could not be written to "${folder.name}": ${describeThrown(thrown)} Save the report from this page.`
    const warning = problem('warning', 'write-failed', message)
    return { ...report, warnings: [...report.warnings, warning] }
  }
}
