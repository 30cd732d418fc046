import type { Directory } from '../../../io/folders/directory.ts'
import { listFiles } from '../../../io/folders/stat-files.ts'
import type { FileStamp, ListedFiles } from '../../../io/folders/stat-files.ts'
import { lookAtFiles } from './look-at-files.ts'
import type { Seen } from './look-at-files.ts'
import type { LookRequest } from './look.worker.ts'

/**
 * Looks at the sizes and times of some files of a folder, in a thread of its own. The browser holds
 * something for each file that was asked about. It lets go of it when the thread ends, here before the run.
 */
export class FolderLook {
  private readonly directory: Directory
  private readonly abort = new AbortController()
  private readonly stamps = new Map<string, FileStamp>()
  /** Whether all of these files were looked at. */
  private isWhole = false

  constructor(directory: Directory, names: readonly string[]) {
    this.directory = directory
    const { handle } = directory
    // Where there are no workers (tests in Node) it is done right here.
    if (handle && typeof Worker !== 'undefined') this.lookInWorker({ handle, names })
    else lookAtFiles(directory, names, this.note, this.abort.signal).catch(() => undefined)
  }

  end(): void {
    this.abort.abort()
  }

  /** What is known of the files; if not all were looked at, of all that are in the folder. */
  async files(): Promise<ListedFiles> {
    return this.isWhole ? this.stamps : this.listAgain()
  }

  /** What is in the folder now. A file that was removed does not count as seen. */
  async listAgain(): Promise<ListedFiles> {
    const files = await listFiles(this.directory)
    for (const [name, now] of files) {
      const before = this.stamps.get(name)
      if (now && before) files.set(name, before)
    }
    return files
  }

  private lookInWorker(request: LookRequest): void {
    const worker = new Worker(new URL('./look.worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Seen>) => this.note(data))
    this.abort.signal.addEventListener('abort', () => worker.terminate())
    worker.postMessage(request)
  }

  private readonly note = ({ stamps, isLast }: Seen): void => {
    for (const [name, stamp] of stamps) this.stamps.set(name, stamp)
    this.isWhole = isLast
    if (isLast) this.end()
  }
}
