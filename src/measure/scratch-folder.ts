import { HandleDirectory, OverlaneError } from '../index.ts'
import type { Directory } from '../index.ts'

const PREFIX = 'overlane-scratch-'

/**
 * Makes a temporary folder for a measurement, calls `work` with it, and removes it with its content.
 * @param parent the folder that it is made in; null: the browser's own storage for this page
 * @throws OverlaneError `output-invalid` if the page cannot write to the parent
 */
export async function withScratchFolder<Result>(
  parent: Directory | null,
  work: (scratch: ScratchFolder) => Promise<Result>,
): Promise<Result> {
  const within = parent ? parent.handle : await navigator.storage.getDirectory()
  if (!within) {
    throw new OverlaneError(
      'output-invalid',
      `This browser cannot write to the folder "${parent?.name ?? ''}", so it cannot be measured.`,
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

/** The temporary folder of a measurement. It gives an empty folder to each run. */
export class ScratchFolder {
  private readonly handle: FileSystemDirectoryHandle
  private count = 0

  constructor(handle: FileSystemDirectoryHandle) {
    this.handle = handle
  }

  /** Makes an empty folder, calls `run` with it, and removes it. */
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

/** Removes the temporary folders of pages that were closed during a measurement. */
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
