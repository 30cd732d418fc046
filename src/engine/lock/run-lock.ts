import { transfer } from 'comlink'
import { describeThrown, OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { LOCK_FILE_NAME } from '../../io/folders/manifest-files.ts'
import { listenTo, WorkerHost } from '../workers/worker-host.ts'
import { findHolder, inUse } from './find-holder.ts'
import { parseLockNote, serializeLockNote } from './lock-note.ts'
import type { LockNote } from './lock-note.ts'
import type { LockKeeper, LockNotices } from './lock.worker.ts'
import { browserMark } from './own-browser.ts'

/** Pages of one browser look for a lock and write theirs one after the other. */
const TAKING = 'overlane-taking-a-folder'
const END_TIMEOUT_MS = 2000

/**
 * A run's right to write into its output folder: a file there that changes twice a second. A file
 * system that browsers share has no safer lock. If two browsers write the file in the same
 * millisecond, the first one finds at its next beat that it has lost the folder, and stops.
 */
export class RunLock {
  private readonly folder: Directory
  private readonly run: string
  private readonly host: WorkerHost<LockKeeper>
  /** Why the run has no right any more; else null. */
  lost: Problem | null = null
  /** Called when another run has taken the folder, or the lock file was removed. */
  onLost: (why: Problem) => void = () => undefined

  /**
   * Takes the folder for a run.
   * @param note the run. Its browser must hold the lock `browserLockName(note.run)`
   * @throws OverlaneError `busy` while another run writes there; `write-failed`
   */
  static take(
    folder: Directory,
    note: Pick<LockNote, 'run' | 'recording' | 'process'>,
  ): Promise<RunLock> {
    return navigator.locks.request(TAKING, async () => {
      const holder = await findHolder(folder)
      if (holder) throw inUse(folder, holder)
      const startedAt = new Date().toISOString()
      const whole = { ...note, startedAt, browser: browserMark(), beat: 0 }
      try {
        await folder.writeFile(LOCK_FILE_NAME, serializeLockNote(whole))
      } catch (thrown) {
        throw new OverlaneError(
          'write-failed',
          `Nothing can be written to "${folder.name}": ${describeThrown(thrown)} Choose another folder, or free some disk space.`,
          { file: LOCK_FILE_NAME },
          { cause: thrown },
        )
      }
      return new RunLock(folder, whole)
    })
  }

  private constructor(folder: Directory, note: LockNote) {
    this.folder = folder
    this.run = note.run
    const worker = new Worker(new URL('./lock.worker.ts', import.meta.url), { type: 'module' })
    // Without its worker the run goes on, but only pages of this browser see it.
    this.host = new WorkerHost<LockKeeper>(worker, () => undefined)
    const port = listenTo<LockNotices>({ onLost: (how) => this.lose(how) })
    if (folder.handle) {
      void this.host.remote
        .start(folder.handle, note, transfer(port, [port]))
        .catch(() => undefined)
    }
  }

  /** Lets other runs write into the folder. */
  async release(): Promise<void> {
    await Promise.race([
      this.host.remote.end().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, END_TIMEOUT_MS)),
    ])
    this.host.end()
    try {
      const text = await (await this.folder.openFile(LOCK_FILE_NAME)).text()
      if (parseLockNote(text)?.run === this.run) await this.folder.removeFile(LOCK_FILE_NAME)
    } catch {
      // It is gone, with its folder or without it.
    }
  }

  private lose(how: 'taken' | 'gone'): void {
    const { name } = this.folder
    const told =
      how === 'taken'
        ? `Another run writes into "${name}" now, so this run stopped. Its finished frames are there.`
        : `${LOCK_FILE_NAME} in "${name}" was moved or deleted, so another run may write there. This run stopped.`
    this.lost = problem('error', how === 'taken' ? 'busy' : 'write-failed', told)
    this.onLost(this.lost)
  }
}
