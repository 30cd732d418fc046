import { HandleDirectory, OverlaneError } from '../index.ts'
import type { Directory, Problem } from '../index.ts'
import { canPickFolders, pickFolder, requestAccess } from './folder-access.ts'
import type { RecordingState } from './recording-state.svelte.ts'

export type Output = { kind: 'folder'; directory: Directory } | { kind: 'zip' }

/** Where rendered frames go. */
export class OutputState {
  #recording: RecordingState
  // Where folders cannot be picked they cannot be written either.
  #choice = $state.raw<Output | null>(canPickFolders() ? null : { kind: 'zip' })
  #problems = $state.raw<readonly Problem[]>([])

  constructor(recording: RecordingState) {
    this.#recording = recording
  }

  /** Null until the reader has chosen. */
  get choice(): Output | null {
    return this.#choice
  }
  /** Why the last choice could not be taken. */
  get problems(): readonly Problem[] {
    return this.#problems
  }

  dismissProblems(): void {
    this.#problems = []
  }

  /** Asks for the folder to write into. */
  async chooseFolder(): Promise<void> {
    await this.#attempt(async () => {
      const handle = await pickFolder('overlane-output', 'readwrite')
      if (handle) await this.#take(new HandleDirectory(handle))
    })
  }

  /** A folder was dropped on the Render bar. */
  async dropFolder(directory: Directory): Promise<void> {
    await this.#attempt(() => this.#take(directory))
  }

  chooseZip(): void {
    this.#problems = []
    this.#choice = { kind: 'zip' }
  }

  /**
   * Makes sure that a folder may be written into, asking where that is not known.
   * @throws OverlaneError `output-invalid` or `permission-denied`
   */
  async ensureWritable({ handle, name }: Directory): Promise<void> {
    if (!handle) {
      throw new OverlaneError(
        'output-invalid',
        'This browser cannot write into folders. Choose “Download as ZIP” instead.',
      )
    }
    // The run would refuse it too, but only after the reader was asked what to replace.
    const frames = this.#recording.current?.framesDirectory?.handle
    if (frames && (await frames.resolve(handle)) !== null) {
      throw new OverlaneError(
        'output-invalid',
        `"${name}" is the frames folder itself, or lies inside it. Choose another one, so that the recording stays as it is.`,
      )
    }
    if (!(await requestAccess(handle, 'readwrite'))) {
      throw new OverlaneError(
        'permission-denied',
        `Nothing can be written into "${name}", as permission was refused. Choose it again and allow changes, or choose another folder.`,
      )
    }
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
