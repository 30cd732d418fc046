import { HandleDirectory, OverlaneError } from '../index.ts'
import type { Directory } from '../index.ts'

const PREFIX = 'overlane-scratch-'

/**
 * Makes a folder for frames that are measured and not kept, and removes it with its files afterwards.
 * @param parent where it is made; null: the browser's own storage for this page
 * @throws OverlaneError `output-invalid` where the parent cannot be written into
 */
export async function withScratchFolder<Result>(
  parent: Directory | null,
  work: (scratch: ScratchFolder) => Promise<Result>,
): Promise<Result> {
  const within = parent ? parent.handle : await navigator.storage.getDirectory()
  if (!within) {
    throw new OverlaneError(
      'output-invalid',
      `Nothing can be written into the folder "${parent?.name ?? ''}" in this browser, so it cannot be measured.`,
    )
  }
  const name = PREFIX + crypto.randomUUID()
  // The lock tells other pages that the folder is in use.
  return navigator.locks.request(name, async () => {
    if (!parent) await removeForgotten(within)
    const handle = await within.getDirectoryHandle(name, { create: true })
    try {
      return await work(new ScratchFolder(handle))
    } finally {
      await within.removeEntry(name, { recursive: true })
    }
  })
}

/** An empty folder for each run. */
export class ScratchFolder {
  private readonly handle: FileSystemDirectoryHandle
  private count = 0

  constructor(handle: FileSystemDirectoryHandle) {
    this.handle = handle
  }

  /** Lends an empty folder for one run. */
  async withRunFolder<Result>(run: (folder: Directory) => Promise<Result>): Promise<Result> {
    const name = `run-${this.count++}`
    const folder = await this.handle.getDirectoryHandle(name, { create: true })
    try {
      return await run(new HandleDirectory(folder))
    } finally {
      await this.handle.removeEntry(name, { recursive: true })
    }
  }
}

/** Removes scratch folders of pages that were closed during a measurement. */
async function removeForgotten(root: FileSystemDirectoryHandle): Promise<void> {
  const { held = [] } = await navigator.locks.query()
  const inUse = new Set(held.map(({ name }) => name))
  const names: string[] = []
  for await (const name of root.keys()) names.push(name)
  for (const name of names) {
    if (name.startsWith(PREFIX) && !inUse.has(name))
      await root.removeEntry(name, { recursive: true })
  }
}
