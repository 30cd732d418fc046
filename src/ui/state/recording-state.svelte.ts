import { SvelteMap } from 'svelte/reactivity'
import {
  createSampleDrive,
  formatDuration,
  HandleDirectory,
  openRecording,
  OverlaneError,
} from '../../index.ts'
import type {
  Directory,
  OpenProgress,
  OverlayConfig,
  Problem,
  RecordingFolder,
} from '../../index.ts'
import {
  directoryOf,
  emptyPrivateFolder,
  handleOf,
  rememberedRecording,
  rememberRecording,
  requestAccess,
} from '../browser/folder-access.ts'
import type { RecordingHandle } from '../browser/folder-access.ts'

/** `rereading`: the same folder is read again, because an import setting was changed. */
export type RecordingStatus = 'empty' | 'opening' | 'open' | 'rereading'

export interface SampleSize {
  label: string
  widthPx: number
  heightPx: number
  frameCount: number
}

export const SAMPLE_SIZES: readonly [SampleSize, SampleSize] = [
  { label: '960 × 540', widthPx: 960, heightPx: 540, frameCount: 240 },
  { label: '1920 × 1080', widthPx: 1920, heightPx: 1080, frameCount: 300 },
]

/** The open recording, the progress of opening one, and why the last one could not be opened. */
export class RecordingState {
  #status = $state<RecordingStatus>('empty')
  #current = $state.raw<RecordingFolder | null>(null)
  #progress = $state.raw<OpenProgress | null>(null)
  #openingName = $state('')
  #failure = $state.raw<Problem | null>(null)
  #remembered = $state.raw<RecordingHandle | null>(null)
  #ignoresProjectFile = $state(false)
  #abort: AbortController | null = null
  /** What the user said about the renderers that this recording brings along. */
  #consent = $state<'unasked' | 'given' | 'refused'>('unasked')
  /** Modules of renderers that the user chose from elsewhere: their texts, by name. */
  readonly #chosenModules = new SvelteMap<string, string>()

  /** The size of the next sample drive. */
  sampleSize = $state.raw<SampleSize>(SAMPLE_SIZES[0])

  get status(): RecordingStatus {
    return this.#status
  }
  get current(): RecordingFolder | null {
    return this.#current
  }
  /** The progress of opening a folder; null before the first report. */
  get progress(): OpenProgress | null {
    return this.#progress
  }
  get openingName(): string {
    return this.#openingName
  }
  /** Why the last folder could not be opened. */
  get failure(): Problem | null {
    return this.#failure
  }
  /** The folder or video of the last visit; null if there is none. */
  get remembered(): RecordingHandle | null {
    return this.#remembered
  }
  /** Whether the user chose the proposed overlay instead of the project file. */
  get ignoresProjectFile(): boolean {
    return this.#ignoresProjectFile
  }

  /** The modules of renderers that nobody has allowed to run, by name. */
  readonly waitingModules: readonly string[] = $derived.by(() =>
    [...(this.#current?.modules ?? [])].flatMap(([path, { kind }]) =>
      kind === 'unasked' ? [path] : [],
    ),
  )
  /** Whether the user is to be asked about them. */
  get asksForModules(): boolean {
    return this.#consent === 'unasked' && this.waitingModules.length > 0
  }

  /** The user's answer: may the modules of this recording run? */
  answerModules(mayRun: boolean): void {
    this.#consent = mayRun ? 'given' : 'refused'
  }

  /** Asks again. */
  askForModules(): void {
    this.#consent = 'unasked'
  }

  /** Takes a module from elsewhere, which the user allows to run by choosing it. */
  chooseModule(name: string, text: string): void {
    this.#chosenModules.set(name, text)
  }

  async recallRecording(): Promise<void> {
    try {
      this.#remembered = await rememberedRecording()
    } catch {
      // Some browsers store nothing (private windows). Then there is no last recording to offer.
      this.#remembered = null
    }
  }

  dismissFailure(): void {
    this.#failure = null
  }

  fail(thrown: unknown): void {
    this.#failure = OverlaneError.from(thrown, 'folder-unreadable').toProblem()
  }

  cancel(): void {
    this.#abort?.abort()
  }

  /**
   * @param config the overlay to open it with. Default: that of its project file, or a proposed one
   * @returns the recording; null if opening failed or was cancelled
   */
  async open(
    directory: Directory,
    ignoreProjectFile = false,
    config?: OverlayConfig,
  ): Promise<RecordingFolder | null> {
    const given = config ? { config } : {}
    this.#consent = 'unasked'
    this.#chosenModules.clear()
    const opened = await this.#run('opening', directory.name, (signal, onProgress) =>
      openRecording(directory, { ...given, ignoreProjectFile, signal, onProgress }),
    )
    if (!opened) return null
    this.#ignoresProjectFile = ignoreProjectFile
    return opened
  }

  /** Opens the recording of an earlier visit. Must be called from a click. */
  async openRemembered(): Promise<RecordingFolder | null> {
    const handle = this.#remembered
    if (!handle) return null
    try {
      if (await requestAccess(handle, 'read')) return await this.open(await directoryOf(handle))
      this.fail(
        new OverlaneError(
          'permission-denied',
          `"${handle.name}" was not opened, as permission to read it was refused. Open it again and allow reading.`,
        ),
      )
    } catch (thrown) {
      this.fail(thrown)
    }
    return null
  }

  /** Reads the open folder again with a changed configuration. */
  async reread(config: OverlayConfig): Promise<RecordingFolder | null> {
    const recording = this.#current
    if (!recording) return null
    const ignoreProjectFile = this.#ignoresProjectFile
    // With a given configuration the project file is not read. So its problems are kept.
    const kept = ignoreProjectFile
      ? []
      : recording.problems.filter(({ where }) => where.file === recording.projectFile)
    return this.#run('rereading', recording.name, async (signal, onProgress) => {
      const allowRenderers = this.#consent === 'given'
      const modules = this.#chosenModules
      const options = { config, ignoreProjectFile, allowRenderers, modules, signal, onProgress }
      const opened = await openRecording(recording.directory, options)
      return { ...opened, problems: [...kept, ...opened.problems] }
    })
  }

  /** Makes the sample drive of the chosen size and opens it. */
  async openSample(): Promise<RecordingFolder | null> {
    const { widthPx, heightPx, frameCount } = this.sampleSize
    const opened = await this.#run('opening', 'sample-drive', async (signal, onProgress) => {
      const directory = new HandleDirectory(await emptyPrivateFolder('sample-drive'))
      const startedMs = performance.now()
      await createSampleDrive(directory, {
        widthPx,
        heightPx,
        frameCount,
        signal,
        onProgress(doneCount, totalCount) {
          const elapsedMs = performance.now() - startedMs
          const leftMs = (elapsedMs * (totalCount - doneCount)) / Math.max(1, doneCount)
          const left = elapsedMs > 700 ? `, ${formatDuration(leftMs)} left` : ''
          const step = `Drawing the sample drive${left}`
          onProgress({ step, doneCount, totalCount, unit: 'frames' })
        },
      })
      return openRecording(directory, { signal, onProgress })
    })
    if (opened) this.#ignoresProjectFile = false
    return opened
  }

  async #run(
    status: 'opening' | 'rereading',
    name: string,
    open: (
      signal: AbortSignal,
      onProgress: (progress: OpenProgress) => void,
    ) => Promise<RecordingFolder>,
  ): Promise<RecordingFolder | null> {
    this.#abort?.abort()
    const abort = new AbortController()
    this.#abort = abort
    this.#status = status
    this.#openingName = name
    this.#progress = null
    this.#failure = null
    try {
      const opened = await open(abort.signal, (progress) => {
        if (this.#abort === abort) this.#progress = progress
      })
      if (abort.signal.aborted || this.#abort !== abort) return null
      void this.#current?.video?.close()
      this.#current = opened
      if (status === 'opening') this.#remember(opened.directory)
      return opened
    } catch (thrown) {
      if (!abort.signal.aborted) this.fail(thrown)
      return null
    } finally {
      if (this.#abort === abort) {
        this.#abort = null
        this.#status = this.#current ? 'open' : 'empty'
      }
    }
  }

  /** Stores the folder or video for the next visit. The sample drive is not stored: it is made quickly. */
  #remember(directory: Directory): void {
    const handle = handleOf(directory)
    if (!handle || handle.name === 'sample-drive') return
    this.#remembered = handle
    rememberRecording(handle).catch(() => {
      // Without storage, the user picks the folder again on the next visit.
      this.#remembered = null
    })
  }
}
