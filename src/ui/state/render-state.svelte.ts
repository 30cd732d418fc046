import {
  checkIdle,
  OverlaneError,
  planRunWorkers,
  renderRecording,
  RunPause,
  segmentsOf,
  serializeConfig,
} from '../../index.ts'
import type {
  Directory,
  OverlayConfig,
  Problem,
  RecordingFolder,
  RenderProgress,
  RenderReport,
  WorkerPlan,
} from '../../index.ts'
import { RunTrace } from '../../measure/index.ts'
import { FollowState } from './follow-state.svelte.ts'
import { isSameConfig } from '../options/option-path.ts'
import { OutputQuestion } from './output-question.svelte.ts'
import type { Agreed } from './output-question.svelte.ts'
import { OutputState } from './output-state.svelte.ts'
import type { Output } from './output-state.svelte.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import type { PreviewState } from './preview-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'
import { handleOf } from '../browser/folder-access.ts'
import type { RunKeeper } from '../browser/stored-run.ts'
import { openVideoTarget } from '../browser/video-target.ts'
import { openZipTarget } from '../browser/zip-target.ts'
import { resultInFile, resultInFolder, resultInZip } from './run-result.ts'
import type { RunResult } from './run-result.ts'

/** `confirming`: the page asks the user what may become of the files in the output folder. */
export type RunState = 'idle' | 'preparing' | 'confirming' | 'running' | 'paused' | 'cancelling'

/** Where a run writes, and what becomes of it at the end. */
interface RunTarget {
  output: Directory | WritableStream<Uint8Array>
  /** Of the folder or the file, for the user. */
  name: string
  videoFile?: FileSystemFileHandle
  resultOf: (report: RenderReport) => Promise<RunResult | null>
  /** The run made no result. */
  discard?: () => Promise<void>
}

const FIGURES_EVERY_MS = 500
/** Esc asks before it takes away more work than this. */
const MOST_LOST_MS = 10_000

/** A run: its progress and its report. */
export class RenderState {
  readonly output: OutputState
  readonly question: OutputQuestion
  readonly follow: FollowState
  #recording: RecordingState
  #overlay: OverlayState
  #run = $state<RunState>('idle')
  #progress = $state.raw<RenderProgress | null>(null)
  #figures = $state.raw<RenderProgress | null>(null)
  #report = $state.raw<RenderReport | null>(null)
  #trace = $state.raw<RunTrace | null>(null)
  #problems = $state.raw<readonly Problem[]>([])
  #result = $state.raw<RunResult | null>(null)
  #isReportOpen = $state(false)
  #isAskingCancel = $state(false)
  /** When the current run began; null if a later run can go on from where it is cancelled. */
  #losesSinceMs: number | null = null
  #outputName = $state('')
  #isOneFile = $state(false)
  /** The configuration of the current run. */
  #config = $state.raw<OverlayConfig | null>(null)
  #abort: AbortController | null = null
  #pause: RunPause | null = null
  #figuresAtMs = 0

  constructor(recording: RecordingState, overlay: OverlayState, preview: PreviewState) {
    this.#recording = recording
    this.#overlay = overlay
    this.output = new OutputState(recording)
    this.question = new OutputQuestion(recording, overlay)
    this.follow = new FollowState(preview)
  }

  /** Whether the overlay was changed after the current run started. */
  readonly isOverlayChanged: boolean = $derived.by(() => {
    return this.#config !== null && !isSameConfig(this.#config, this.#overlay.config)
  })

  /** The workers that a run starts with, and the memory that it needs. */
  readonly workers: WorkerPlan | null = $derived.by(() => {
    const recording = this.#recording.current
    const { plan, config } = this.#overlay
    if (!recording || !plan || plan.frames.length === 0) return null
    const segments = segmentsOf(recording, plan, config.output)
    return planRunWorkers(recording, config.output, segments?.length ?? plan.frames.length)
  })

  get run(): RunState {
    return this.#run
  }
  get isRunning(): boolean {
    return this.#run === 'running' || this.#run === 'paused' || this.#run === 'cancelling'
  }
  get progress(): RenderProgress | null {
    return this.#progress
  }
  /** The progress that the page prints. It changes rarely enough to be read. */
  get figures(): RenderProgress | null {
    return this.#figures
  }
  get report(): RenderReport | null {
    return this.#report
  }
  /** The times of each frame of the last run; null before its end, or if it had no frames. */
  get trace(): RunTrace | null {
    return this.#trace
  }
  /** Why the last run did not start. */
  get problems(): readonly Problem[] {
    return [...this.output.problems, ...this.#problems]
  }
  /** What the last run made; null if it made nothing that the page can show. */
  get result(): RunResult | null {
    return this.#result
  }
  /** Whether the current or the last run writes a single file, and not into a folder. */
  get isOneFile(): boolean {
    return this.#isOneFile
  }
  get isReportOpen(): boolean {
    return this.#isReportOpen
  }
  /** Whether the page asks if the run is to be cancelled. */
  get isAskingCancel(): boolean {
    return this.#isAskingCancel && this.isRunning
  }
  /** Where the next run writes; null: the user is asked for a folder. */
  readonly target: Output | null = $derived.by(() => {
    return this.output.choice ?? (this.#overlay.plan?.movie ? { kind: 'file' } : null)
  })
  /** The output folder or file of the current or the last run. */
  get outputName(): string {
    return this.#outputName
  }

  /**
   * Starts a run. First it asks the user for the output folder, or about the files in it.
   * @param wish `go-on`: the user has already decided to resume the run in the folder
   */
  async start(wish: 'ask' | 'go-on'): Promise<void> {
    const recording = this.#recording.current
    if (!recording || this.#run !== 'idle') return
    this.#problems = []
    if (!this.target) await this.output.chooseFolder()
    const output = this.target
    if (!output) return
    this.#run = 'preparing'
    try {
      if (output.kind === 'file') {
        const target = await this.#openFile(recording)
        if (target) await this.#render(recording, target, {})
        return
      }
      const { directory } = output
      await this.output.ensureWritable(directory)
      await checkIdle(directory)
      await this.#renderIf(directory, await this.question.look(directory, wish === 'go-on'))
    } catch (thrown) {
      this.#fail(thrown)
    } finally {
      this.#endPreparing()
    }
  }

  /** The user decided what becomes of the run in the output folder. */
  async resume(agreed: Agreed): Promise<void> {
    await this.#answer((directory) => this.question.decide(directory, agreed))
  }

  /** The user agreed that files are replaced. */
  async replaceExisting(): Promise<void> {
    await this.#answer((directory) => this.question.replace(directory))
  }

  keepExisting(): void {
    this.question.close()
    if (this.#run === 'confirming') this.#run = 'idle'
  }

  /** Pauses the run, or lets it go on. */
  togglePause(): void {
    if (this.#run === 'running') {
      this.#run = 'paused'
      this.#pause?.pause()
    } else if (this.#run === 'paused') {
      this.#run = 'running'
      this.#pause?.goOn()
    }
  }

  /** Cancels, but asks first if much work would be lost. A second time it takes the question back. */
  cancelByKey(): void {
    const sinceMs = this.#losesSinceMs
    if (this.isAskingCancel) this.keepRunning()
    else if (sinceMs !== null && performance.now() - sinceMs > MOST_LOST_MS) {
      this.#isAskingCancel = true
    } else this.cancel()
  }

  keepRunning(): void {
    this.#isAskingCancel = false
  }

  cancel(): void {
    this.#isAskingCancel = false
    if (this.#run !== 'running' && this.#run !== 'paused') return
    this.#run = 'cancelling'
    this.#abort?.abort()
  }

  /** Closes the messages of the last run. */
  dismiss(): void {
    this.#problems = []
    this.output.dismissProblems()
  }

  showReport(isOpen: boolean): void {
    this.#isReportOpen = isOpen
  }

  /** Resets everything for another run, or another recording. */
  reset(): void {
    this.dismiss()
    this.#report = null
    this.#isReportOpen = false
    this.#isAskingCancel = false
    if (this.#result?.download) URL.revokeObjectURL(this.#result.download.url)
    this.#result = null
    this.#trace = null
  }

  /** Asks for the file of a video or of a ZIP. @returns null if the user closes the dialog */
  async #openFile({ name }: RecordingFolder): Promise<RunTarget | null> {
    const movie = this.#overlay.plan?.movie
    if (!movie) {
      const zip = await openZipTarget(`${name}-overlay.zip`)
      return (
        zip && {
          output: zip.stream,
          name: zip.name,
          resultOf: (report) => resultInZip(report, zip),
          discard: () => zip.discard(),
        }
      )
    }
    const target = await openVideoTarget(movie.fileName, movie.container)
    return (
      target && {
        output: target.directory,
        name: target.name,
        ...(target.file && { videoFile: target.file }),
        resultOf: (report) => resultInFile(report, target),
        discard: () => target.discard(),
      }
    )
  }

  async #answer(take: (directory: Directory) => Promise<Agreed | null>): Promise<void> {
    const output = this.output.choice
    if (this.#run !== 'confirming' || output?.kind !== 'folder') return
    this.#run = 'preparing'
    try {
      await this.#renderIf(output.directory, await take(output.directory))
    } catch (thrown) {
      this.question.close()
      this.#fail(thrown)
    } finally {
      this.#endPreparing()
    }
  }

  /** A run that could not begin leaves the page as it was. */
  #endPreparing(): void {
    if (this.#run === 'preparing') this.#run = 'idle'
  }

  /** @param agreed null where the user is asked first */
  async #renderIf(directory: Directory, agreed: Agreed | null): Promise<void> {
    const recording = this.#recording.current
    if (!recording || !agreed) {
      this.#run = 'confirming'
      return
    }
    const resultOf = (report: RenderReport) => resultInFolder(report, directory)
    await this.#render(recording, { output: directory, name: directory.name, resultOf }, agreed)
  }

  async #render(
    recording: RecordingFolder,
    { output, name, videoFile, resultOf, discard }: RunTarget,
    agreed: Agreed,
  ): Promise<void> {
    const abort = new AbortController()
    const pause = new RunPause()
    const { config } = this.#overlay
    const planned = this.#overlay.plan?.frames ?? []
    const trace = new RunTrace()
    this.reset()
    this.follow.begin()
    this.#config = config
    this.#abort = abort
    this.#pause = pause
    this.#run = 'running'
    this.#progress = this.#figures = null
    this.#figuresAtMs = 0
    this.#outputName = name
    this.#isOneFile = discard !== undefined
    this.#losesSinceMs = this.#isOneFile ? performance.now() : null
    const isKept = !this.#isOneFile && !(output instanceof WritableStream)
    const keeper = isKept ? await this.#keep(recording, config, output).catch(() => null) : null
    try {
      this.#report = await renderRecording({
        recording,
        config,
        output,
        ...(videoFile && { videoFile }),
        ...agreed,
        signal: abort.signal,
        pause,
        onFrame: (frame) => trace.add(frame),
        onProgress: (progress) => {
          this.#showProgress(progress)
          keeper?.note(progress.settledCount)
          const latest = planned[progress.latestPosition ?? -1]
          if (latest) this.follow.noteWritten(latest)
        },
      })
      this.#isReportOpen = true
      if (this.#report.files.length === 0) await discard?.()
      // What cannot be read any more cannot be shown.
      this.#result = await resultOf(this.#report).catch(() => null)
    } catch (thrown) {
      this.#fail(thrown)
      await discard?.()
    } finally {
      // A run that was stopped by an error can go on when its cause is gone.
      await keeper?.end(this.#report?.status !== 'stopped')
      this.#abort = null
      this.#pause = null
      this.#config = null
      if (trace.frameCount > 0) this.#trace = trace
      this.#run = 'idle'
      this.follow.end()
      this.#progress = this.#figures = null
    }
  }

  /** Stores the run for the next visit, if its folders can be stored. */
  async #keep(
    recording: RecordingFolder,
    config: OverlayConfig,
    output: Directory,
  ): Promise<RunKeeper | null> {
    const source = handleOf(recording.directory)
    if (!source || !output.handle) return null
    const { RunKeeper } = await import('../browser/stored-run.ts')
    return RunKeeper.begin({
      recording: source,
      recordingName: recording.name,
      output: output.handle,
      ignoresProjectFile: this.#recording.ignoresProjectFile,
      config: serializeConfig(config),
      plannedCount: this.#overlay.plan?.frames.length ?? 0,
    })
  }

  #showProgress(progress: RenderProgress): void {
    this.#progress = progress
    // Before the first frame is drawn, the speed is not 0 but unknown.
    if (progress.framesPerSecondMean === 0) return
    const nowMs = performance.now()
    if (nowMs - this.#figuresAtMs < FIGURES_EVERY_MS) return
    this.#figures = progress
    this.#figuresAtMs = nowMs
  }

  #fail(thrown: unknown): void {
    this.#problems = OverlaneError.from(thrown, 'internal').problems
  }
}
