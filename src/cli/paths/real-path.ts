import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Resolves the links in the part of a path that exists. The browser does not follow links.
 * @param path absolute
 */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), basename(path))
  }
}
