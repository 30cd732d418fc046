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

/** What sleeping workers share, as others share a disk. */
export interface CommitStore {
  /** @param part number of a chunk, from 1, or `join` @returns false if it is complete already */
  commit(recording: string, part: number | 'join'): boolean | Promise<boolean>
  /** Places of chunks that are not complete. */
  missing(recording: string, chunkCount: number): number[] | Promise<number[]>
}

/** For workers of one process. */
export class SleepingStore implements CommitStore {
  /** Everything that was done, in order: `a 1`, `a join`. */
  readonly done: string[] = []

  commit(recording: string, part: number | 'join'): boolean {
    const name = `${recording} ${part}`
    if (this.done.includes(name)) return false
    this.done.push(name)
    return true
  }

  missing(recording: string, chunkCount: number): number[] {
    const indexes = Array.from({ length: chunkCount }, (_, index) => index)
    return indexes.filter((index) => !this.done.includes(`${recording} ${index + 1}`))
  }
}

export interface SleepingOptions {
  store: CommitStore
  chunkCount: number
  /** How long a chunk of a recording takes. Default 0. */
  chunkMs?: (recording: string, index: number) => number
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
    const missing = await store.missing(recording.path, chunkCount)
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
    await this.sleep(this.options.chunkMs?.(recording.path, index) ?? 0)
    const wasRendered = await this.options.store.commit(recording.path, index + 1)
    return { wasRendered, leftOutCount: 0 }
  }

  async join({ recording }: JoinRequest): Promise<JoinResult> {
    await this.options.store.commit(recording.path, 'join')
    return { leftOutCount: 0 }
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
