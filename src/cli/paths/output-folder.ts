import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isManifestName, REPORT_FILE_NAME } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { systemReason } from './system-reason.ts'

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

/** Below /proc, the system says of a new folder that it is not there. */
const NOT_MADE = { ENOENT: 'the system does not allow it.' }

/** A folder on the disk that a run writes to. */
export class OutputFolder {
  readonly path: string
  /** The first folder that was made on the way to it; null where all were there. */
  private readonly firstMade: string | null
  private readonly namesBefore: ReadonlySet<string>
  /** Permissions of new files here. */
  private readonly fileMode: number
  /** Unix epoch. Whatever is older was not made by a run into this folder. */
  private readonly openedMs = Date.now()

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
        `The folder ${path} cannot be created: ${systemReason(thrown, NOT_MADE)} Choose another one.`,
      )
    }
    try {
      this.fileMode = probeFileMode(path)
    } catch (thrown) {
      this.removeIfEmpty()
      throw wrongInput(
        `Nothing can be written into the folder ${path}: ${systemReason(thrown, NOT_MADE)} Choose another one.`,
      )
    }
    this.namesBefore = new Set(readdirSync(path))
  }

  get isEmpty(): boolean {
    return readdirSync(this.path).length === 0
  }

  /** Takes back the folders that were made where nothing came to lie in them. */
  removeIfEmpty(): void {
    if (this.firstMade !== null) removeEmptyFolders(this.path, this.firstMade)
  }

  /**
   * Gives files the permissions that the user's programs give to new ones. A browser lets nobody but
   * the user read them.
   */
  share(names: readonly string[]): void {
    for (const name of names) {
      try {
        chmodSync(join(this.path, name), this.fileMode)
      } catch {
        // It is gone, or on a disk without permissions.
      }
    }
  }

  /**
   * Removes what a browser that ended in the middle of a write has left of its run. Only for when the
   * browser writes no more. Files that the run did not announce in its report are not touched.
   */
  readonly removeRemains = (): void => {
    removeHalfFiles(this.path, this.announcedNames(), this.openedMs, this.namesBefore)
  }

  /** The files that the run into this folder said it would write. */
  private announcedNames(): string[] {
    try {
      const text = readFileSync(join(this.path, REPORT_FILE_NAME), 'utf8')
      const { started_at, files } = JSON.parse(text) as { started_at: string; files: string[] }
      const isOfThisRun = Date.parse(started_at) >= this.openedMs
      return isOfThisRun ? [...files, REPORT_FILE_NAME] : [REPORT_FILE_NAME]
    } catch {
      // The browser ended before its run could announce anything else.
      return [REPORT_FILE_NAME]
    }
  }
}

/** A file's swap file has its name with this ending, or, where that is taken, a number before it. */
const SWAP_ENDING = /(?:\.\d+)?\.crswap$/

/**
 * Removes what a browser that ended in the middle of a write has left: its swap files, and the empty
 * files that they were to replace.
 * @param names of the files that the browser was to write, beside the parts of the manifest; others
 * are not touched
 * @param sinceMs Unix epoch; older files are not touched
 * @param keep names of files that stay, whatever they are
 */
export function removeHalfFiles(
  folder: string,
  names: readonly string[],
  sinceMs: number,
  keep: ReadonlySet<string> = new Set(),
): void {
  const own = new Set(names)
  for (const name of listNames(folder)) {
    const isSwapFile = SWAP_ENDING.test(name)
    const target = name.replace(SWAP_ENDING, '')
    if (keep.has(name) || !(own.has(target) || isManifestName(target))) continue
    const path = join(folder, name)
    try {
      const stats = lstatSync(path)
      const isYoung = stats.birthtimeMs >= sinceMs - CLOCK_STEP_MS
      if (stats.isFile() && isYoung && (isSwapFile || stats.size === 0)) unlinkSync(path)
    } catch {
      // It is gone.
    }
  }
}

/** Times of files advance in steps of the system's clock. */
const CLOCK_STEP_MS = 20

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // The folder is gone, and what was in it.
    return []
  }
}

/** The permissions that a new file gets, found by making one. @throws Error where none can be made */
function probeFileMode(folder: string): number {
  const path = join(folder, `.overlane-${randomUUID()}`)
  writeFileSync(path, '', { flag: 'wx' })
  const { mode } = statSync(path)
  unlinkSync(path)
  return mode & 0o777
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
  try {
    mkdirSync(path)
  } catch (thrown) {
    if (firstMade !== null) removeEmptyFolders(dirname(path), firstMade)
    throw thrown
  }
  return firstMade ?? path
}

/** Removes a folder, and those above it up to the last one, as long as they are empty. */
function removeEmptyFolders(path: string, last: string): void {
  try {
    for (let each = path; each.length >= last.length; each = dirname(each)) rmdirSync(each)
  } catch {
    // It holds something, or is gone: both are well.
  }
}
