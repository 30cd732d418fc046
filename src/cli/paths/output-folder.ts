import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { wrongInput } from '../command-error.ts'

/**
 * The folder that each recording's frames go to: the one that is named, or, for several recordings,
 * one of their names below it.
 * @param recordings absolute paths
 */
export function nameOutputs(recordings: readonly string[], output: string): string[] {
  if (recordings.length === 1) return [output]
  const taken = new Set<string>()
  return recordings.map((recording) => {
    const name = basename(recording) || 'recording'
    let unique = name
    // Some systems do not tell capitals from small letters.
    for (let count = 2; taken.has(unique.toLowerCase()); count++) unique = `${name} (${count})`
    taken.add(unique.toLowerCase())
    return join(output, unique)
  })
}

/** A folder on the disk that a run writes to. */
export class OutputFolder {
  readonly path: string
  /** The first folder that was made on the way to it; null where all were there. */
  private readonly firstMade: string | null
  private readonly namesBefore: ReadonlySet<string>

  /**
   * Makes the folder where it is missing.
   * @param path absolute
   * @throws CommandError where it cannot be made or written into
   */
  constructor(path: string) {
    this.path = path
    try {
      this.firstMade = makeFolder(path)
    } catch (thrown) {
      throw wrongInput(
        `The folder ${path} cannot be created: ${reasonOf(thrown)} Choose another one.`,
      )
    }
    try {
      rmdirSync(mkdtempSync(join(path, '.overlane-')))
    } catch (thrown) {
      this.removeIfEmpty()
      throw wrongInput(
        `Nothing can be written into the folder ${path}: ${reasonOf(thrown)} Choose another one.`,
      )
    }
    this.namesBefore = new Set(readdirSync(path))
  }

  get isEmpty(): boolean {
    return readdirSync(this.path).length === 0
  }

  /** Takes back the folders that were made where nothing came to lie in them. */
  removeIfEmpty(): void {
    if (this.firstMade === null) return
    try {
      for (let path = this.path; path.length >= this.firstMade.length; path = dirname(path)) {
        rmdirSync(path)
      }
    } catch {
      // It holds something, or is gone: both are well.
    }
  }

  /** Removes half files that came since. Only for when the browser writes no more. */
  readonly removeRemains = (): void => removeHalfFiles(this.path, this.namesBefore)
}

/**
 * Removes what a browser that ended in the middle of a write has left: its swap files, and the empty
 * files that they were to replace.
 * @param keep names of files that stay, whatever they are
 */
export function removeHalfFiles(folder: string, keep: ReadonlySet<string> = new Set()): void {
  try {
    for (const name of readdirSync(folder)) {
      if (keep.has(name)) continue
      const path = join(folder, name)
      const stats = statSync(path)
      if (stats.isFile() && (name.endsWith('.crswap') || stats.size === 0)) unlinkSync(path)
    }
  } catch {
    // The folder is gone, and what was in it.
  }
}

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` never ends where a
 * system refuses with "no such file", as below /proc.
 * @returns the first one made; null where all were there
 */
function makeFolder(path: string): string | null {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return null
    throw Object.assign(new Error('Not a folder'), { code: 'ENOTDIR' })
  }
  const firstMade = makeFolder(dirname(path))
  mkdirSync(path)
  return firstMade ?? path
}

/** What the system says of a path, in plain words where the error is a known one. */
function reasonOf(thrown: unknown): string {
  const { code = '', message } = thrown as NodeJS.ErrnoException
  const words: Readonly<Record<string, string>> = {
    EACCES: 'permission is denied.',
    EPERM: 'permission is denied.',
    EROFS: 'the disk is read-only.',
    ENOENT: 'the system does not allow it.',
    ENOTDIR: 'it, or what should be a folder above it, is a file.',
    ENOSPC: 'the disk is full.',
  }
  return words[code] ?? `${message}.`
}
