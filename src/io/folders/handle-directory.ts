import { assertName } from './directory.ts'
import type { Directory, DirectoryEntry, FileContent } from './directory.ts'
import { swapNames, swapTarget } from './swap-files.ts'

/** A picked or dropped folder, or one of the origin's private file system. */
export class HandleDirectory implements Directory {
  readonly handle: FileSystemDirectoryHandle

  constructor(handle: FileSystemDirectoryHandle) {
    this.handle = handle
  }

  get name(): string {
    return this.handle.name
  }

  async *list(): AsyncIterable<DirectoryEntry> {
    for await (const [name, { kind }] of this.handle.entries()) {
      // They are gone when a write ends.
      if (swapTarget(name) === null) yield { name, kind }
    }
  }

  async openFile(name: string): Promise<File> {
    assertName(name)
    return (await this.handle.getFileHandle(name)).getFile()
  }

  async openDirectory(name: string): Promise<Directory> {
    assertName(name)
    return new HandleDirectory(await this.handle.getDirectoryHandle(name))
  }

  async writeFile(name: string, content: FileContent): Promise<void> {
    assertName(name)
    await writeWhole(this.handle, name, content)
  }

  async removeFile(name: string): Promise<void> {
    assertName(name)
    await this.handle.removeEntry(name)
  }
}

/**
 * Writes a complete file or nothing. The browser collects the content in a file beside the target,
 * and moves it to the target at `close`. If the disk is full, `write` or `close` fails.
 */
export async function writeWhole(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: FileContent,
): Promise<void> {
  const file = await folder.getFileHandle(name, { create: true })
  try {
    const writable = await file.createWritable()
    try {
      if (content instanceof ReadableStream) await content.pipeTo(writable, LEFT_OPEN)
      else await writable.write(content)
    } catch (thrown) {
      await writable.abort()
      throw thrown
    }
    await writable.close()
  } catch (thrown) {
    await removeIfEmpty(folder, name)
    throw thrown
  }
}

const LEFT_OPEN = { preventClose: true, preventAbort: true }

/** Removes what a worker left that was ended in the middle of a write. */
export async function removeUnfinished(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  for (const swapName of swapNames(name)) await removeWhenFree(folder, swapName)
  await removeIfEmpty(folder, name)
}

/** A worker that hangs takes a moment to end, and its files are in use until then. */
const REMOVE_ATTEMPTS = 20
const REMOVE_INTERVAL_MS = 250

async function removeWhenFree(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  for (let attempt = 1; attempt <= REMOVE_ATTEMPTS; attempt++) {
    try {
      await folder.removeEntry(name)
      return
    } catch (thrown) {
      const isInUse = thrown instanceof DOMException && thrown.name === 'NoModificationAllowedError'
      // The browser may have removed it by itself.
      if (!isInUse) return
    }
    await new Promise((resolve) => setTimeout(resolve, REMOVE_INTERVAL_MS))
  }
}

/** Asking for a new file creates an empty one. It must not remain if nothing was written. */
export async function removeIfEmpty(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  try {
    const file = await folder.getFileHandle(name)
    if ((await file.getFile()).size === 0) await folder.removeEntry(name)
  } catch {
    // There is no such file, or the folder may not be written to any more: the first error tells.
  }
}
