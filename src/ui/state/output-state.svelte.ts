import { checkOutput, HandleDirectory, OverlaneError } from '../../index.ts'
import type { Directory, Problem } from '../../index.ts'
import { canPickFolders, pickFolder, requestAccess } from '../browser/folder-access.ts'
import type { RecordingState } from './recording-state.svelte.ts'

/** `file`: a single file, which is a video, or a ZIP of the frames. */
export type Output = { kind: 'folder'; directory: Directory } | { kind: 'file' }

/** Where a video or frames go. */
export class OutputState {
  #recording: RecordingState
  // A browser that cannot pick folders cannot write to them either.
  #choice = $state.raw<Output | null>(canPickFolders() ? null : { kind: 'file' })
  #problems = $state.raw<readonly Problem[]>([])

  constructor(recording: RecordingState) {
    this.#recording = recording
  }

  /** Null until the user has chosen. */
  get choice(): Output | null {
    return this.#choice
  }
  /** Why the last choice was refused. */
  get problems(): readonly Problem[] {
    return this.#problems
  }

  dismissProblems(): void {
    this.#problems = []
  }

  /** Asks for the output folder. */
  async chooseFolder(): Promise<void> {
    await this.#attempt(async () => {
      const handle = await pickFolder('overlane-output', 'readwrite')
      if (handle) await this.#take(new HandleDirectory(handle))
    })
  }

  /** Takes a folder that was dropped on the Render bar. */
  async dropFolder(directory: Directory): Promise<void> {
    await this.#attempt(() => this.#take(directory))
  }

  chooseFile(): void {
    this.#problems = []
    this.#choice = { kind: 'file' }
  }

  /**
   * Makes sure that the page may write to a folder. Asks the user if necessary.
   * @throws OverlaneError `output-invalid` or `permission-denied`
   */
  async ensureWritable(directory: Directory): Promise<void> {
    const recording = this.#recording.current
    // The answer does not matter here: the check reports what is wrong with the folder and what to do.
    if (directory.handle) await requestAccess(directory.handle, 'readwrite')
    if (recording) await checkOutput(recording, directory)
  }

  /**
   * The chosen folder, for the temporary frames of a measurement; null: the browser's own storage.
   * @throws OverlaneError `output-invalid` or `permission-denied`
   */
  async writableFolder(): Promise<Directory | null> {
    if (this.#choice?.kind !== 'folder') return null
    await this.ensureWritable(this.#choice.directory)
    return this.#choice.directory
  }

  async #take(directory: Directory): Promise<void> {
    await this.ensureWritable(directory)
    this.#choice = { kind: 'folder', directory }
  }

  async #attempt(choose: () => Promise<void>): Promise<void> {
    this.#problems = []
    try {
      await choose()
    } catch (thrown) {
      this.#problems = OverlaneError.from(thrown, 'permission-denied').problems
    }
  }
}
