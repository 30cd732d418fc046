import { del, get, set } from 'idb-keyval'
import type { RecordingHandle } from './folder-access.ts'

const KEY = 'interrupted-run'
/** How often the number of finished frames is stored. */
const INTERVAL_MS = 1000

/** A run as the next visit needs it, if this visit ends before the run does. */
export interface StoredRun {
  id: string
  recording: RecordingHandle
  recordingName: string
  output: FileSystemDirectoryHandle
  ignoresProjectFile: boolean
  /** In the form of the project file. */
  config: Record<string, unknown>
  plannedCount: number
  doneCount: number
}

/** Keeps a run in the storage of the browser while it goes on. */
export class RunKeeper {
  private run: StoredRun
  private storedMs = performance.now()
  private stored: Promise<void>

  private constructor(run: StoredRun) {
    this.run = run
    this.stored = set(KEY, run)
    // Without storage, the next visit has nothing to offer.
    this.stored.catch(() => undefined)
  }

  /** Resolves when the run is stored, so that nothing is begun before. */
  static async begin(run: Omit<StoredRun, 'id' | 'doneCount'>): Promise<RunKeeper> {
    const keeper = new RunKeeper({ ...run, id: crypto.randomUUID(), doneCount: 0 })
    await keeper.stored.catch(() => undefined)
    return keeper
  }

  note(doneCount: number): void {
    const nowMs = performance.now()
    if (nowMs - this.storedMs < INTERVAL_MS || doneCount === this.run.doneCount) return
    this.storedMs = nowMs
    this.store(doneCount)
  }

  /** @param isOver whether there is nothing to go on with */
  async end(isOver: boolean): Promise<void> {
    await this.stored.catch(() => undefined)
    if (isOver) await forgetRun(this.run.id).catch(() => undefined)
  }

  private store(doneCount: number): void {
    this.run = { ...this.run, doneCount }
    this.stored = this.stored.then(() => set(KEY, this.run))
    this.stored.catch(() => undefined)
  }
}

/** The run that did not end on an earlier visit. Null if there is none, or if a page works on one now. */
export async function interruptedRun(): Promise<StoredRun | null> {
  const { held = [] } = await navigator.locks.query()
  if (held.some(({ name }) => name?.startsWith('overlane-run-'))) return null
  return (await get<StoredRun>(KEY)) ?? null
}

/** Forgets a run, but not a later one of another page. */
export async function forgetRun(id: string): Promise<void> {
  if ((await get<StoredRun>(KEY))?.id === id) await del(KEY)
}
