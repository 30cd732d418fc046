import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommandError } from '../command-error.ts'
import { hasEnded, thisProcess } from '../process-owner.ts'
import type { ProcessOwner } from '../process-owner.ts'
import { systemReason } from './system-reason.ts'

/** What a temporary folder is for; its name says it. */
export type TemporaryPurpose = 'browser' | 'measure'

const NAMES = /^overlane-(?:browser|measure)-\w{6}$/
const OWNER_FILE = 'owner.json'
const CONTENT_FOLDER = 'content'

/** With less, a browser does not start. */
const LEAST_ROOM_BYTES = 1_000_000

/**
 * A folder for temporary files of this process. Beside its content lies the name of the process, so
 * that a later one can remove what a killed one left: see `removeAbandoned`.
 */
export class TemporaryFolder {
  /** Absolute, for the content. */
  readonly path: string
  private readonly whole: string

  /** @throws CommandError `temporary-folder` where nothing can be written there */
  constructor(purpose: TemporaryPurpose) {
    let whole: string | null = null
    try {
      whole = mkdtempSync(join(tmpdir(), `overlane-${purpose}-`))
      this.whole = whole
      writeFileSync(join(whole, OWNER_FILE), JSON.stringify(thisProcess()))
      this.path = join(whole, CONTENT_FOLDER)
      mkdirSync(this.path)
    } catch (thrown) {
      if (whole !== null) removeFolder(whole)
      throw noTemporaryFolder(systemReason(thrown))
    }
  }

  /** Tries several times, because processes of a browser may still be writing while they end. */
  remove(): void {
    // The owner goes last: while anything is left, a later process knows whose it was.
    removeFolder(this.path)
    if (!contains(this.whole, CONTENT_FOLDER)) removeFolder(this.whole)
  }
}

/** Why a browser cannot start with this folder for temporary files; null where it is not to blame. */
export function temporaryFolderFault(folder = tmpdir()): CommandError | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < LEAST_ROOM_BYTES ? noTemporaryFolder('the disk is full.') : null
  } catch (thrown) {
    return noTemporaryFolder(systemReason(thrown))
  }
}

function noTemporaryFolder(reason: string): CommandError {
  const variable = process.platform === 'win32' ? 'TEMP' : 'TMPDIR'
  return new CommandError(
    'temporary-folder',
    `Nothing can be written into the folder for temporary files, ${tmpdir()}: ${reason} Make room there, or name another folder in the environment variable ${variable}.`,
  )
}

/**
 * Removes the temporary folders of processes that were killed. A folder without the name of such a
 * process in it, or of another user, stays.
 * @param parent default: the system's folder for temporary files
 */
export function removeAbandoned(parent = tmpdir()): void {
  for (const name of namesIn(parent).filter((name) => NAMES.test(name))) {
    const whole = join(parent, name)
    const owner = isOwn(whole) ? readOwner(join(whole, OWNER_FILE)) : null
    if (!owner || !hasEnded(owner)) continue
    removeFolder(join(whole, CONTENT_FOLDER))
    if (!contains(whole, CONTENT_FOLDER)) removeFolder(whole)
  }
}

/** Whether it is a folder, no link to one, and of this user. */
function isOwn(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  const user = process.getuid?.()
  return stats?.isDirectory() === true && (user === undefined || stats.uid === user)
}

function readOwner(path: string): ProcessOwner | null {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessOwner>
    const { host, pid, started } = owner
    const isWhole =
      typeof host === 'string' && typeof pid === 'number' && typeof started === 'string'
    return isWhole ? { host, pid, started } : null
  } catch {
    return null
  }
}

function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  } catch {
    // A later process tries again.
  }
}

function contains(folder: string, name: string): boolean {
  return namesIn(folder).includes(name)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
