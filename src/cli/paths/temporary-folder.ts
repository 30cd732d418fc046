import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
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
import { folderEntries } from './folder-entries.ts'
import { systemReason } from './system-reason.ts'

/** What a temporary folder is for. This is part of its name. */
export type TemporaryPurpose = 'browser' | 'measure' | 'encoder'

const NAMES = /^overlane-(?:browser|measure|encoder)-\w{6}$/
/** In a folder of a process: which process it is. */
export const OWNER_FILE = 'owner.json'
const CONTENT_FOLDER = 'content'

/** A browser does not start with less free space. */
const LEAST_ROOM_BYTES = 1_000_000

/**
 * A folder for temporary files of this process. A file in it names the process. So a later process can
 * remove the folder if this one is killed: see `removeAbandoned`.
 */
export class TemporaryFolder {
  /** The folder for the content; absolute. */
  readonly path: string
  private readonly whole: string

  /** @throws CommandError `temporary-folder` if nothing can be written there */
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
    removeWhole(this.whole)
  }
}

/** Why a browser cannot start with this folder for temporary files. Null if the folder is fine. */
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
    `Nothing can be written into the folder for temporary files, ${tmpdir()}: ${reason} Free some disk space there, or name another folder in the environment variable ${variable}.`,
  )
}

/**
 * Removes the temporary folders of processes that were killed. A folder stays if it does not name such
 * a process, or if it belongs to another user.
 * @param parent default: the system's folder for temporary files
 */
export function removeAbandoned(parent = tmpdir()): void {
  for (const { name } of folderEntries(parent).filter(({ name }) => NAMES.test(name))) {
    const whole = join(parent, name)
    const owner = isOwn(whole) ? readOwner(join(whole, OWNER_FILE)) : null
    if (owner && hasEnded(owner)) removeWhole(whole)
  }
}

/** Whether the path is a folder (not a link) and belongs to this user. */
function isOwn(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  const user = process.getuid?.()
  return stats?.isDirectory() === true && (user === undefined || stats.uid === user)
}

/** Null if the file is missing, or does not name a process. */
export function readOwner(path: string): ProcessOwner | null {
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

/** The owner file is removed last. So a later process still knows the owner of what is left. */
function removeWhole(whole: string): void {
  removeFolder(join(whole, CONTENT_FOLDER))
  const isLeft = folderEntries(whole).some(({ name }) => name === CONTENT_FOLDER)
  if (!isLeft) removeFolder(whole)
}

/** Tries several times, because processes of a browser may still be writing while they end. */
export function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  } catch {
    // A later process tries again.
  }
}
