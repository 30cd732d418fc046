import { expose } from 'comlink'
import { HandleDirectory } from '../../io/folders/handle-directory.ts'
import { LOCK_FILE_NAME } from '../../io/folders/manifest-files.ts'
import { notifier } from '../workers/worker-host.ts'
import type { NoticePort } from '../workers/worker-host.ts'
import { BEAT_INTERVAL_MS } from './find-holder.ts'
import { parseLockNote, serializeLockNote } from './lock-note.ts'
import type { LockNote } from './lock-note.ts'

/** What the worker tells the page. */
export interface LockNotices {
  /** @param how `taken`: another run has the folder now. `gone`: the lock file was removed */
  onLost: (how: 'taken' | 'gone') => void
}

/** Keeps a lock file fresh. It is a worker, because the timers of a hidden page are slow. */
class LockKeeper {
  private timer: ReturnType<typeof setInterval> | undefined
  private beating: Promise<void> | null = null

  start(handle: FileSystemDirectoryHandle, first: LockNote, port: NoticePort<LockNotices>): void {
    const { onLost } = notifier(port)
    const folder = new HandleDirectory(handle)
    let note = first
    this.timer = setInterval(() => {
      this.beating ??= beat().finally(() => (this.beating = null))
    }, BEAT_INTERVAL_MS)

    const beat = async (): Promise<void> => {
      const now = await readLock(folder)
      if (now === 'gone' || (now !== 'unknown' && now.run !== note.run)) {
        clearInterval(this.timer)
        onLost(now === 'gone' ? now : 'taken')
        return
      }
      note = { ...note, beat: note.beat + 1 }
      // If the disk is full or the folder is gone, the frames say so.
      await folder.writeFile(LOCK_FILE_NAME, serializeLockNote(note)).catch(() => undefined)
    }
  }

  /** Resolves when nothing is written any more. */
  async end(): Promise<void> {
    clearInterval(this.timer)
    await this.beating
  }
}

async function readLock(folder: HandleDirectory): Promise<LockNote | 'gone' | 'unknown'> {
  try {
    const text = await (await folder.openFile(LOCK_FILE_NAME)).text()
    return parseLockNote(text) ?? 'unknown'
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'NotFoundError' ? 'gone' : 'unknown'
  }
}

export type { LockKeeper }

expose(new LockKeeper())
