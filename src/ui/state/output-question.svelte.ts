import { findConflicts, findEarlierRun } from '../../index.ts'
import type { Directory, EarlierRun, OutputConflicts, RenderOptions } from '../../index.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** What a run may do with the files in its output folder. */
export type Agreed = Pick<RenderOptions, 'overwrite' | 'resume' | 'checkContents'>

/** Asks the user before a run: first about an earlier run in the folder, then about other files. */
export class OutputQuestion {
  #recording: RecordingState
  #overlay: OverlayState
  #earlier = $state.raw<EarlierRun | null>(null)
  #conflicts = $state.raw<OutputConflicts | null>(null)
  /** The answer about the earlier run, while the page asks about other files. */
  #agreed: Agreed = {}

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
    this.#earlier = null
    return this.#lookForConflicts(directory, earlier, agreed)
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
    this.#earlier = null
    this.#conflicts = null
  }

  async #lookForConflicts(
    directory: Directory,
    earlier: EarlierRun | null,
    agreed: Agreed,
  ): Promise<Agreed | null> {
    const conflicts = await this.#findConflicts(directory, earlier)
    if (conflicts.existing.length === 0) return agreed
    this.#conflicts = conflicts
    // If there is no earlier run, `resume` stays unset: a run that replaces files keeps no frames.
    this.#agreed = earlier ? { resume: 'matching', ...agreed } : {}
    return null
  }

  async #findEarlier(directory: Directory): Promise<EarlierRun | null> {
    const recording = this.#recording.current
    const { plan, config } = this.#overlay
    return recording && plan ? findEarlierRun(recording, config, plan, directory) : null
  }

  async #findConflicts(directory: Directory, earlier: EarlierRun | null): Promise<OutputConflicts> {
    const recording = this.#recording.current
    const { plan } = this.#overlay
    return recording && plan
      ? findConflicts(recording, plan, directory, earlier)
      : { existing: [], fromEarlierRun: false }
  }
}
