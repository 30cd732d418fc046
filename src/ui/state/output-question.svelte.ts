import { findConflicts, findEarlierRun, lookAhead } from '../../index.ts'
import type {
  Directory,
  EarlierRun,
  ListedFiles,
  LookAhead,
  OutputConflicts,
  RenderOptions,
} from '../../index.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** What a run may do with the files in its output folder. */
export type Agreed = Pick<RenderOptions, 'overwrite' | 'resume' | 'checkContents' | 'knownFiles'>

/** Asks the user before a run: first about an earlier run in the folder, then about other files. */
export class OutputQuestion {
  #recording: RecordingState
  #overlay: OverlayState
  #earlier = $state.raw<EarlierRun | null>(null)
  #conflicts = $state.raw<OutputConflicts | null>(null)
  /** The answer about the earlier run, while the page asks about other files. */
  #agreed: Agreed = {}
  /** Looks at the finished frames while the user decides about them. */
  #ahead: Promise<LookAhead> | null = null

  constructor(recording: RecordingState, overlay: OverlayState) {
    this.#recording = recording
    this.#overlay = overlay
  }

  /** The earlier run that the page asks about. */
  get earlier(): EarlierRun | null {
    return this.#earlier
  }
  /** The files that the page asks about. */
  get conflicts(): OutputConflicts | null {
    return this.#conflicts
  }

  /**
   * Looks for reasons to ask the user.
   * @param goesOn the user has already decided to resume, if the settings are the same
   * @returns null if the user is asked
   */
  async look(directory: Directory, goesOn: boolean): Promise<Agreed | null> {
    const earlier = await this.#findEarlier(directory)
    const isDecided = goesOn && earlier?.differences.length === 0
    if (earlier && !isDecided && (earlier.finishedCount > 0 || earlier.differences.length > 0)) {
      this.#earlier = earlier
      this.#lookAhead(directory, earlier)
      return null
    }
    return this.#lookForConflicts(directory, earlier, {})
  }

  /**
   * Called when the user has decided about the earlier run.
   * @returns null if the user is asked about other files
   */
  async decide(directory: Directory, agreed: Agreed): Promise<Agreed | null> {
    const earlier = this.#earlier
    const seen = (await (await this.#ahead)?.end()) ?? null
    this.#earlier = this.#ahead = null
    const files = (await seen?.('output')) ?? null
    const answer = await this.#lookForConflicts(directory, earlier, agreed, files)
    return answer && seen ? { ...answer, knownFiles: seen } : answer
  }

  /** Whoever leaves the page may change files, so what was seen of them does not count any more. */
  forget(): void {
    void this.#ahead?.then((ahead) => ahead.end())
    this.#ahead = null
  }

  /**
   * Called when the user has agreed that files are replaced. If the overlay has changed meanwhile, the
   * run may replace other files. Then the user is asked again.
   * @returns null if the user is asked again
   */
  async replace(directory: Directory): Promise<Agreed | null> {
    const agreed = this.#conflicts?.existing ?? []
    const conflicts = await this.#findConflicts(directory, await this.#findEarlier(directory))
    const isSame =
      conflicts.existing.length === agreed.length &&
      conflicts.existing.every((name, index) => name === agreed[index])
    this.#conflicts = isSame ? null : conflicts
    return isSame ? { ...this.#agreed, overwrite: true } : null
  }

  close(): void {
    this.forget()
    this.#earlier = null
    this.#conflicts = null
  }

  async #lookForConflicts(
    directory: Directory,
    earlier: EarlierRun | null,
    agreed: Agreed,
    files: ListedFiles | null = null,
  ): Promise<Agreed | null> {
    const conflicts = await this.#findConflicts(directory, earlier, files)
    if (conflicts.existing.length === 0) return agreed
    this.#conflicts = conflicts
    // If there is no earlier run, `resume` stays unset: a run that replaces files keeps no frames.
    this.#agreed = earlier ? { resume: 'matching', ...agreed } : {}
    return null
  }

  /** A page without the focus may have been left. Of a video, the segments are few. */
  #lookAhead(directory: Directory, earlier: EarlierRun): void {
    const recording = this.#recording.current
    const { plan } = this.#overlay
    if (!recording || !plan || plan.movie || !document.hasFocus()) return
    this.#ahead = lookAhead(recording, plan, earlier, directory)
  }

  async #findEarlier(directory: Directory): Promise<EarlierRun | null> {
    const recording = this.#recording.current
    const { plan, config } = this.#overlay
    return recording && plan ? findEarlierRun(recording, config, plan, directory) : null
  }

  async #findConflicts(
    directory: Directory,
    earlier: EarlierRun | null,
    files: ListedFiles | null = null,
  ): Promise<OutputConflicts> {
    const recording = this.#recording.current
    const { plan } = this.#overlay
    return recording && plan
      ? findConflicts(recording, plan, directory, earlier, files)
      : { existing: [], fromEarlierRun: false }
  }
}
