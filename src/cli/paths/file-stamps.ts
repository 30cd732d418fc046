import { statSync } from 'node:fs'
import { join } from 'node:path'
import { folderEntries } from './folder-entries.ts'

/** A name, its size in bytes, and the time of its last change as Unix epoch in ms. */
export type NamedStamp = [name: string, sizeBytes: number, modifiedMs: number]

/**
 * Sizes and times of all files of a folder, as a browser tells them. A browser needs a third of a
 * millisecond a file, because it asks another process about each.
 */
export function fileStamps(folder: string): NamedStamp[] {
  return folderEntries(folder).flatMap((entry): NamedStamp[] => {
    if (entry.isDirectory()) return []
    const stat = statSync(join(folder, entry.name), { throwIfNoEntry: false })
    // Browsers tell whole milliseconds.
    return stat?.isFile() ? [[entry.name, stat.size, Math.floor(stat.mtimeMs)]] : []
  })
}
