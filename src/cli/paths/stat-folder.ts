import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { folderEntries } from './folder-entries.ts'

/** A file's name, its size in bytes, and when it was changed: whole ms since the Unix epoch. */
export type StatEntry = [name: string, sizeBytes: number, modifiedMs: number]

const NS_PER_MS = 1_000_000n

/**
 * The files of a folder as a browser sees them, without links; an empty list if it is gone.
 * @param path of the folder inside of `root`, such as `frames`. Default: `root` itself
 */
export function statFolder(root: string, path = ''): StatEntry[] {
  if (path.split('/').includes('..')) throw new RangeError(`${path} leads out of ${root}.`)
  const folder = join(root, path)
  return folderEntries(folder).flatMap((entry): StatEntry[] => {
    if (!entry.isFile()) return []
    // Not `mtimeMs`: it is rounded, and the browser cuts off what is less than 1 ms.
    const stat = lstatSync(join(folder, entry.name), { bigint: true, throwIfNoEntry: false })
    return stat ? [[entry.name, Number(stat.size), Number(stat.mtimeNs / NS_PER_MS)]] : []
  })
}
