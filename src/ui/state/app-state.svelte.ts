import { createContext, tick } from 'svelte'
import {
  checkCoverage,
  formatQuantity,
  HandleDirectory,
  MemoryDirectory,
  OverlaneError,
} from '../../index.ts'
import type { Directory, OverlayConfig, Problem, RecordingFolder } from '../../index.ts'
import type { UseNewVersion } from '../offline/keep-offline.ts'
import { AwakeState } from '../render/awake-state.svelte.ts'
import { PanelsState } from '../shell/panels-state.svelte.ts'
import { ActivityState } from './activity-state.svelte.ts'
import { ArrivalState } from './arrival-state.svelte.ts'
import type { PageDialog } from './arrival-state.svelte.ts'
import { BenchmarkState } from './benchmark-state.svelte.ts'
import { canPickFolders, pickFiles, pickFolder } from '../browser/folder-access.ts'
import { OutputChoices } from './output-choices.svelte.ts'
import { OverlayState } from './overlay-state.svelte.ts'
import { PreviewState } from './preview-state.svelte.ts'
import { bySeverity, placeId, placeOf } from './problem-place.ts'
import type { ProblemPlace } from './problem-place.ts'
import { ProfileState } from './profile-state.svelte.ts'
import { RecordingState } from './recording-state.svelte.ts'
import { RenderState } from './render-state.svelte.ts'
import { SaveState } from './save-state.svelte.ts'
import { ThemeState } from './theme-state.svelte.ts'
import type { TimelineState } from '../timeline/timeline-state.svelte.ts'

export const [getApp, setApp] = createContext<AppState>()

/** The side panel that covers the stage in a narrow window. */
export type Sheet = 'none' | 'recording' | 'overlay'

/** `overlay`: the user looks at the frames. `measure`: the user measures how fast they are rendered. */
export type View = 'overlay' | 'measure'

/** All states of the page, and the actions that concern more than one of them. */
export class AppState {
  readonly theme = new ThemeState()
  readonly panels = new PanelsState()
  readonly awake = new AwakeState()
  readonly recording = new RecordingState()
  readonly overlay = new OverlayState(this.recording)
  readonly preview = new PreviewState(this.recording, this.overlay)
  readonly save = new SaveState(this.recording, this.overlay)
  readonly render = new RenderState(this.recording, this.overlay, this.preview)
  readonly arrival = new ArrivalState(this)
  readonly choices = new OutputChoices(this.recording, this.overlay)
  readonly benchmark = new BenchmarkState(this.recording, this.overlay, this.render.output)
  readonly profile = new ProfileState(this.recording, this.overlay, this.render.output)

  readonly activity = new ActivityState(this.render, this.benchmark, this.profile)

  #view = $state<View>('overlay')
  /** Whether the user asked for the timeline of the last run and it is not in view yet. */
  isSeekingTimeline = $state(false)
  sheet = $state<Sheet>('none')
  dialog = $state<PageDialog>('none')
  isGoingTo = $state(false)
  /** Null while there is no recording, because it is loaded with the rest of the page. */
  timeline: TimelineState | null = null
  /** Loads the page again with the new version that waits; null if there is none. */
  newVersion = $state.raw<UseNewVersion | null>(null)
  /** The `<input webkitdirectory>`. It is clicked if the browser cannot pick folders. */
  folderInput: HTMLInputElement | null = null
  #answer: ((mayLose: boolean) => void) | null = null

  get view(): View {
    return this.#view
  }

  /** Why nothing can be rendered or measured now; '' if it can. */
  readonly hindrance: string = $derived.by(() => {
    if (!this.activity.isNone) return this.activity.refusal
    const { length } = this.blockers
    if (length > 0) return `Blocked by ${formatQuantity(length, 'problem')}.`
    return this.overlay.plannedCount > 0 ? '' : 'There are no frames to render.'
  })

  /** All problems of the recording and its overlay, the worst first. */
  readonly problems: readonly Problem[] = $derived.by(() => {
    const recording = this.recording.current
    if (!recording) return []
    const typed = [...this.overlay.fieldProblems.values()]
    const planned = this.overlay.plan?.problems ?? []
    return bySeverity([
      ...this.#recordingProblems(recording),
      ...planned,
      ...this.choices.problems,
      ...typed,
    ])
  })

  /** The problems that prevent rendering. */
  readonly blockers: readonly Problem[] = $derived.by(() =>
    this.problems.filter(({ severity }) => severity === 'error'),
  )

  /** What was found wrong at opening. What a log covers depends on its offset, which may change. */
  #recordingProblems({ problems, sensors, timing }: RecordingFolder): Problem[] {
    const matched = sensors.map((track) => ({
      track,
      matching: this.overlay.sensorConfig(track.name),
    }))
    return [
      ...problems.filter(({ code }) => code !== 'sensor-coverage'),
      ...(timing ? checkCoverage(matched, timing.rangeMs) : []),
    ]
  }

  /** Whether the project file has errors, so that the proposed overlay is offered instead. */
  readonly isProjectFileAtFault: boolean = $derived.by(() => {
    const recording = this.recording.current
    if (!recording?.projectFile || this.recording.ignoresProjectFile) return false
    return this.blockers.some(
      ({ where }) =>
        where.file === recording.projectFile ||
        (recording.configSource === 'project-file' && where.key !== undefined),
    )
  })

  problemsAt(place: ProblemPlace): Problem[] {
    const recording = this.recording.current
    return this.problems.filter((problem) => placeOf(problem, recording) === place)
  }

  show(view: View): void {
    if (view === 'measure') this.preview.pause()
    this.render.showReport(false)
    this.sheet = 'none'
    this.isGoingTo = false
    this.#view = view
  }

  showTimeline(): void {
    this.isSeekingTimeline = true
    this.show('measure')
  }

  /** Shows a frame on the stage. */
  showFrame(frameIndex: number): void {
    const position = this.preview.frames.findIndex((frame) => frame.frameIndex === frameIndex)
    if (position < 0) return
    this.show('overlay')
    this.preview.seek(position)
  }

  /** Opens a side panel over the stage if the window is too narrow to show both. */
  openSheet(sheet: 'recording' | 'overlay'): void {
    if (matchMedia('(max-width: 700px)').matches) this.sheet = sheet
  }

  /** Goes to the part of the page that shows the cause of a problem. */
  async goToProblem(problem: Problem): Promise<void> {
    const place = placeOf(problem, this.recording.current)
    this.dialog = 'none'
    const { frameIndex } = problem.where
    if (place !== 'range' && place !== 'output') this.show('overlay')
    if (frameIndex !== undefined && !this.render.isRunning) this.showFrame(frameIndex)
    await this.goToPlace(place)
  }

  /** Goes to a part of the page where something can be corrected. */
  async goToPlace(place: ProblemPlace): Promise<void> {
    if (place.startsWith('renderer:')) {
      this.overlay.choose(Number(place.slice('renderer:'.length)))
      this.openSheet('overlay')
    } else if (place === 'channels') {
      this.openSheet('overlay')
    } else if (place !== 'range' && place !== 'output') {
      this.openSheet('recording')
    }
    await tick()
    const element = document.getElementById(placeId(place))
    const folded = element?.closest('details')
    if (folded) folded.open = true
    element?.scrollIntoView({ block: 'nearest' })
    // A section that folds is focused at its header: one that took the focus itself would hide its
    // content from the Tab key.
    const folds = element instanceof HTMLDetailsElement
    ;(folds ? element.querySelector('summary') : element)?.focus()
  }

  /** Asks for a folder and opens it. */
  async pickRecording(): Promise<void> {
    if (this.isRefusedWhileBusy()) return
    if (!(await this.#mayLoseChanges())) return
    if (!canPickFolders()) {
      this.folderInput?.click()
      return
    }
    try {
      const handle = await pickFolder('overlane-recording', 'read')
      if (handle) await this.#open(new HandleDirectory(handle))
    } catch (thrown) {
      this.recording.fail(thrown)
    }
  }

  /** Asks for a video, a log or both, and opens them without their folder. */
  async pickVideo(): Promise<void> {
    if (this.isRefusedWhileBusy()) return
    if (!(await this.#mayLoseChanges())) return
    try {
      const files = await pickFiles()
      if (files) await this.#open(files)
    } catch (thrown) {
      this.recording.fail(thrown)
    }
  }

  async openFiles(files: FileList): Promise<void> {
    // The question about unsaved changes was asked before the browser's dialog.
    if (files.length > 0) await this.#open(MemoryDirectory.fromFileList(files))
  }

  async open(directory: Directory, ignoreProjectFile = false): Promise<void> {
    if (await this.#mayLoseChanges()) await this.#open(directory, ignoreProjectFile)
  }

  async openRemembered(): Promise<void> {
    if (this.isRefusedWhileBusy()) return
    this.#showNew(await this.recording.openRemembered())
  }

  async openSample(): Promise<void> {
    if (this.isRefusedWhileBusy() || !(await this.#mayLoseChanges())) return
    this.#showNew(await this.recording.openSample())
  }

  /** Opens a recording with the overlay of a run. @returns whether it is open */
  async openForRun(
    directory: Directory,
    config: OverlayConfig,
    ignoresProjectFile: boolean,
  ): Promise<boolean> {
    if (this.isRefusedWhileBusy()) return false
    const opened = await this.recording.open(directory, ignoresProjectFile, config)
    // The overlay is that of the run, and may not be the one in the project file.
    this.#show(opened && { ...opened, configSource: 'proposal' })
    return opened !== null
  }

  /** The user's answer: may the renderers that the recording brings along run? */
  async answerModules(mayRun: boolean): Promise<void> {
    this.recording.answerModules(mayRun)
    if (mayRun) await this.recording.reread(this.overlay.config)
  }

  /** Lets a renderer draw with a module from elsewhere. */
  async chooseModule(rendererIndex: number, file: File): Promise<void> {
    this.recording.chooseModule(file.name, await file.text())
    const path = ['renderers', rendererIndex, 'options', 'module']
    const before = this.overlay.config
    this.overlay.set(path, file.name)
    // The same name may have another text now.
    if (this.overlay.config === before) await this.recording.reread(before)
  }

  /** Opens the recording again with the proposed overlay, because its project file has errors. */
  async ignoreProjectFile(): Promise<void> {
    const recording = this.recording.current
    if (recording) await this.open(recording.directory, true)
  }

  /** Does what Escape means now. */
  escape(): void {
    if (this.isGoingTo) this.isGoingTo = false
    else if (this.sheet !== 'none') this.sheet = 'none'
    else if (this.recording.status === 'opening') this.recording.cancel()
    else if (this.timeline?.lineUp.cancelMark()) return
    else if (this.render.run === 'confirming') this.render.keepExisting()
    else if (this.render.isRunning) this.render.cancelByKey()
    else if (!this.activity.isNone) this.activity.cancel()
    else this.render.showReport(false)
  }

  /** Starts a run, if a run is possible. @param wish as in `RenderState.start` */
  async startRender(wish: 'ask' | 'go-on' = 'ask'): Promise<void> {
    if (this.hindrance !== '') return
    this.preview.pause()
    await this.render.start(wish)
  }

  async startBenchmark(): Promise<void> {
    if (this.hindrance === '') await this.benchmark.start()
  }

  async startProfile(): Promise<void> {
    if (this.hindrance === '') await this.profile.start()
  }

  /** Sets one end of the range to the current frame. */
  setRangeEnd(end: 'startTime' | 'endTime'): void {
    const { frame } = this.preview
    if (frame) this.overlay.set(['range', end], frame.timestampMs)
  }

  /** Takes the user's answer: may unsaved changes of the overlay be lost? */
  answerUnsaved(mayLose: boolean): void {
    this.dialog = 'none'
    this.#answer?.(mayLose)
    this.#answer = null
  }

  /** Loads the page again with the version of the app that waits. */
  async useNewVersion(): Promise<void> {
    if (!this.isRefusedWhileBusy() && (await this.#mayLoseChanges())) this.newVersion?.()
  }

  /** Asks the user if an overlay with unsaved changes would be lost. */
  #mayLoseChanges(): Promise<boolean> {
    if (!this.save.hasChanges) return Promise.resolve(true)
    this.#answer?.(false)
    this.dialog = 'unsaved'
    return new Promise((resolve) => (this.#answer = resolve))
  }

  async #open(directory: Directory, ignoreProjectFile = false): Promise<void> {
    if (this.isRefusedWhileBusy()) return
    this.#showNew(await this.recording.open(directory, ignoreProjectFile))
  }

  /** Shows a recording that was just opened. If its frames are a video, a video is proposed. */
  #showNew(opened: RecordingFolder | null): void {
    if (!opened) return
    const { config, configSource, source } = opened
    const isProposed = configSource === 'proposal' && source?.kind === 'video'
    this.#show(opened, isProposed)
    if (isProposed && config.output.format === 'same') this.overlay.proposeFormat('mp4')
  }

  #show(opened: RecordingFolder | null, isProposed = false): void {
    if (!opened) return
    this.choices.load(isProposed)
    this.overlay.load(opened)
    this.save.load(opened)
    this.render.reset()
    this.benchmark.reset()
    this.profile.reset()
    this.preview.reset()
    this.show('overlay')
  }

  /** Whether something runs that the recording must not change under; then it says so. */
  isRefusedWhileBusy(): boolean {
    if (this.activity.isNone) return false
    this.recording.fail(new OverlaneError('busy', this.activity.refusal))
    return true
  }
}
