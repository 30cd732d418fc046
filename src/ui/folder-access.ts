import { HandleDirectory, isVideoName, MemoryDirectory } from '../index.ts'
import type { Directory } from '../index.ts'

/** Folders from the browser: picked, dropped, remembered, and the origin's private ones. */

const LAST_FOLDER_KEY = 'last-folder'

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
  try {
    return await showDirectoryPicker({ id, mode })
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return null
    throw thrown
  }
}

/** Asks for permission where it is not given yet; needs a click. */
export async function requestAccess(
  handle: FileSystemDirectoryHandle,
  mode: FileSystemPermissionMode,
): Promise<boolean> {
  // Browsers that have private folders only, ask for nothing.
  if (!('requestPermission' in handle)) return true
  if ((await handle.queryPermission({ mode })) === 'granted') return true
  return (await handle.requestPermission({ mode })) === 'granted'
}

/** The folder that was opened last, if the browser can keep it. */
export async function rememberedFolder(): Promise<FileSystemDirectoryHandle | null> {
  const { get } = await import('idb-keyval')
  return (await get<FileSystemDirectoryHandle>(LAST_FOLDER_KEY)) ?? null
}

export async function rememberFolder(handle: FileSystemDirectoryHandle): Promise<void> {
  const { set } = await import('idb-keyval')
  await set(LAST_FOLDER_KEY, handle)
}

/**
 * The folder of a drop; of a video file one that holds it alone; null for other files. Must be called
 * while the event is handled: the browser takes the items away afterwards.
 */
export function droppedFolder(transfer: DataTransfer): Promise<Directory | null> {
  const item = [...transfer.items].find(({ kind }) => kind === 'file')
  if (!item) return Promise.resolve(null)
  const file = item.getAsFile()
  if (file && isVideoName(file.name)) {
    return Promise.resolve(new MemoryDirectory(file.name, [[file.name, file]]))
  }
  if ('getAsFileSystemHandle' in item) {
    return item.getAsFileSystemHandle().then((handle) => {
      return handle instanceof FileSystemDirectoryHandle ? new HandleDirectory(handle) : null
    })
  }
  const entry = (item as DataTransferItem).webkitGetAsEntry()
  if (!(entry instanceof FileSystemDirectoryEntry)) return Promise.resolve(null)
  return filesOf(entry, '').then((files) => new MemoryDirectory(entry.name, files))
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
