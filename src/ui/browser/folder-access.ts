import {
  HandleDirectory,
  isVideoName,
  MemoryDirectory,
  OverlaneError,
  VIDEO_EXTENSIONS,
} from '../../index.ts'
import type { Directory } from '../../index.ts'

/** Folders and videos from the browser: picked, dropped, remembered; the origin's private folders. */

/** Named when there were folders only; browsers hold what they remember under it. */
const LAST_RECORDING_KEY = 'last-folder'

/** What opens a recording again on another visit. */
export type RecordingHandle = FileSystemDirectoryHandle | FileSystemFileHandle

/** A video by itself, as a folder that holds nothing else. */
export class VideoDirectory extends MemoryDirectory {
  /** Null where the browser has none. */
  readonly videoHandle: FileSystemFileHandle | null

  constructor(file: File, videoHandle: FileSystemFileHandle | null) {
    super(file.name, [[file.name, file]])
    this.videoHandle = videoHandle
  }

  /** @throws OverlaneError `video-unreadable` where the file is gone */
  static async of(handle: FileSystemFileHandle): Promise<VideoDirectory> {
    try {
      return new VideoDirectory(await handle.getFile(), handle)
    } catch (cause) {
      throw new OverlaneError(
        'video-unreadable',
        `The video "${handle.name}" cannot be read: it was moved, renamed or deleted. Open it where it is now.`,
        { file: handle.name },
        { cause },
      )
    }
  }
}

/** @throws OverlaneError `video-unreadable` */
export async function directoryOf(handle: RecordingHandle): Promise<Directory> {
  return handle instanceof FileSystemDirectoryHandle
    ? new HandleDirectory(handle)
    : VideoDirectory.of(handle)
}

/** What opens a recording again, null where nothing does. */
export function handleOf(directory: Directory): RecordingHandle | null {
  return directory instanceof VideoDirectory ? directory.videoHandle : directory.handle
}

/** Whether this browser can pick folders, and so write into them. */
export function canPickFolders(): boolean {
  return 'showDirectoryPicker' in globalThis
}

/**
 * Asks the reader for a folder.
 * @param id folders picked under the same id are offered again at the same place
 * @returns null where the reader closes the dialog
 */
export async function pickFolder(
  id: 'overlane-recording' | 'overlane-output',
  mode: FileSystemPermissionMode,
): Promise<FileSystemDirectoryHandle | null> {
  return unlessClosed(() => showDirectoryPicker({ id, mode }))
}

/**
 * Asks the reader for a video.
 * @returns null where the reader closes the dialog
 * @throws OverlaneError `video-unreadable`
 */
export async function pickVideo(): Promise<VideoDirectory | null> {
  if (!('showOpenFilePicker' in globalThis)) return pickVideoByInput()
  const picked = await unlessClosed(() =>
    showOpenFilePicker({
      id: 'overlane-recording',
      types: [{ description: 'Video', accept: { 'video/*': VIDEO_EXTENSIONS as `.${string}`[] } }],
    }),
  )
  return picked?.[0] ? VideoDirectory.of(picked[0]) : null
}

/** The file dialog that every browser has. */
function pickVideoByInput(): Promise<VideoDirectory | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = VIDEO_EXTENSIONS.join()
  return new Promise((resolve) => {
    input.oncancel = () => resolve(null)
    input.onchange = () => {
      const file = input.files?.[0]
      resolve(file ? new VideoDirectory(file, null) : null)
    }
    input.click()
  })
}

async function unlessClosed<Picked>(pick: () => Promise<Picked>): Promise<Picked | null> {
  try {
    return await pick()
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return null
    throw thrown
  }
}

/** Asks for permission where it is not given yet; needs a click. */
export async function requestAccess(
  handle: RecordingHandle,
  mode: FileSystemPermissionMode,
): Promise<boolean> {
  // Browsers that have private folders only, ask for nothing.
  if (!('requestPermission' in handle)) return true
  if ((await handle.queryPermission({ mode })) === 'granted') return true
  return (await handle.requestPermission({ mode })) === 'granted'
}

/** The folder or video that was opened last, if the browser can keep it. */
export async function rememberedRecording(): Promise<RecordingHandle | null> {
  const { get } = await import('idb-keyval')
  return (await get<RecordingHandle>(LAST_RECORDING_KEY)) ?? null
}

export async function rememberRecording(handle: RecordingHandle): Promise<void> {
  const { set } = await import('idb-keyval')
  await set(LAST_RECORDING_KEY, handle)
}

/**
 * The folder of a drop; of a video file one that holds it alone; null for other files. Must be called
 * while the event is handled: the browser takes the items away afterwards.
 */
export async function droppedFolder(transfer: DataTransfer): Promise<Directory | null> {
  const item = [...transfer.items].find(({ kind }) => kind === 'file')
  const file = item?.getAsFile()
  const isVideo = file && isVideoName(file.name)
  if (!item) return null
  if ('getAsFileSystemHandle' in item) {
    const handle = await item.getAsFileSystemHandle()
    if (handle instanceof FileSystemDirectoryHandle) return new HandleDirectory(handle)
    const videoHandle = handle instanceof FileSystemFileHandle ? handle : null
    return isVideo ? new VideoDirectory(file, videoHandle) : null
  }
  if (isVideo) return new VideoDirectory(file, null)
  const entry = (item as DataTransferItem).webkitGetAsEntry()
  if (!(entry instanceof FileSystemDirectoryEntry)) return null
  return new MemoryDirectory(entry.name, await filesOf(entry, ''))
}

/** Every file below a dropped folder, with its path inside it. */
async function filesOf(
  folder: FileSystemDirectoryEntry,
  path: string,
): Promise<(readonly [path: string, file: File])[]> {
  const files: (readonly [string, File])[] = []
  const reader = folder.createReader()
  const readSome = () =>
    new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  // A reader hands out a hundred entries at a time, and none at the end.
  for (let entries = await readSome(); entries.length > 0; entries = await readSome()) {
    for (const entry of entries) {
      if (entry instanceof FileSystemDirectoryEntry) {
        files.push(...(await filesOf(entry, `${path}${entry.name}/`)))
      } else {
        const file = await new Promise<File>((resolve, reject) =>
          (entry as FileSystemFileEntry).file(resolve, reject),
        )
        files.push([path + entry.name, file])
      }
    }
  }
  return files
}

/** An empty folder of the origin's private file system; one of the same name is removed. */
export async function emptyPrivateFolder(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  try {
    await root.removeEntry(name, { recursive: true })
  } catch (thrown) {
    if (!(thrown instanceof DOMException) || thrown.name !== 'NotFoundError') throw thrown
  }
  return root.getDirectoryHandle(name, { create: true })
}
