import { join } from 'node:path'
import { fileStamp } from './file-stamp.ts'
import { folderEntries } from './folder-entries.ts'

/**
 * A file's name, its size in bytes, and when it was changed: whole ms since the Unix epoch. The size
 * of a folder is null.
 */
export type StatEntry = [name: string, sizeBytes: number | null, modifiedMs: number]

/**
 * What is in a folder as a browser sees it, without links; an empty list if it is gone.
 * @param path of the folder inside of `root`, such as `frames`. Default: `root` itself
 */
export function statFolder(root: string, path = ''): StatEntry[] {
  if (path.split('/').includes('..')) throw new RangeError(`${path} leads out of ${root}.`)
  const folder = join(root, path)
  return folderEntries(folder).flatMap((entry): StatEntry[] => {
    if (entry.isDirectory()) return [[entry.name, null, 0]]
    if (!entry.isFile()) return []
    const stamp = fileStamp(join(folder, entry.name))
    return stamp ? [[entry.name, stamp.sizeBytes, stamp.modifiedMs]] : []
  })
}
