import { OverlaneError } from '../../core/errors.ts'
import { formatDateTime, viewerTimeZone } from '../../core/time/clock.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { LOCK_FILE_NAME } from '../../io/folders/manifest-files.ts'
import { parseLockNote } from './lock-note.ts'
import type { LockNote } from './lock-note.ts'
import { browserMark, isHeldHere } from './own-browser.ts'

/** The time between two beats of a run. */
export const BEAT_INTERVAL_MS = 500
/**
 * A run whose lock does not change during so many looks has ended. Looks are counted, and no times
 * are compared: after the machine slept, or its clock was set, the other run can still beat in time.
 */
const LOOK_COUNT = 20
const LOOK_INTERVAL_MS = 200

/** What this browser knows about runs. */
export interface Witness {
  browserMark: () => string
  isHeldHere: (run: string) => Promise<boolean>
  wait: (durationMs: number) => Promise<void>
}

const THIS_BROWSER: Witness = {
  browserMark,
  isHeldHere,
  wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
}

/**
 * The run that writes into a folder now; null if there is none. A run of this browser is known at
 * once. A run of another browser is watched: if it has ended without removing its lock, this takes
 * four seconds. The lock of a run that has ended is removed.
 * @throws OverlaneError `output-invalid` if the folder has a file with the lock's name that no run
 * wrote
 */
export async function findHolder(
  folder: Directory,
  witness: Witness = THIS_BROWSER,
): Promise<LockNote | null> {
  let text: string | null = await readLock(folder)
  if (text === null) return null
  const first = parseLockNote(text)
  if (!first && text !== '') throw foreignLock(folder)
  if (first && (await witness.isHeldHere(first.run))) return first
  const isOurs = first && first.browser !== '' && first.browser === witness.browserMark()
  if (isOurs) return removeLock(folder)
  for (let look = 0; look < LOOK_COUNT; look++) {
    await witness.wait(LOOK_INTERVAL_MS)
    const before: string = text
    text = await readLock(folder)
    if (text === null) return null
    const note = parseLockNote(text)
    if (note && text !== before) return note
  }
  return removeLock(folder)
}

async function removeLock(folder: Directory): Promise<null> {
  // If this fails, the run that is about to begin cannot write its own lock, and says why.
  await folder.removeFile(LOCK_FILE_NAME).catch(() => undefined)
  return null
}

/** The error that says which run is there. */
export function inUse(
  folder: Directory,
  { recording, process, startedAt }: LockNote,
): OverlaneError {
  const place = process ? `a terminal (process ${process.pid})` : 'a browser'
  const startedMs = Date.parse(startedAt)
  const since = Number.isNaN(startedMs)
    ? ''
    : ` since ${formatDateTime(startedMs, viewerTimeZone())}`
  return new OverlaneError('busy', {
    subject: `The folder "${folder.name}"`,
    fault: `is in use: a run of "${recording}" in ${place} writes into it${since}`,
    remedy: 'Wait until that run ends, cancel it, or choose another folder.',
  })
}

/** Null if there is no lock. '' while it is created, or where a browser ended during that. */
async function readLock(folder: Directory): Promise<string | null> {
  try {
    return await (await folder.openFile(LOCK_FILE_NAME)).text()
  } catch (thrown) {
    // The file may be replaced while it is read.
    return thrown instanceof DOMException && thrown.name === 'NotFoundError' ? null : ''
  }
}

function foreignLock(folder: Directory): OverlaneError {
  return new OverlaneError(
    'output-invalid',
    `${LOCK_FILE_NAME} in "${folder.name}" is not a file of Overlane. Rename it, or choose another folder.`,
    { file: LOCK_FILE_NAME },
  )
}
