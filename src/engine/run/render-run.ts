import { serializeConfig } from '../../core/config/parse-config.ts'
import { describeThrown, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { Ballast } from '../../io/video/ballast.ts'
import { namedCodecOf } from '../../io/video/video-codecs.ts'
import { frameTarget } from '../compose/frame-composer.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import type { FrameTimes, WorkerStage } from '../frames/step-clock.ts'
import { WorkerPool } from '../frames/worker-pool.ts'
import type { PoolOptions } from '../frames/worker-pool.ts'
import { createMovieRun, movieWarnings } from '../movie/create-movie.ts'
import { MovieManifest } from '../movie/movie-manifest.ts'
import { segmentsIn, segmentsOf } from '../movie/movie-segments.ts'
import { createNativeRun } from '../native/create-native-run.ts'
import type { Segment } from '../movie/movie-segments.ts'
import { AutoTuner } from '../workers/auto-tuner.ts'
import type { Tuning } from '../workers/auto-tuner.ts'
import { listOutputs } from '../check/check-output.ts'
import type { CheckedRun } from '../check/check-run.ts'
import { createDelivery } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { FrameTasks } from './frame-tasks.ts'
import { traceFrame } from '../record/frame-trace.ts'
import { PageMemoryMeter } from './memory-meter.ts'
import { frameSizeOf, planRunWorkers } from '../workers/plan-workers.ts'
import type { WorkerPlan } from '../workers/plan-workers.ts'
import type { RenderOptions } from './render-options.ts'
import type { RenderReport } from './render-report.ts'
import { RunManifest } from './run-manifest.ts'
import { RunRecord } from '../record/run-record.ts'
import { SideFiles } from './side-files.ts'
import type { RunLock } from '../lock/run-lock.ts'
import { estimateMemoryBytes, thisMachine } from '../workers/worker-limit.ts'

/** Renders the frames of a run. */
type Runner = Pick<
  WorkerPool,
  'run' | 'stop' | 'resume' | 'setPaused' | 'adapt' | 'failure' | 'busyMs' | 'abandoned'
> &
  Partial<Pick<WorkerPool, 'open' | 'close'>>

/** Makes a video. */
type MovieRunner = Runner & {
  /** Null while there is no video. */
  written: Parameters<typeof movieWarnings>[0]['written']
}

const PROGRESS_INTERVAL_MS = 100
const DEFAULT_FRAME_TIMEOUT_MS = 60_000
const PREFETCHED_FRAMES = 2
const WRITES_IN_FLIGHT = 4

/** A checked run. The constructor sets it up; `run` renders and delivers. */
export class RenderRun {
  private readonly options: RenderOptions
  private readonly checked: CheckedRun
  private readonly lock: RunLock | null
  /** The run's own reader of the source video; null if it has none, or if the run makes a video. */
  private readonly video: RecordingFolder['video']
  private readonly record: RunRecord
  private readonly delivery: Delivery
  /** Null if images do not go into a folder. */
  private readonly manifest: RunManifest | null
  /** Null if the run makes no video in segments. */
  private readonly movieManifest: MovieManifest | null
  private readonly tasks: FrameTasks
  private readonly tuner: AutoTuner
  /** The workers that the run has now. */
  private workers: WorkerPlan
  private readonly movie: MovieRunner | null
  private readonly runner: Runner
  private readonly ballast = new Ballast({ isThorough: false })
  private peakMemoryBytes: number | null = null
  private readonly sideFiles: SideFiles

  /** @param lock null if the run writes no files */
  constructor(options: RenderOptions, checked: CheckedRun, lock: RunLock | null) {
    this.options = options
    this.checked = checked
    this.lock = lock
    const { recording, output } = options
    const { plan, settings } = checked
    const segments = segmentsIn(checked.part, segmentsOf(recording, plan, settings))
    const pieceCount = options.encoder ? 1 : (segments?.length ?? plan.frames.length)
    this.workers = planRunWorkers(recording, settings, pieceCount)
    this.record = this.openRecord()
    this.tuner = new AutoTuner(this.workers, settings, thisMachine().coreCount, this.now)
    this.delivery = createDelivery(
      output,
      plan.frames.length,
      () => this.runner.resume(),
      (problem) => this.stop(problem),
    )
    const { folder } = this.delivery
    this.manifest =
      folder && !plan.movie ? new RunManifest(options, checked, this.record, folder) : null
    this.sideFiles = new SideFiles(options, checked, this.record, this.delivery, this.manifest)
    this.movieManifest =
      folder?.handle && plan.movie && !options.encoder
        ? new MovieManifest(options, checked, this.record, folder.handle, plan.movie.fileName)
        : null
    // The page may show the video meanwhile, so the run has its own decoder. If the run makes a
    // video, its encoders have theirs.
    this.video = plan.movie ? null : (recording.video?.fork() ?? null)
    const source = { ...recording, video: this.video }
    this.tasks = new FrameTasks(source, settings.content, plan, this.record, options.care)
    this.movie = segments && this.createMovie(segments)
    this.runner = this.movie ?? this.createPool()
    if (lock) lock.onLost = (why) => this.stop(why)
  }

  /** @throws OverlaneError `write-failed` if nothing can be written */
  async run(): Promise<RenderReport> {
    // The workers start while the first files are written, unless all frames may be finished already.
    const { earlier } = this.checked
    if (!earlier || earlier.finishedCount < earlier.plannedCount) this.runner.open?.()
    try {
      const removed = (await this.manifest?.clear()) ?? []
      const planned = this.report([...listOutputs(this.checked.plan)])
      await this.delivery.begin(planned, new Set(removed))
      await this.work()
    } finally {
      this.runner.close?.()
    }
    this.closeRecord()
    return this.deliver()
  }

  private readonly now = (): number => this.record.elapsedMs

  private openRecord(): RunRecord {
    const { workers, checked, options } = this
    const { source, problems } = options.recording
    const size = source && source.widthPx > 0 ? source : null
    const { from, to } = checked.part ?? { from: 0, to: checked.plan.frames.length }
    const record = new RunRecord(checked.plan, workers.workerCount, size, to - from)
    record.warnings.push(...problems, ...checked.plan.problems)
    if (workers.isReduced) {
      record.warnings.push(problem('warning', 'workers-reduced', workers.reason))
    }
    return record
  }

  private createMovie(segments: readonly Segment[]): MovieRunner | null {
    const { recording, encoder } = this.options
    const { plan, settings, codec, ground } = this.checked
    if (encoder && ground) {
      const taskAt = (position: number): Promise<FrameTask> | null => this.tasks.at(position)
      return createNativeRun(recording, plan, settings, ground, {
        encoder,
        taskAt,
        ...this.follow(),
      })
    }
    const { delivery, movieManifest: manifest } = this
    if (!delivery.folder || !codec || !manifest) return null
    return createMovieRun(
      recording,
      plan,
      settings,
      delivery.folder,
      codec,
      this.options.videoFile ?? null,
      {
        segments,
        isPart: this.checked.part !== null,
        manifest,
        workers: this.workers,
        now: this.now,
        taskAt: (position) => this.tasks.at(position),
        onTuned: (tuning) => this.onTuned(tuning),
        ...this.follow(),
      },
    )
  }

  private createPool(): WorkerPool {
    const { recording } = this.options
    const { plan, settings } = this.checked
    const { tasks, delivery, workers } = this
    const isSequential = settings.mode === 'sequential'
    return new WorkerPool({
      workerCount: workers.workerCount,
      chunkSize: this.boundChunk(workers.chunkSize),
      prefetchCount: isSequential ? 1 : PREFETCHED_FRAMES,
      setup: {
        frames: recording.framesDirectory?.handle ?? null,
        output: delivery.folder?.handle ?? null,
        target: frameTarget(plan, settings),
        framesInFlight: isSequential ? 1 : Infinity,
        loadsInFlight: isSequential ? 1 : PREFETCHED_FRAMES,
        writesInFlight: isSequential ? 1 : WRITES_IN_FLIGHT,
      },
      renew: (task) => tasks.renew(task),
      take: (count) => tasks.take(count),
      hasRoom: () => delivery.hasRoom && tasks.mayTake,
      spareWorkers: this.options.spareWorkers ?? null,
      ...this.follow(),
    })
  }

  /** The options that are the same for frames and for a video. */
  private follow(): Pick<PoolOptions, 'frameTimeoutMs' | 'onStage' | 'onSettled' | 'onReplaced'> {
    return {
      frameTimeoutMs: this.options.frameTimeoutMs ?? DEFAULT_FRAME_TIMEOUT_MS,
      onStage: (workerIndex: number, task: FrameTask, stage: WorkerStage) =>
        this.record.enterStage(workerIndex, task, stage),
      onSettled: (workerIndex, task, outcome, times) =>
        this.onSettled(workerIndex, task, outcome, times),
      onReplaced: (workerIndex, why) => this.record.replaceWorker(workerIndex, why),
    }
  }

  private onSettled(
    workerIndex: number,
    task: FrameTask,
    outcome: FrameOutcome,
    times: FrameTimes | null,
  ): void {
    const { record, delivery } = this
    this.ballast.add()
    this.tasks.close()
    record.settle(workerIndex, task, outcome, times)
    if (times && outcome.kind !== 'dropped') {
      const { startMs } = record
      this.options.onFrame?.(traceFrame(workerIndex, task, outcome.kind, times, startMs))
      if (!this.movie) this.tune(times)
    }
    if (outcome.kind === 'write-failed') this.stop(outcome.problem)
    this.manifest?.addFrame(task, outcome)
    if (outcome.kind === 'rendered' && outcome.blob) {
      delivery.addImage(task, outcome.blob)
    }
    delivery.advance(record)
  }

  private tune(times: FrameTimes): void {
    const tuning = this.tuner.note(times)
    if (!tuning) return
    this.onTuned(tuning)
    this.runner.adapt(tuning.workerCount, this.boundChunk(tuning.chunkSize))
  }

  private onTuned(tuning: Tuning): void {
    const size = frameSizeOf(this.options.recording)
    const memoryBytes = estimateMemoryBytes(this.checked.settings, size, tuning.workerCount)
    this.workers = { ...this.workers, ...tuning, memoryBytes }
    this.record.addWorkers(tuning.workerCount)
  }

  private boundChunk(chunkSize: number): number {
    return Math.min(chunkSize, this.delivery.mostFrames)
  }

  private setPaused(isPaused: boolean): void {
    this.record.setPaused(isPaused)
    this.runner.setPaused(isPaused)
  }

  private stop(reason: Problem): void {
    this.record.stopReason ??= reason
    this.runner.stop()
  }

  private async work(): Promise<void> {
    const { signal, pause, onProgress, memoryMeter: meter = new PageMemoryMeter() } = this.options
    const cancel = (): void => this.runner.stop()
    signal?.addEventListener('abort', cancel)
    const ticker = setInterval(() => onProgress?.(this.record.progress()), PROGRESS_INTERVAL_MS)
    try {
      const found = (await this.manifest?.begin()) ?? []
      await this.movieManifest?.prepare()
      pause?.follow((isPaused) => this.setPaused(isPaused))
      const checking = this.checkFinished(found)
      if (!this.tasks.hasFree) await checking
      if (!signal?.aborted && !this.record.isSettled && !this.record.stopReason) {
        meter.start()
        await this.runner.run()
      }
      await checking
    } finally {
      clearInterval(ticker)
      await this.video?.close()
      this.peakMemoryBytes = await meter.stop()
      signal?.removeEventListener('abort', cancel)
    }
  }

  /** Checks what an earlier run has finished, while other frames are rendered. */
  private async checkFinished(positions: readonly number[]): Promise<void> {
    const { manifest, record, tasks, runner } = this
    tasks.hold(positions)
    record.uncheckedCount = positions.length
    try {
      await manifest?.check()
      tasks.release()
      runner.resume()
    } catch (thrown) {
      const message = `The finished frames could not be checked: ${describeThrown(thrown)} Check that both folders are still there, and repeat the run.`
      this.stop(problem('error', 'folder-unreadable', message))
    }
    record.uncheckedCount = 0
  }

  private closeRecord(): void {
    const { record, runner, movie } = this
    record.end({
      failure: runner.failure,
      busyMs: runner.busyMs,
      isCancelled: this.options.signal?.aborted === true,
      hasResult: !movie || movie.written !== null,
    })
    // The next run asks for another file, so it finds no segments.
    const savedCount = this.options.videoFile ? 0 : (this.movieManifest?.savedCount ?? 0)
    if (movie) record.warnings.push(...movieWarnings(movie, savedCount))
  }

  private async deliver(): Promise<RenderReport> {
    const { delivery, record, runner } = this
    // The report and the manifest in the folder are those of the other run now.
    if (this.lock?.lost) return this.report()
    await delivery.clear(runner.abandoned)
    if (!runner.failure) await this.sideFiles.write(this.writtenFiles().length > 0)
    await this.manifest?.end()
    await this.movieManifest?.end(this.movie?.written != null && !this.checked.part)
    this.options.onProgress?.(record.progress())
    return delivery.finish(record, (files) => this.report(files))
  }

  private writtenFiles(): string[] {
    const { movie } = this.checked.plan
    if (!movie) return this.record.writtenFiles()
    return this.movie?.written && !this.checked.part ? [movie.fileName] : []
  }

  private report(files = [...this.writtenFiles(), ...this.sideFiles.names]): RenderReport {
    const { plan, settings, codec } = this.checked
    const { workerCount, chunkSize, reason, memoryBytes } = this.workers
    const { encoder } = this.options
    return {
      tool: 'overlane',
      version: __OVERLANE_VERSION__,
      recording: this.options.recording.name,
      output: this.delivery.name,
      ...this.record.summary(),
      settings: {
        ...settings,
        video: codec ? { ...settings.video, codec: namedCodecOf(codec) } : settings.video,
        format: plan.movie?.container ?? plan.outputFormat,
        workerCount,
        chunkSize,
      },
      ...(encoder ? { encoder: encoder.note() } : {}),
      workerReason: encoder
        ? `1 worker draws; ${encoder.note().name} chooses its own threads.`
        : reason,
      estimatedMemoryBytes: memoryBytes,
      peakMemoryBytes: this.peakMemoryBytes,
      config: serializeConfig(this.options.config),
      files,
    }
  }
}
