import { proxy, releaseProxy, wrap } from 'comlink'
import type { Remote } from 'comlink'
import { describeThrown, problem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { FrameOutcome, FrameTask, FrameTimes, WorkerStage } from './frame-task.ts'
import type { MovieFrame, MovieSetup } from './movie-task.ts'
import type { MovieWorker } from './movie.worker.ts'

export interface MovieRunOptions {
  setup: MovieSetup
  /** Up to `count` frames to render; none when there are no more. */
  take: (count: number) => Promise<FrameTask>[]
  spanOf: (position: number) => MovieFrame['span']
  onStage: (workerIndex: number, task: FrameTask, stage: WorkerStage) => void
  onSettled: (
    workerIndex: number,
    task: FrameTask,
    outcome: FrameOutcome,
    times: FrameTimes | null,
  ) => void
}

const CANCEL_TIMEOUT_MS = 10_000

/** One worker that makes a video of all frames, in their order. */
export class MovieRun {
  private readonly options: MovieRunOptions
  private readonly held = new Map<number, FrameTask>()
  private remote: Remote<MovieWorker> | null = null
  private isStopping = false
  private giveUp: () => void = () => undefined
  /** Why there is no video, null where there is one, or none was to be. */
  failure: Problem | null = null
  /** Null while there is no video. */
  written: { hasSound: boolean } | null = null
  get wantsSound(): boolean {
    return this.options.setup.sound !== null
  }

  readonly busyMs = [0]
  readonly abandoned: FrameTask[] = []

  constructor(options: MovieRunOptions) {
    this.options = options
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const worker = new Worker(new URL('./movie.worker.ts', import.meta.url), { type: 'module' })
    const remote = wrap<MovieWorker>(worker)
    this.remote = remote
    const died = new Promise<never>((_, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message || 'its script failed'))
      this.giveUp = () => reject(new Error('it did not end when it was told to'))
    })
    const written = remote.write(
      this.options.setup,
      proxy((count) => this.take(count)),
      proxy((position, stage) => this.onStage(position, stage)),
      proxy((position, outcome, times, busyMs) => this.onSettled(position, outcome, times, busyMs)),
    )
    try {
      const result = await Promise.race([written, died])
      if (result && 'problem' in result) this.failure = result.problem
      else this.written = result
    } catch (thrown) {
      const message = `The video could not be made: ${describeThrown(thrown)}`
      this.failure = problem('error', 'worker-failed', message)
    } finally {
      remote[releaseProxy]()
      worker.terminate()
    }
  }

  /** Frames are taken when the encoder has room for them, by one worker. */
  resume(): void {}
  adapt(): void {}

  /** Ends the run; there is no video then. */
  stop(): void {
    if (this.isStopping) return
    this.isStopping = true
    this.remote?.cancel().catch(() => undefined)
    setTimeout(() => this.giveUp(), CANCEL_TIMEOUT_MS)
  }

  private async take(count: number): Promise<MovieFrame[]> {
    if (this.isStopping) return []
    const tasks = await Promise.all(this.options.take(count))
    for (const task of tasks) this.held.set(task.position, task)
    return tasks.map((task) => ({ ...task, span: this.options.spanOf(task.position) }))
  }

  private onStage(position: number, stage: WorkerStage): void {
    const task = this.held.get(position)
    if (task) this.options.onStage(0, task, stage)
  }

  private onSettled(
    position: number,
    outcome: FrameOutcome,
    times: FrameTimes,
    busyMs: number,
  ): void {
    const task = this.held.get(position)
    if (!task) return
    this.held.delete(position)
    this.busyMs[0] = (this.busyMs[0] ?? 0) + busyMs
    this.options.onSettled(0, task, outcome, times)
  }
}
