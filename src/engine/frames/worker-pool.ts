import { transfer } from 'comlink'
import { describeThrown, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { MOST_ATTEMPTS, WorkerCrew } from '../workers/worker-crew.ts'
import type { CrewPlace } from '../workers/worker-crew.ts'
import { listenTo, WorkerHost } from '../workers/worker-host.ts'
import type { FrameOutcome, FrameTask } from './frame-task.ts'
import type { FrameCallbacks, FrameWorker, WorkerSetup } from './frame.worker.ts'
import type { SpareWorkers } from './spare-workers.ts'
import type { FrameTimes, WorkerStage } from './step-clock.ts'

export interface PoolOptions {
  /** At the start; `adapt` may raise it. */
  workerCount: number
  /** Frames handed to a worker at a time. */
  chunkSize: number
  /** How many frames a worker may hold before it draws them. */
  prefetchCount: number
  /** A worker that stays at one stage of a frame for longer than this is replaced. */
  frameTimeoutMs: number
  setup: WorkerSetup
  /** Makes the task of a lost worker again. */
  renew: (task: FrameTask) => Promise<FrameTask>
  /** The next frames to render, up to `count`; none if there are no more. */
  take: (count: number) => Promise<FrameTask>[]
  /** Whether enough of the returned images are saved to make more, and frames can be taken now. */
  hasRoom: () => boolean
  onStage: (workerIndex: number, task: FrameTask, stage: WorkerStage) => void
  /** @param times null if no worker reported them */
  onSettled: (
    workerIndex: number,
    task: FrameTask,
    outcome: FrameOutcome,
    times: FrameTimes | null,
  ) => void
  onReplaced: (workerIndex: number, why: string) => void
  /** Null: the pool starts and ends its own workers. */
  spareWorkers: SpareWorkers | null
}

interface HeldTask {
  task: FrameTask
  stage: WorkerStage | 'queued'
  /** When the frame entered this stage. */
  sinceMs: number
}

interface Slot extends CrewPlace {
  host: WorkerHost<FrameWorker>
  /** Takes the worker's tasks. Comlink would answer each of them. */
  tasks: MessagePort
  held: Map<number, HeldTask>
  /** Frames that are on their way to the worker. */
  arrivingCount: number
  /** The busy time of earlier workers in this place. */
  busyBeforeMs: number
  /** The worker renders only one frame, on which another worker died or hung. */
  isOnTrial: boolean
}

const CANCEL_TIMEOUT_MS = 10_000

/**
 * Web workers that take the next frames when they are free. A worker that dies or hangs is
 * replaced. Each of its frames is rendered again alone, so only the frame at fault is given up.
 */
export class WorkerPool {
  private readonly options: PoolOptions
  private workerCount: number
  private chunkSize: number
  private readonly crew: WorkerCrew<Slot>
  private readonly retries: FrameTask[] = []
  /** Chunks that are on their way to a worker. */
  private handingOutCount = 0
  private isDrained = false
  private isPaused = false
  /** Workers get frames only while the pool is running. */
  private state: 'closed' | 'open' | 'running' | 'stopping' = 'closed'
  private finish: () => void = () => undefined
  private stopTimeout: ReturnType<typeof setTimeout> | undefined
  /** Why the pool gave up; else null. */
  failure: Problem | null = null
  /** By worker: the time during which it held at least one frame. */
  readonly busyMs: number[]
  /** Frames whose worker was ended. It may have begun to write them. */
  readonly abandoned: FrameTask[] = []

  constructor(options: PoolOptions) {
    this.options = options
    this.workerCount = options.workerCount
    this.chunkSize = options.chunkSize
    this.busyMs = Array<number>(options.workerCount).fill(0)
    const { frameTimeoutMs, onReplaced } = options
    this.crew = new WorkerCrew<Slot>({
      timeoutMs: frameTimeoutMs,
      spawn: (index) => this.spawn(index),
      findOverdue: (slot, beforeMs) => this.findOverdue(slot, beforeMs),
      onReplaced,
      onLost: (slot, hopeless) => this.onLost(slot, hopeless),
    })
  }

  /** Starts the workers, so that they are ready when {@link run} is called. */
  open(): void {
    if (this.state !== 'closed') return
    this.state = 'open'
    for (let index = 0; index < this.workerCount; index++) this.crew.add(index)
  }

  /** Renders until there are no more frames, or until `stop` is called. Never rejects. */
  async run(): Promise<void> {
    const finished = new Promise<void>((resolve) => (this.finish = resolve))
    this.open()
    if (this.state === 'open') this.state = 'running'
    this.resume()
    await finished
    this.close()
  }

  /** Ends the workers, or leaves those that have done everything for the next pool. */
  close(): void {
    clearTimeout(this.stopTimeout)
    const { spareWorkers } = this.options
    if (spareWorkers && this.state === 'running') {
      for (const slot of this.crew.places) if (slot.held.size === 0) this.spare(slot, spareWorkers)
    }
    for (const { held } of this.crew.end()) {
      for (const { task } of held.values()) this.abandoned.push(task)
    }
  }

  /** Hands out more frames, now that there may be room again. */
  resume(): void {
    for (const slot of this.crew.places) this.fill(slot)
    this.finishWhenDone()
  }

  /** During a pause, workers finish the frames that they hold and get no others. */
  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused
    this.resume()
  }

  /** Continues with more workers, and with another chunk size. */
  adapt(workerCount: number, chunkSize: number): void {
    this.chunkSize = chunkSize
    if (this.isStopping || this.isDrained) return
    for (; this.workerCount < workerCount; this.workerCount++) {
      this.busyMs.push(0)
      this.crew.add(this.workerCount)
    }
    this.resume()
  }

  /** Ends the run: frames that are being drawn or written are completed, all others are dropped. */
  stop(): void {
    if (this.isStopping) return
    this.state = 'stopping'
    this.retries.length = 0
    // A worker that died or hangs cannot answer. The timeout ends the run then.
    for (const { host } of this.crew.places) void host.remote.cancel().catch(() => undefined)
    this.stopTimeout = setTimeout(() => this.finish(), CANCEL_TIMEOUT_MS)
    this.finishWhenDone()
  }

  private get isStopping(): boolean {
    return this.state === 'stopping'
  }

  /** Leaves a worker for a later pool. */
  private spare(slot: Slot, spareWorkers: SpareWorkers): void {
    const { host, tasks } = slot
    this.crew.release(slot)
    tasks.close()
    spareWorkers.leave(host)
  }

  private spawn(index: number): Slot {
    const spare = this.options.spareWorkers?.take()
    const tasks = new MessageChannel()
    const slot: Slot = {
      index,
      host: spare?.host ?? startWorker(),
      tasks: tasks.port1,
      held: new Map(),
      arrivingCount: 0,
      busyBeforeMs: this.busyMs[index] ?? 0,
      isAlive: false,
      isSuspect: false,
      isOnTrial: false,
    }
    const port = listenTo<FrameCallbacks>({
      onStage: (position, stage) => this.onStage(slot, position, stage),
      onSettled: (position, outcome, times, busyMs) =>
        this.onSettled(slot, position, outcome, times, busyMs),
    })
    const replace = (why: string): void => this.crew.replace(slot, why)
    const { host } = slot
    host.onFailed = replace
    const fail = (thrown: unknown): void => replace(describeThrown(thrown))
    if (!spare?.isStarted) host.remote.start(this.options.setup).catch(fail)
    host.remote.workFor(transfer(port, [port]), transfer(tasks.port2, [tasks.port2])).catch(fail)
    return slot
  }

  private fill(slot: Slot): void {
    const { prefetchCount, hasRoom, take } = this.options
    while (this.state === 'running' && !this.isPaused && !slot.isOnTrial) {
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
      if (tasks.length > 0) this.hand(slot, tasks)
      // Where there is no room now, more frames may come later.
      else if (hasRoom()) this.isDrained = true
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
      if (this.crew.has(slot)) slot.tasks.postMessage(tasks, framesOf(tasks))
      else {
        for (const frame of framesOf(tasks)) frame.close()
        this.takeBack(slot)
        this.resume()
      }
    }
    send().catch((thrown: unknown) => this.crew.replace(slot, describeThrown(thrown)))
  }

  private onStage(slot: Slot, position: number, stage: WorkerStage): void {
    const held = this.crew.has(slot) ? slot.held.get(position) : undefined
    if (!held) return
    held.stage = stage
    held.sinceMs = performance.now()
    this.crew.noteSign(slot)
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
    const held = this.crew.has(slot) ? slot.held.get(position) : undefined
    if (!held) return
    slot.held.delete(position)
    slot.isOnTrial = false
    slot.isSuspect = false
    this.busyMs[slot.index] = slot.busyBeforeMs + busyMs
    this.options.onSettled(slot.index, held.task, outcome, times)
    this.resume()
  }

  private findOverdue({ held }: Slot, beforeMs: number): string | null {
    // A frame may wait long while another one is worked on, but not when none is.
    const all = [...held.values()]
    const begun = all.filter(({ stage }) => stage !== 'queued')
    const overdue = (begun.length > 0 ? begun : all).find(({ sinceMs }) => sinceMs < beforeMs)
    if (!overdue) return null
    const seconds = Math.round(this.options.frameTimeoutMs / 1000)
    return `frame ${overdue.task.job.frameIndex} took longer than ${seconds} s`
  }

  private onLost(slot: Slot, hopeless: Problem | null): void {
    if (!this.isStopping && !hopeless) this.crew.add(slot.index)
    this.takeBack(slot)
    if (hopeless && !this.isStopping) {
      this.failure = hopeless
      this.stop()
    }
    this.resume()
  }

  /** Queues the frames of a lost worker to be rendered again, or gives them up. */
  private takeBack(slot: Slot): void {
    for (const { task } of slot.held.values()) {
      this.abandoned.push(task)
      if (this.isStopping) continue
      const attempts = this.crew.blame(slot, task.position)
      if (attempts < MOST_ATTEMPTS) {
        this.retries.push(task)
        continue
      }
      const message = `Frame ${task.job.frameIndex}: ${attempts} workers died or hung on it, so it was given up.`
      const where = { frameIndex: task.job.frameIndex }
      const lost = problem('error', 'worker-failed', message, where)
      this.options.onSettled(slot.index, task, { kind: 'failed', problem: lost }, null)
    }
    slot.held.clear()
  }

  private finishWhenDone(): void {
    const isIdle =
      this.handingOutCount === 0 && this.crew.places.every(({ held }) => held.size === 0)
    if (isIdle && (this.isStopping || (this.isDrained && this.retries.length === 0))) this.finish()
  }
}

function startWorker(): WorkerHost<FrameWorker> {
  return new WorkerHost(
    new Worker(new URL('./frame.worker.ts', import.meta.url), { type: 'module' }),
  )
}

/** Frames of a video are transferred, not copied. The worker closes them. */
function framesOf(tasks: readonly FrameTask[]): VideoFrame[] {
  return tasks.flatMap(({ source }) => (source.kind === 'video' ? [source.frame] : []))
}
