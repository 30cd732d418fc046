import { MemoryDirectory, OverlaneError, PROJECT_FILE_NAME, saveProjectFile } from '../../index.ts'
import type { OverlayConfig, RecordingFolder } from '../../index.ts'
import { downloadFile } from '../browser/download-file.ts'
import { requestAccess } from '../browser/folder-access.ts'
import { isSameConfig } from '../options/option-path.ts'
import type { OverlayState } from './overlay-state.svelte.ts'
import type { RecordingState } from './recording-state.svelte.ts'

export type SaveStatus = 'unsaved' | 'confirming' | 'saving' | 'saved' | 'failed'

/** Saves the overlay in the folder of the recording as `overlane.yaml`. */
export class SaveState {
  #recording: RecordingState
  #overlay: OverlayState
  #step = $state<'none' | 'confirming' | 'saving' | 'failed'>('none')
  #failure = $state('')
  /** The overlay in the file, if it is known. */
  #saved = $state.raw<OverlayConfig | null>(null)
  /** The overlay that was opened or saved last. */
  #untouched = $state.raw<OverlayConfig | null>(null)
  #isWritten = $state(false)

  constructor(recording: RecordingState, overlay: OverlayState) {
    this.#recording = recording
    this.#overlay = overlay
  }

  readonly status: SaveStatus = $derived.by(() => {
    if (this.#step !== 'none') return this.#step
    return this.#saved === this.#overlay.config ? 'saved' : 'unsaved'
  })

  /** Whether unsaved changes would be lost. Changes of the output and the range do not count. */
  readonly hasChanges: boolean = $derived.by(() => {
    const kept = this.#untouched
    if (!kept || !this.#recording.current) return false
    const { output, range } = kept
    return !isSameConfig(kept, { ...this.#overlay.config, output, range })
  })

  get failure(): string {
    return this.#failure
  }

  /** Whether the folder has an `overlane.yaml` that was saved since it was opened. */
  get isWritten(): boolean {
    return this.#isWritten
  }

  /** Whether the page can write to the folder. If not, the file is downloaded. */
  get isInFolder(): boolean {
    return this.#recording.current?.directory.handle != null
  }

  /** Resets everything for a recording that was just opened. */
  load({ config, projectFile, configSource }: RecordingFolder): void {
    this.#step = 'none'
    this.#isWritten = false
    this.#untouched = config
    const isSaved = configSource === 'project-file' && projectFile === PROJECT_FILE_NAME
    this.#saved = isSaved ? config : null
  }

  /** Saves the overlay. It asks before it replaces a file. */
  async save(replace = false): Promise<void> {
    const recording = this.#recording.current
    if (!recording || this.#step === 'saving') return
    const { config } = this.#overlay
    this.#step = 'saving'
    try {
      if (recording.directory.handle) {
        await ensureWritable(recording.directory.handle)
        if (!replace && (await hasProjectFile(recording))) {
          this.#step = 'confirming'
          return
        }
        await saveProjectFile(recording.directory, config)
        this.#isWritten = true
      } else {
        const scratch = new MemoryDirectory('download')
        await saveProjectFile(scratch, config, recording.directory)
        downloadFile(await scratch.openFile(PROJECT_FILE_NAME), PROJECT_FILE_NAME)
      }
      this.#saved = this.#untouched = config
      this.#step = 'none'
    } catch (thrown) {
      this.#failure = OverlaneError.from(thrown, 'write-failed').message
      this.#step = 'failed'
    }
  }

  keepFile(): void {
    this.#step = 'none'
  }
}

async function ensureWritable(handle: FileSystemDirectoryHandle): Promise<void> {
  if (await requestAccess(handle, 'readwrite')) return
  throw new OverlaneError(
    'permission-denied',
    `${PROJECT_FILE_NAME} was not written, because the permission to write to "${handle.name}" was refused.`,
  )
}

async function hasProjectFile({ directory }: RecordingFolder): Promise<boolean> {
  for await (const { name } of directory.list()) if (name === PROJECT_FILE_NAME) return true
  return false
}
