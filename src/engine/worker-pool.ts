import { proxy, releaseProxy, wrap } from 'comlink'
import type { Remote } from 'comlink'
import { describeThrown, problem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { FrameOutcome, FrameTask, WorkerStage } from './frame-task.ts'
import type { FrameWorker, WorkerSetup } from './frame.worker.ts'

export interface PoolOptions {
  workerCount: number
  /** Frames handed to a worker at a time. */
  chunkSize: number
  /** How many frames a worker may hold that it does not draw yet; 0: one frame after another. */
  prefetchCount: number
  /** A worker that has work and says nothing for this long is replaced. */
  frameTimeoutMs: number
  setup: WorkerSetup
  /** Up to `count` frames to render; none when there are no more. */
  take: (count: number) => Promise<FrameTask>[]
  /** Whether the frames that came back have been taken care of far enough to make more. */
  hasRoom: () => boolean
  onStage: (workerIndex: number, task: FrameTask, stage: WorkerStage) => void
  onSettled: (workerIndex: number, task: FrameTask, outcome: FrameOutcome) => void
  onReplaced: (workerIndex: number, why: string) => void
}

interface HeldTask {
  task: FrameTask
  stage: WorkerStage | 'queued'
}

interface Slot {
  index: number
  worker: Worker
  /** Kept for as long as the run lasts: Comlink loses the calls of a proxy that was collected. */
  remote: Remote<FrameWorker>
  held: Map<number, HeldTask>
  /** Chunks that were taken and are on their way to the worker. */
  arrivingCount: number
  /** Of the workers that it took the place of. */
  busyBeforeMs: number
  lastSignMs: number
  isSilent: boolean
  /** It renders a frame that another worker fell silent on, and nothing beside it. */
  isOnTrial: boolean
}

/** Frames are given up on after this many workers fell silent on them. */
const MOST_ATTEMPTS = 2
const CHECK_INTERVAL_MS = 1000
const CANCEL_TIMEOUT_MS = 10_000

/**
 * Web workers that take the next frames when they are free. One that dies or hangs is replaced and
 * its frames done again, each by itself, so that only the frame at fault is given up.
 */
export class WorkerPool {
  private readonly options: PoolOptions
  private slots: Slot[] = []
  private readonly retries: FrameTask[] = []
  private readonly attempts = new Map<number, number>()
  private replacedInARow = 0
  private isDrained = false
  private isStopping = false
  private finish: () => void = () => undefined
  /** Why the pool gave up, null while it has not. */
  failure: Problem | null = null
  /** Time with at least one frame in hand, by worker. */
  readonly busyMs: number[]

  constructor(options: PoolOptions) {
    this.options = options
    this.busyMs = Array<number>(options.workerCount).fill(0)
  }

  /** Renders until there are no more frames, or until it is stopped. Never rejects. */
  async run(): Promise<void> {
    const finished = new Promise<void>((resolve) => (this.finish = resolve))
    for (let index = 0; index < this.options.workerCount; index++) {
      this.slots.push(this.spawn(index))
    }
    const watchdog = setInterval(() => this.checkSigns(), CHECK_INTERVAL_MS)
    this.resume()
    await finished
    clearInterval(watchdog)
    for (const slot of this.slots) end(slot)
    this.slots = []
  }

  /** Hands out more frames where there is room again. */
  resume(): void {
    for (const slot of this.slots) this.fill(slot)
    this.finishWhenDone()
  }

  /** Ends the run: frames being drawn or written are completed, all others dropped. */
  stop(): void {
    if (this.isStopping) return
    this.isStopping = true
    this.retries.length = 0
    // A worker that is already gone cannot answer; the timeout ends it.
    for (const { remote } of this.slots) void remote.cancel().catch(() => undefined)
    setTimeout(() => this.finish(), CANCEL_TIMEOUT_MS)
    this.finishWhenDone()
  }

  private spawn(index: number): Slot {
    const worker = new Worker(new URL('./frame.worker.ts', import.meta.url), { type: 'module' })
    const slot: Slot = {
      index,
      worker,
      remote: wrap<FrameWorker>(worker),
      held: new Map(),
      arrivingCount: 0,
      busyBeforeMs: this.busyMs[index] ?? 0,
      lastSignMs: performance.now(),
      isSilent: false,
      isOnTrial: false,
    }
    worker.onerror = (event) => this.replace(slot, event.message || 'its script failed')
    worker.onmessageerror = () => this.replace(slot, 'a message could not be read')
    slot.remote
      .start(
        this.options.setup,
        proxy((position, stage) => this.onStage(slot, position, stage)),
        proxy((position, outcome, busyMs) => this.onSettled(slot, position, outcome, busyMs)),
      )
      .catch((thrown: unknown) => this.replace(slot, describeThrown(thrown)))
    return slot
  }

  private fill(slot: Slot): void {
    const { chunkSize, prefetchCount, hasRoom, take } = this.options
    while (!this.isStopping && !slot.isOnTrial) {
      const heldCount = slot.held.size + slot.arrivingCount
      const retry = heldCount === 0 ? this.retries.shift() : undefined
      if (retry) {
        slot.isOnTrial = true
        this.hand(slot, [Promise.resolve(retry)])
        return
      }
      const waiting = [...slot.held.values()].filter(
        ({ stage }) => stage === 'queued' || stage === 'load_frame',
      )
      const isFull =
        prefetchCount === 0 ? heldCount > 0 : waiting.length + slot.arrivingCount >= prefetchCount
      if (isFull || this.isDrained || !hasRoom()) return
      const tasks = take(chunkSize)
      if (tasks.length === 0) this.isDrained = true
      else this.hand(slot, tasks)
    }
  }

  private hand(slot: Slot, arriving: Promise<FrameTask>[]): void {
    slot.arrivingCount += arriving.length
    if (slot.held.size === 0) slot.lastSignMs = performance.now()
    const send = async (): Promise<void> => {
      const tasks = await Promise.all(arriving)
      slot.arrivingCount -= arriving.length
      for (const task of tasks) slot.held.set(task.position, { task, stage: 'queued' })
      if (this.slots[slot.index] !== slot) this.takeBack(slot)
      else await slot.remote.render(tasks)
    }
    send().catch((thrown: unknown) => this.replace(slot, describeThrown(thrown)))
  }

  private onStage(slot: Slot, position: number, stage: WorkerStage): void {
    const held = this.heldBy(slot, position)
    if (!held) return
    held.stage = stage
    this.options.onStage(slot.index, held.task, stage)
    if (stage === 'render') this.fill(slot)
  }

  private onSettled(slot: Slot, position: number, outcome: FrameOutcome, busyMs: number): void {
    const held = this.heldBy(slot, position)
    if (!held) return
    slot.held.delete(position)
    slot.isOnTrial = false
    this.replacedInARow = 0
    this.busyMs[slot.index] = slot.busyBeforeMs + busyMs
    this.options.onSettled(slot.index, held.task, outcome)
    this.resume()
  }

  /** Notes a sign of life. Nothing is heard of a worker that was replaced. */
  private heldBy(slot: Slot, position: number): HeldTask | undefined {
    if (this.slots[slot.index] !== slot) return undefined
    slot.lastSignMs = performance.now()
    slot.isSilent = false
    return slot.held.get(position)
  }

  private checkSigns(): void {
    const nowMs = performance.now()
    for (const slot of this.slots) {
      if (slot.held.size === 0 || nowMs - slot.lastSignMs < this.options.frameTimeoutMs) continue
      // After a sleep of the machine the workers' messages come behind this check: look twice.
      if (slot.isSilent) {
        const seconds = Math.round(this.options.frameTimeoutMs / 1000)
        this.replace(slot, `nothing was heard of it for ${seconds} s`)
      } else slot.isSilent = true
    }
  }

  private replace(slot: Slot, why: string): void {
    if (this.slots[slot.index] !== slot) return
    end(slot)
    this.options.onReplaced(slot.index, why)
    this.replacedInARow++
    if (this.replacedInARow > this.options.workerCount + MOST_ATTEMPTS) {
      const message = `Workers fail again and again, the last one because ${why}. Close other tabs, reload the page, and try with fewer workers.`
      this.failure = problem('error', 'worker-failed', message)
      this.stop()
    }
    this.slots[slot.index] = this.spawn(slot.index)
    this.takeBack(slot)
    this.resume()
  }

  /** Gives the frames of a lost worker out again, or gives them up. */
  private takeBack(slot: Slot): void {
    for (const { task } of slot.held.values()) {
      const attempts = (this.attempts.get(task.position) ?? 0) + 1
      this.attempts.set(task.position, attempts)
      if (this.isStopping) continue
      if (attempts < MOST_ATTEMPTS) {
        this.retries.push(task)
      } else {
        const message = `Frame ${task.job.frameIndex}: ${attempts} workers died or hung on it, so it was given up.`
        const where = { frameIndex: task.job.frameIndex }
        this.options.onSettled(slot.index, task, {
          kind: 'failed',
          problem: problem('error', 'worker-failed', message, where),
        })
      }
    }
    slot.held.clear()
  }

  private finishWhenDone(): void {
    const isIdle = this.slots.every(({ held, arrivingCount }) => held.size + arrivingCount === 0)
    if (isIdle && (this.isStopping || (this.isDrained && this.retries.length === 0))) this.finish()
  }
}

function end({ remote, worker }: Slot): void {
  remote[releaseProxy]()
  worker.terminate()
}
