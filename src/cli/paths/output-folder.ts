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
import { isBookkeeping, REPORT_FILE_NAME, swapTarget } from '../../index.ts'
import { wrongInput } from '../command-error.ts'
import { folderEntries } from './folder-entries.ts'
import { isLockOfOthers, removeOwnLock } from './output-lock.ts'
import { pathKind } from './path-kind.ts'
import { systemReason } from './system-reason.ts'

/**
 * The output folder of each recording. One recording uses the named folder itself. Each of several
 * recordings gets a subfolder with its own name.
 * @param recordings absolute paths
 */
export function nameOutputs(recordings: readonly string[], output: string): string[] {
  if (recordings.length === 1) return [output]
  const taken = new Set<string>()
  return recordings.map((recording) => {
    const name = basename(recording) || 'recording'
    let unique = name
    // Some systems do not distinguish capital and small letters.
    for (let count = 2; taken.has(unique.toLowerCase()); count++) unique = `${name} (${count})`
    taken.add(unique.toLowerCase())
    return join(output, unique)
  })
}

/** For a new folder below /proc, the system reports that there is no such folder. */
const NOT_MADE = { ENOENT: 'the system does not allow it.' }

/** A folder on the disk that a run writes to. */
export class OutputFolder {
  readonly path: string
  /** The uppermost folder that was created for it. Null if all existed. */
  private readonly firstMade: string | null
  private readonly namesBefore: ReadonlySet<string>
  /** Permissions of new files here. */
  private readonly fileMode: number
  /** Unix epoch. Older files were not written by a run into this folder. */
  private readonly openedMs = Date.now()

  /**
   * Creates the folder if it is missing.
   * @param path absolute
   * @throws CommandError if the folder cannot be created, or nothing can be written into it
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
    return folderEntries(this.path).length === 0
  }

  /** Removes the folders that were created, as long as they are empty. */
  removeIfEmpty(): void {
    if (this.firstMade !== null) removeEmptyFolders(this.path, this.firstMade)
  }

  /**
   * Gives files the permissions that new files of the user usually have. A browser writes files that
   * only the user can read.
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
   * Removes the unfinished files of a browser that ended in the middle of a write. Call it only when
   * the browser no longer writes. Files that the run did not announce in its report are not touched.
   */
  readonly removeRemains = (): void => {
    if (isLockOfOthers(this.path)) return
    removeHalfFiles(this.path, this.announcedNames(), this.openedMs, this.namesBefore)
    removeOwnLock(this.path)
  }

  /** The files that the run has announced in its report. */
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

/**
 * Removes the unfinished files of a browser that ended in the middle of a write: its swap files, and
 * the empty files that the swap files should have replaced.
 * @param names the files that the browser was writing. Files with other names are not touched, except
 * the parts of a manifest and the lock
 * @param sinceMs Unix epoch; older files are not touched
 * @param keep names of files that always stay
 */
export function removeHalfFiles(
  folder: string,
  names: readonly string[],
  sinceMs: number,
  keep: ReadonlySet<string> = new Set(),
): void {
  const own = new Set(names)
  for (const { name } of folderEntries(folder)) {
    const target = swapTarget(name)
    const written = target ?? name
    if (keep.has(name) || !(own.has(written) || isBookkeeping(written))) continue
    const path = join(folder, name)
    try {
      const stats = lstatSync(path)
      const isYoung = stats.birthtimeMs >= sinceMs - CLOCK_STEP_MS
      if (stats.isFile() && isYoung && (target !== null || stats.size === 0)) unlinkSync(path)
    } catch {
      // It is gone.
    }
  }
}

/** Times of files advance in steps of the system's clock. */
const CLOCK_STEP_MS = 20

/** Creates a file to find the permissions of new files. @throws Error if no file can be created */
function probeFileMode(folder: string): number {
  const path = join(folder, `.overlane-${randomUUID()}`)
  writeFileSync(path, '', { flag: 'wx' })
  const { mode } = statSync(path)
  unlinkSync(path)
  return mode & 0o777
}

/**
 * Creates a folder and the missing folders above it. Node's own `recursive` option never ends if the
 * system refuses with "no such file", as it does below /proc.
 * @returns the uppermost folder that was created; null if all existed
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
    // Several workers of a fleet make the folder of a run at the same time.
    if (pathKind(path) === 'folder') return firstMade
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
    // The folder is not empty, or does not exist. Both are fine.
  }
}
