import { HandleDirectory, LOG_EXTENSIONS, MemoryDirectory, VIDEO_EXTENSIONS } from '../../index.ts'
import type { Directory } from '../../index.ts'
import { FileDirectory } from './file-directory.ts'
import type { LooseFile } from './file-directory.ts'
import { privateRoot } from './private-root.ts'

/** Folders and videos that the browser gives: picked, dropped, remembered, or private to the origin. */

/** The name is older than videos. It must not change, because browsers have stored recordings under it. */
const LAST_RECORDING_KEY = 'last-folder'

/** The handle that opens a recording again on a later visit. */
export type RecordingHandle = FileSystemDirectoryHandle | FileSystemFileHandle

/** @throws OverlaneError `video-unreadable` */
export async function directoryOf(handle: RecordingHandle): Promise<Directory> {
  return handle instanceof FileSystemDirectoryHandle
    ? new HandleDirectory(handle)
    : FileDirectory.of(handle)
}

/** The handle that opens a recording again; null if there is none. */
export function handleOf(directory: Directory): RecordingHandle | null {
  return directory instanceof FileDirectory ? directory.fileHandle : directory.handle
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
 * Asks the user for a folder that is only read, also where the browser cannot write to folders.
 * @returns null if the user closes the dialog
 */
export async function pickFolderToRead(): Promise<Directory | null> {
  if (canPickFolders()) {
    const handle = await pickFolder('overlane-recording', 'read')
    return handle && new HandleDirectory(handle)
  }
  const files = await pickByInput({ webkitdirectory: true })
  return files && MemoryDirectory.fromFileList(files)
}

/**
 * Asks the user for files without their folder: a video, a log, or both.
 * @returns null if the user closes the dialog
 * @throws OverlaneError `video-unreadable` or `folder-unreadable`
 */
export async function pickFiles(): Promise<FileDirectory | null> {
  if (!('showOpenFilePicker' in globalThis)) return pickFilesByInput()
  const picked = await unlessClosed(() =>
    showOpenFilePicker({
      id: 'overlane-recording',
      multiple: true,
      types: [
        {
          description: 'Videos and logs',
          accept: {
            'video/*': extensions(VIDEO_EXTENSIONS),
            'text/plain': extensions(LOG_EXTENSIONS),
          },
        },
      ],
    }),
  )
  return picked?.[0] ? FileDirectory.of(...picked) : null
}

function extensions(list: readonly string[]): `.${string}`[] {
  return list as `.${string}`[]
}

async function pickFilesByInput(): Promise<FileDirectory | null> {
  const accept = [...VIDEO_EXTENSIONS, ...LOG_EXTENSIONS].join()
  const files = await pickByInput({ multiple: true, accept })
  return files && new FileDirectory([...files].map((file) => ({ file, handle: null })))
}

/** Opens the dialog that every browser has. */
function pickByInput(
  options: Partial<Pick<HTMLInputElement, 'multiple' | 'accept' | 'webkitdirectory'>>,
): Promise<FileList | null> {
  const input = Object.assign(document.createElement('input'), { type: 'file', ...options })
  return new Promise((resolve) => {
    input.oncancel = () => resolve(null)
    input.onchange = () => resolve(input.files?.length ? input.files : null)
    input.click()
  })
}

/** What the user picks; null if they close the dialog. */
export async function unlessClosed<Picked>(pick: () => Promise<Picked>): Promise<Picked | null> {
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

/** What was dropped at once. */
export interface Dropped {
  folders: Directory[]
  files: LooseFile[]
}

/** Must be called while the event is handled, because the browser clears the items afterwards. */
export async function droppedItems(transfer: DataTransfer): Promise<Dropped> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const entries = await Promise.all(items.map(readItem))
  return {
    folders: entries.flatMap((entry) => (entry && !('file' in entry) ? [entry] : [])),
    files: entries.flatMap((entry) => (entry && 'file' in entry ? [entry] : [])),
  }
}

async function readItem(item: DataTransferItem): Promise<Directory | LooseFile | null> {
  const file = item.getAsFile()
  if ('getAsFileSystemHandle' in item) {
    const handle = await item.getAsFileSystemHandle()
    if (handle instanceof FileSystemDirectoryHandle) return new HandleDirectory(handle)
    return file && { file, handle: handle instanceof FileSystemFileHandle ? handle : null }
  }
  const entry = (item as DataTransferItem).webkitGetAsEntry()
  if (!(entry instanceof FileSystemDirectoryEntry)) return file && { file, handle: null }
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
  const root = await privateRoot()
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
export function takeLaunchedFiles(open: (files: readonly FileSystemHandle[]) => void): void {
  globalThis.launchQueue?.setConsumer(({ files }) => {
    if (files.length > 0) open(files)
  })
}
