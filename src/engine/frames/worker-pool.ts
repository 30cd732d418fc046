import { proxy, releaseProxy, transfer, wrap } from 'comlink'
import type { Remote } from 'comlink'
import { describeThrown, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FrameOutcome, FrameTask, FrameTimes, WorkerStage } from './frame-task.ts'
import type { FrameWorker, WorkerSetup } from './frame.worker.ts'

export interface PoolOptions {
  /** To begin with; see `adapt`. */
  workerCount: number
  /** Frames handed to a worker at a time. */
  chunkSize: number
  /** How many frames a worker may hold that it does not draw yet. */
  prefetchCount: number
  /** A worker that is at one stage of a frame for longer than this is replaced. */
  frameTimeoutMs: number
  setup: WorkerSetup
  /** Makes a task again whose worker was lost. */
  renew: (task: FrameTask) => Promise<FrameTask>
  /** Up to `count` frames to render; none when there are no more. */
  take: (count: number) => Promise<FrameTask>[]
  /** Whether the frames that came back have been taken care of far enough to make more. */
  hasRoom: () => boolean
  onStage: (workerIndex: number, task: FrameTask, stage: WorkerStage) => void
  /** @param times null where no worker told them */
  onSettled: (
    workerIndex: number,
    task: FrameTask,
    outcome: FrameOutcome,
    times: FrameTimes | null,
  ) => void
  onReplaced: (workerIndex: number, why: string) => void
}

interface HeldTask {
  task: FrameTask
  stage: WorkerStage | 'queued'
  /** When it came to this stage. */
  sinceMs: number
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
  /** It has begun a frame at least once. */
  isAlive: boolean
  /** A frame was found overdue once. */
  isSuspect: boolean
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
  private workerCount: number
  private chunkSize: number
  private slots: Slot[] = []
  private readonly retries: FrameTask[] = []
  private readonly attempts = new Map<number, number>()
  /** Workers in a row that failed before they began a frame. */
  private stillbornCount = 0
  /** Chunks that were taken and are on their way to a worker. */
  private handingOutCount = 0
  private isDrained = false
  private isStopping = false
  private finish: () => void = () => undefined
  private stopTimeout: ReturnType<typeof setTimeout> | undefined
  /** Why the pool gave up, null while it has not. */
  failure: Problem | null = null
  /** Time with at least one frame in hand, by worker. */
  readonly busyMs: number[]
  /** Frames that a worker was ended on; it may have begun to write them. */
  readonly abandoned: FrameTask[] = []

  constructor(options: PoolOptions) {
    this.options = options
    this.workerCount = options.workerCount
    this.chunkSize = options.chunkSize
    this.busyMs = Array<number>(options.workerCount).fill(0)
  }

  /** Renders until there are no more frames, or until it is stopped. Never rejects. */
  async run(): Promise<void> {
    const finished = new Promise<void>((resolve) => (this.finish = resolve))
    for (let index = 0; index < this.workerCount; index++) this.slots.push(this.spawn(index))
    const watchdog = setInterval(() => this.checkSigns(), CHECK_INTERVAL_MS)
    this.resume()
    await finished
    clearInterval(watchdog)
    clearTimeout(this.stopTimeout)
    for (const slot of this.slots) {
      end(slot)
      for (const { task } of slot.held.values()) this.abandoned.push(task)
    }
    this.slots = []
  }

  /** Hands out more frames where there is room again. */
  resume(): void {
    for (const slot of this.slots) this.fill(slot)
    this.finishWhenDone()
  }

  /** Goes on with more workers, and chunks of another size. */
  adapt(workerCount: number, chunkSize: number): void {
    this.chunkSize = chunkSize
    if (this.isStopping || this.isDrained) return
    for (; this.workerCount < workerCount; this.workerCount++) {
      this.busyMs.push(0)
      this.slots.push(this.spawn(this.workerCount))
    }
    this.resume()
  }

  /** Ends the run: frames being drawn or written are completed, all others dropped. */
  stop(): void {
    if (this.isStopping) return
    this.isStopping = true
    this.retries.length = 0
    // A worker that is gone or hangs cannot answer; the timeout ends it.
    for (const { remote } of this.slots) void remote.cancel().catch(() => undefined)
    this.stopTimeout = setTimeout(() => this.finish(), CANCEL_TIMEOUT_MS)
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
      isAlive: false,
      isSuspect: false,
      isOnTrial: false,
    }
    worker.onerror = (event) => this.replace(slot, event.message || 'its script failed')
    worker.onmessageerror = () => this.replace(slot, 'a message could not be read')
    slot.remote
      .start(
        this.options.setup,
        proxy((position, stage) => this.onStage(slot, position, stage)),
        proxy((position, outcome, times, busyMs) =>
          this.onSettled(slot, position, outcome, times, busyMs),
        ),
      )
      .catch((thrown: unknown) => this.replace(slot, describeThrown(thrown)))
    return slot
  }

  private fill(slot: Slot): void {
    const { prefetchCount, hasRoom, take } = this.options
    while (!this.isStopping && !slot.isOnTrial) {
      const heldCount = slot.held.size + slot.arrivingCount
      const retry = heldCount === 0 ? this.retries.shift() : undefined
      if (retry) {
        slot.isOnTrial = true
        this.hand(slot, [this.options.renew(retry)])
        return
      }
      const waiting = [...slot.held.values()].filter(
        ({ stage }) => stage === 'queued' || stage === 'load_frame',
      )
      const isFull = waiting.length + slot.arrivingCount >= prefetchCount
      if (isFull || this.isDrained || !hasRoom()) return
      const tasks = take(this.chunkSize)
      if (tasks.length === 0) this.isDrained = true
      else this.hand(slot, tasks)
    }
  }

  private hand(slot: Slot, arriving: Promise<FrameTask>[]): void {
    slot.arrivingCount += arriving.length
    this.handingOutCount++
    const send = async (): Promise<void> => {
      const tasks = await Promise.all(arriving)
      this.handingOutCount--
      slot.arrivingCount -= arriving.length
      for (const task of tasks) {
        slot.held.set(task.position, { task, stage: 'queued', sinceMs: performance.now() })
      }
      if (this.isCurrent(slot)) await slot.remote.render(transfer(tasks, framesOf(tasks)))
      else {
        for (const frame of framesOf(tasks)) frame.close()
        this.takeBack(slot)
        this.resume()
      }
    }
    send().catch((thrown: unknown) => this.replace(slot, describeThrown(thrown)))
  }

  private onStage(slot: Slot, position: number, stage: WorkerStage): void {
    const held = this.isCurrent(slot) ? slot.held.get(position) : undefined
    if (!held) return
    held.stage = stage
    held.sinceMs = performance.now()
    slot.isAlive = true
    slot.isSuspect = false
    this.stillbornCount = 0
    this.options.onStage(slot.index, held.task, stage)
    if (stage === 'render') this.fill(slot)
  }

  private onSettled(
    slot: Slot,
    position: number,
    outcome: FrameOutcome,
    times: FrameTimes,
    busyMs: number,
  ): void {
    const held = this.isCurrent(slot) ? slot.held.get(position) : undefined
    if (!held) return
    slot.held.delete(position)
    slot.isOnTrial = false
    slot.isSuspect = false
    this.busyMs[slot.index] = slot.busyBeforeMs + busyMs
    this.options.onSettled(slot.index, held.task, outcome, times)
    this.resume()
  }

  /** Nothing is heard of a worker that was replaced. */
  private isCurrent(slot: Slot): boolean {
    return this.slots.includes(slot)
  }

  private checkSigns(): void {
    const { frameTimeoutMs } = this.options
    const oldestMs = performance.now() - frameTimeoutMs
    for (const slot of [...this.slots]) {
      const held = [...slot.held.values()]
      // A frame may be queued behind others for long, but not behind none.
      const begun = held.filter(({ stage }) => stage !== 'queued')
      const overdue = (begun.length > 0 ? begun : held).find(({ sinceMs }) => sinceMs < oldestMs)
      if (!overdue) continue
      // After a sleep of the machine the workers' messages come behind this check: look twice.
      if (slot.isSuspect) {
        const { frameIndex } = overdue.task.job
        const seconds = Math.round(frameTimeoutMs / 1000)
        this.replace(slot, `frame ${frameIndex} took it longer than ${seconds} s`)
      } else slot.isSuspect = true
    }
  }

  private replace(slot: Slot, why: string): void {
    if (!this.isCurrent(slot)) return
    end(slot)
    this.options.onReplaced(slot.index, why)
    if (!slot.isAlive) this.stillbornCount++
    const isHopeless = this.stillbornCount > this.workerCount + MOST_ATTEMPTS
    this.slots = this.slots.filter((each) => each !== slot)
    if (!this.isStopping && !isHopeless) this.slots.push(this.spawn(slot.index))
    this.takeBack(slot)
    if (isHopeless && !this.isStopping) {
      const message = `Workers cannot be started: ${why}. Close other tabs, reload the page, and try with fewer workers.`
      this.failure = problem('error', 'worker-failed', message)
      this.stop()
    }
    this.resume()
  }

  /** Gives the frames of a lost worker out again, or gives them up. */
  private takeBack(slot: Slot): void {
    for (const { task } of slot.held.values()) {
      if (this.isStopping) {
        this.abandoned.push(task)
        continue
      }
      const blame = slot.isAlive ? 1 : 0
      const attempts = (this.attempts.get(task.position) ?? 0) + blame
      this.attempts.set(task.position, attempts)
      if (attempts < MOST_ATTEMPTS) {
        this.retries.push(task)
        continue
      }
      this.abandoned.push(task)
      const message = `Frame ${task.job.frameIndex}: ${attempts} workers died or hung on it, so it was given up.`
      const where = { frameIndex: task.job.frameIndex }
      const lost = problem('error', 'worker-failed', message, where)
      this.options.onSettled(slot.index, task, { kind: 'failed', problem: lost }, null)
    }
    slot.held.clear()
  }

  private finishWhenDone(): void {
    const isIdle = this.handingOutCount === 0 && this.slots.every(({ held }) => held.size === 0)
    if (isIdle && (this.isStopping || (this.isDrained && this.retries.length === 0))) this.finish()
  }
}

/** Frames of a video are handed over, not copied: they are the worker's to close. */
function framesOf(tasks: readonly FrameTask[]): VideoFrame[] {
  return tasks.flatMap(({ source }) => (source.kind === 'video' ? [source.frame] : []))
}

function end({ remote, worker }: Slot): void {
  remote[releaseProxy]()
  worker.terminate()
}
