import { statSync } from 'node:fs'

/** What a path leads to. `missing`: nothing is there, or this user may not reach it. */
export function pathKind(path: string): 'folder' | 'file' | 'missing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return 'missing'
  }
}
