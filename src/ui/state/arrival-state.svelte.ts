import { isImageName, isLogName, LAYOUT_ENDING, mayHoldFrames, OverlaneError } from '../../index.ts'
import type { Directory } from '../../index.ts'
import { FileDirectory, JoinedDirectory } from '../browser/file-directory.ts'
import { droppedItems, pickFiles, pickFolderToRead } from '../browser/folder-access.ts'
import type { Dropped } from '../browser/folder-access.ts'
import type { RecordingState } from './recording-state.svelte.ts'
import type { RenderState } from './render-state.svelte.ts'

/** The dialog that is open. */
export type PageDialog =
  | 'none'
  | 'dropped'
  | 'layouts'
  | 'presets'
  | 'presets-of-chosen'
  | 'keys'
  | 'original-data'
  | 'problems'
  | 'unsaved'

/** The page that files come to. */
interface Page {
  readonly recording: RecordingState
  readonly render: RenderState
  dialog: PageDialog
  /** Opens a recording, after a question about unsaved changes. */
  open(directory: Directory): Promise<void>
  /** Whether something runs that the recording must not change under; then it says so. */
  isRefusedWhileBusy(): boolean
}

/** Files and folders that come to the page: dropped, launched, or added to those that are open. */
export class ArrivalState {
  #app: Page
  #dropped = $state.raw<Dropped | null>(null)
  #layoutFile = $state.raw<File | null>(null)

  constructor(app: Page) {
    this.#app = app
  }

  /** What was dropped at once, while the user says which of it is the recording; else null. */
  get dropped(): Dropped | null {
    return this.#dropped
  }

  /** Asks for files that belong to those that are open, and opens all of them. */
  async addFiles(): Promise<void> {
    const { current } = this.#app.recording
    if (!(current?.directory instanceof FileDirectory) || this.#app.isRefusedWhileBusy()) return
    const { files } = current.directory
    await this.#openPicked(async () => {
      const picked = await pickFiles()
      return picked && new FileDirectory([...files, ...picked.files])
    })
  }

  /** Asks for the folder that the open files belong to, and opens them with it. */
  async addFolder(): Promise<void> {
    const { current } = this.#app.recording
    if (!(current?.directory instanceof FileDirectory) || this.#app.isRefusedWhileBusy()) return
    const files = current.directory.files.map(({ file }) => [file.name, file] as const)
    await this.#openPicked(async () => {
      const folder = await pickFolderToRead()
      return folder && new JoinedDirectory(folder.name, folder, files)
    })
  }

  async #openPicked(pick: () => Promise<Directory | null>): Promise<void> {
    try {
      const directory = await pick()
      if (directory) await this.#app.open(directory)
    } catch (thrown) {
      this.#app.recording.fail(thrown)
    }
  }

  /** Takes what was dropped: on the Render bar it is the output folder, elsewhere a recording. */
  async drop(transfer: DataTransfer, target: 'recording' | 'output'): Promise<void> {
    const items = droppedItems(transfer)
    const layout = [...transfer.files].find(({ name }) => name.endsWith(LAYOUT_ENDING))
    if (this.#app.isRefusedWhileBusy()) return
    if (layout && this.#app.recording.current) {
      this.#app.dialog = 'layouts'
      this.#layoutFile = layout
      return
    }
    try {
      const { folders, files } = await items
      const [folder] = folders
      const isOne = folders.length === 1 && files.length === 0
      if (folder && target === 'output') await this.#app.render.output.dropFolder(folder)
      else if (folder && isOne) await this.#app.open(folder)
      else if (folder) {
        this.#dropped = { folders, files }
        this.#app.dialog = 'dropped'
      } else if (target === 'recording' && files.some(({ file }) => mayBeOpened(file.name))) {
        await this.#app.open(new FileDirectory([...this.#filesWithoutFrames, ...files]))
      } else {
        throw new OverlaneError(
          'folder-unreadable',
          'You dropped a file. Drop the folder with the frames and the logs, a video, or a log.',
        )
      }
    } catch (thrown) {
      this.#app.recording.fail(thrown)
    }
  }

  /** Opens what was dropped at once. @param folder null: all together are the recording */
  async answer(folder: Directory | null): Promise<void> {
    const dropped = this.#dropped
    this.forget()
    if (!dropped) return
    try {
      const files = dropped.files.map(({ file }) => file)
      await this.#app.open(folder ?? (await JoinedDirectory.of(dropped.folders, files)))
    } catch (thrown) {
      this.#app.recording.fail(thrown)
    }
  }

  /** The layout that was dropped last, once. */
  takeLayoutFile(): File | null {
    const file = this.#layoutFile
    this.#layoutFile = null
    return file
  }

  forget(): void {
    this.#dropped = null
    if (this.#app.dialog === 'dropped') this.#app.dialog = 'none'
  }

  /** A log that is open alone waits for its video. */
  get #filesWithoutFrames(): FileDirectory['files'] {
    const { current } = this.#app.recording
    if (!current || current.source !== null) return []
    const { directory } = current
    return directory instanceof FileDirectory ? directory.files : []
  }

  /** Opens files that the operating system hands to the installed app. */
  async openLaunched(launched: readonly FileSystemHandle[]): Promise<void> {
    try {
      const files = launched.filter((each) => each instanceof FileSystemFileHandle)
      if (files.some(({ name }) => mayHoldFrames(name) || isLogName(name))) {
        await this.#app.open(await FileDirectory.of(...files))
        return
      }
      throw new OverlaneError(
        'folder-unreadable',
        `${launched[0]?.name ?? 'It'} is a part of a recording. Open the folder that contains it.`,
      )
    } catch (thrown) {
      this.#app.recording.fail(thrown)
    }
  }
}

/** Whether a file by itself can be opened as a recording. */
function mayBeOpened(name: string): boolean {
  return mayHoldFrames(name) || isLogName(name) || isImageName(name)
}
