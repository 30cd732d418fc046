import {
  HandleDirectory,
  mayHoldFrames,
  MemoryDirectory,
  OverlaneError,
  VIDEO_EXTENSIONS,
} from '../../index.ts'
import type { Directory } from '../../index.ts'

/** Folders and videos that the browser gives: picked, dropped, remembered, or private to the origin. */

/** The name is older than videos. It must not change, because browsers have stored recordings under it. */
const LAST_RECORDING_KEY = 'last-folder'

/** The handle that opens a recording again on a later visit. */
export type RecordingHandle = FileSystemDirectoryHandle | FileSystemFileHandle

/** A video without its folder, as a folder that contains only this video. */
export class VideoDirectory extends MemoryDirectory {
  /** Null if the browser gives no handle. */
  readonly videoHandle: FileSystemFileHandle | null

  constructor(file: File, videoHandle: FileSystemFileHandle | null) {
    super(file.name, [[file.name, file]])
    this.videoHandle = videoHandle
  }

  /** @throws OverlaneError `video-unreadable` if the file is gone */
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

/** The handle that opens a recording again; null if there is none. */
export function handleOf(directory: Directory): RecordingHandle | null {
  return directory instanceof VideoDirectory ? directory.videoHandle : directory.handle
}

/** Whether this browser can pick folders, and so can write to them. */
export function canPickFolders(): boolean {
  return 'showDirectoryPicker' in globalThis
}

/**
 * Asks the user for a folder.
 * @param id for each id, the browser's dialog starts in the folder that was picked last
 * @returns null if the user closes the dialog
 */
export async function pickFolder(
  id: 'overlane-recording' | 'overlane-output',
  mode: FileSystemPermissionMode,
): Promise<FileSystemDirectoryHandle | null> {
  return unlessClosed(() => showDirectoryPicker({ id, mode }))
}

/**
 * Asks the user for a video.
 * @returns null if the user closes the dialog
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

/** Opens the file dialog that every browser has. */
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

/** Asks for permission if it is not granted yet. Must be called from a click. */
export async function requestAccess(
  handle: RecordingHandle,
  mode: FileSystemPermissionMode,
): Promise<boolean> {
  // Browsers that only have private folders do not ask for permission.
  if (!('requestPermission' in handle)) return true
  if ((await handle.queryPermission({ mode })) === 'granted') return true
  return (await handle.requestPermission({ mode })) === 'granted'
}

/** The folder or video that was opened last, if the browser could store it. */
export async function rememberedRecording(): Promise<RecordingHandle | null> {
  const { get } = await import('idb-keyval')
  return (await get<RecordingHandle>(LAST_RECORDING_KEY)) ?? null
}

export async function rememberRecording(handle: RecordingHandle): Promise<void> {
  const { set } = await import('idb-keyval')
  await set(LAST_RECORDING_KEY, handle)
}

/**
 * The folder that was dropped. A video file gives a folder that contains only this file; other files
 * give null. Must be called while the event is handled, because the browser clears the items afterwards.
 */
export async function droppedFolder(transfer: DataTransfer): Promise<Directory | null> {
  const item = [...transfer.items].find(({ kind }) => kind === 'file')
  const file = item?.getAsFile()
  const isVideo = file && mayHoldFrames(file.name)
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

/** All files in a dropped folder and its subfolders, with their paths inside the folder. */
async function filesOf(
  folder: FileSystemDirectoryEntry,
  path: string,
): Promise<(readonly [path: string, file: File])[]> {
  const files: (readonly [string, File])[] = []
  const reader = folder.createReader()
  const readSome = () =>
    new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  // A reader returns at most a hundred entries at a time, and none at the end.
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

/** Makes an empty folder in the origin's private file system. A folder with this name is removed first. */
export async function emptyPrivateFolder(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  try {
    await root.removeEntry(name, { recursive: true })
  } catch (thrown) {
    if (!(thrown instanceof DOMException) || thrown.name !== 'NotFoundError') throw thrown
  }
  return root.getDirectoryHandle(name, { create: true })
}

/** What the operating system hands to the installed app: https://wicg.github.io/web-app-launch/ */
declare global {
  var launchQueue:
    | { setConsumer(take: (launch: { files: readonly FileSystemHandle[] }) => void): void }
    | undefined
}

/** Takes the files that the user opens with the installed app, now and later. */
export function takeLaunchedFiles(open: (file: FileSystemHandle) => void): void {
  globalThis.launchQueue?.setConsumer(({ files: [file] }) => {
    if (file) open(file)
  })
}
