import { readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { LOCK_FILE_NAME, parseLockNote } from '../../index.ts'
import type { LockNote } from '../../index.ts'
import { hasEnded, thisProcess } from '../process-owner.ts'

/**
 * Removes the lock of a command line that was killed. A page would have to watch it for some seconds,
 * because it does not know processes.
 */
export function removeDeadLock(folder: string): void {
  const { process } = readLock(folder) ?? {}
  if (process && hasEnded(process)) removeLock(folder)
}

/** Removes the lock that a run of this process left when its browser ended. */
export function removeOwnLock(folder: string): void {
  if (isLockOfOthers(folder)) return
  if (readLock(folder)) removeLock(folder)
}

/** Whether another process, or a page, has locked the folder. */
export function isLockOfOthers(folder: string): boolean {
  const note = readLock(folder)
  if (!note) return false
  const { host, pid, started } = thisProcess()
  const { process } = note
  return process?.host !== host || process.pid !== pid || process.started !== started
}

/** Null if there is no lock, or it cannot be read. */
function readLock(folder: string): LockNote | null {
  try {
    return parseLockNote(readFileSync(join(folder, LOCK_FILE_NAME), 'utf8'))
  } catch {
    return null
  }
}

function removeLock(folder: string): void {
  try {
    unlinkSync(join(folder, LOCK_FILE_NAME))
  } catch {
    // It is gone.
  }
}
