import { CommandError } from '../../cli/command-error.ts'
import type { PlannedWork } from '../queue/fleet-queue.ts'
import type {
  ChunkRequest,
  ChunkResult,
  JoinRequest,
  JoinResult,
  PlanRequest,
  Renderer,
} from '../worker/renderer.ts'

const ENVIRONMENT = 'Overlane 0.0.0, Chromium 1'
const FRAMES_OF_CHUNK = 10

/** What a fleet of sleeping workers shares, as others share a disk. */
export class SleepingStore {
  /** Everything that was done, in order: `a 1`, `a join`. */
  readonly done: string[] = []
  private readonly receipts = new Set<string>()

  /** @returns false if the chunk is complete already */
  commit(name: string): boolean {
    if (this.receipts.has(name)) return false
    this.receipts.add(name)
    this.done.push(name)
    return true
  }

  has(name: string): boolean {
    return this.receipts.has(name)
  }
}

export interface SleepingOptions {
  store: SleepingStore
  chunkCount: number
  /** How long a chunk of a recording takes. Default 0. */
  chunkMs?: (recording: string) => number
  /** Default: that of the plans. */
  environment?: string
  /** Fails in place of the work. */
  fault?: () => CommandError | null
}

/** Sleeps in place of rendering. The name of a recording is its path. */
export class SleepingRenderer implements Renderer {
  private readonly options: SleepingOptions
  private interrupt: () => void = () => undefined

  constructor(options: SleepingOptions) {
    this.options = options
  }

  environment(): Promise<string> {
    return Promise.resolve(this.options.environment ?? ENVIRONMENT)
  }

  async plan({ recording }: PlanRequest): Promise<PlannedWork> {
    await this.sleep(0)
    const { chunkCount, store } = this.options
    const indexes = Array.from({ length: chunkCount }, (_, index) => index)
    const missing = indexes.filter((index) => !store.has(`${recording.path} ${index + 1}`))
    return {
      plan: recording.path,
      environment: ENVIRONMENT,
      frameCount: chunkCount * FRAMES_OF_CHUNK,
      chunkCount,
      missing: missing.map((index) => ({ index, frameCount: FRAMES_OF_CHUNK })),
    }
  }

  async chunk({ recording, index, environment }: ChunkRequest): Promise<ChunkResult> {
    if (environment !== (await this.environment())) {
      throw new CommandError('other-environment', 'The versions differ.')
    }
    await this.sleep(this.options.chunkMs?.(recording.path) ?? 0)
    const wasRendered = this.options.store.commit(`${recording.path} ${index + 1}`)
    return { wasRendered, leftOutCount: 0 }
  }

  join({ recording }: JoinRequest): Promise<JoinResult> {
    this.options.store.commit(`${recording.path} join`)
    return Promise.resolve({ leftOutCount: 0 })
  }

  stop(): void {
    this.interrupt()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  private async sleep(ms: number): Promise<void> {
    const fault = this.options.fault?.()
    if (fault) throw fault
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      this.interrupt = () => {
        clearTimeout(timer)
        reject(new CommandError('interrupted', 'Interrupted.'))
      }
    })
  }
}
