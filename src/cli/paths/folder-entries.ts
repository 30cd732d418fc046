import { readdirSync } from 'node:fs'
import type { Dirent } from 'node:fs'

/** What is in a folder; an empty list if it is gone or cannot be read. */
export function folderEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
