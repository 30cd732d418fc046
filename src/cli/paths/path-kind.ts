import { statSync } from 'node:fs'

/** What a path leads to; `missing` where nothing is there, or nothing that this user may reach. */
export function pathKind(path: string): 'folder' | 'file' | 'missing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'missing'
  }
}
