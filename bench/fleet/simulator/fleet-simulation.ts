import {
  idleSeconds,
  LEAST_PLAN_PAUSE_MS,
  LOCK_MS,
  MOST_OPEN_IN_BROWSER,
  PLANNING_MS,
  STALLED_CHECK_MS,
} from '../../../src/fleet/queue/fleet-rules.ts'
import { cutChunks } from '../../../src/engine/check/cut-chunks.ts'
import { Clock } from './clock.ts'
import { chunkFactor, Draw } from './draw.ts'
import { timeOf } from './fleet-model.ts'
import type { FleetModel } from './fleet-model.ts'
import { JobQueue } from './job-queue.ts'
import type { Job } from './job-queue.ts'
import { SharedStore } from './shared-store.ts'

/** What workers do with their time. `lost`: for a chunk, a plan or a join that did not count. */
export type Activity = 'start' | 'plan' | 'open' | 'render' | 'wait for the store' | 'join' | 'lost'

export interface FleetResult {
  /** From the first start of a browser to the last join. */
  totalMs: number
  commitCount: number
  deathCount: number
  /** Chunks that were begun and lost with their worker. */
  lostChunkCount: number
  /** Plans that were made although there was no room for their chunks. */
  vainPlanCount: number
  /** Chunks that waited at a time, at most. */
  peakWaitingCount: number
  /** Of all workers together; the rest of their time they had nothing to do. */
  spentMs: Record<Activity, number>
  /** The share of the time in which Redis was busy. */
  redisShare: number
}

interface Worker {
  isAlive: boolean
  /** How many times longer it needs. */
  slowness: number
  /**
   * Recordings that are open in its browser, and frames of the last chunk of each, which the worker checks
   * while it renders the next one. The last recording was used last.
   */
  open: Map<number, number>
  noPlanBeforeMs: number
  /** Ends what is in hand when the worker dies. */
  lose: (() => void) | null
}

const HOUR_MS = 3_600_000

/** A fleet at work, event by event. The same model gives the same result. */
export class FleetSimulation {
  private readonly model: FleetModel
  private readonly clock = new Clock()
  private readonly draw: Draw
  private readonly jobs: JobQueue
  private readonly store: SharedStore
  private readonly lengths: number[]
  /** Chunks of each recording that are not committed; null before its first plan. */
  private readonly missing: (number | null)[]
  /** Frames of each recording whose chunk was checked before the join. */
  private readonly checked: number[]
  /** Workers that wait for a job, and since when. */
  private readonly idle = new Map<Worker, number>()
  private joinedCount = 0
  private redisFreeMs = 0
  private redisBusyMs = 0
  private readonly counts = { commitCount: 0, deathCount: 0, lostChunkCount: 0, vainPlanCount: 0 }
  private readonly spentMs: Record<Activity, number> = {
    start: 0,
    plan: 0,
    open: 0,
    render: 0,
    'wait for the store': 0,
    join: 0,
    lost: 0,
  }

  constructor(model: FleetModel) {
    this.model = model
    this.draw = new Draw(model.seed)
    this.jobs = new JobQueue(model.recordingCount, model.workerCount)
    this.store = new SharedStore(this.clock, model.storeBytesPerSecond / 1000)
    const chunks = cutChunks(null, model.framesPerRecording, model.chunkSize)
    this.lengths = chunks.map(({ from, to }) => to - from)
    this.missing = Array.from({ length: model.recordingCount }, () => null)
    this.checked = Array.from({ length: model.recordingCount }, () => 0)
  }

  run(): FleetResult {
    const { workerCount, slowShare, slowFactor, recordingCount, deathsAtMs } = this.model
    for (let place = 0; place < workerCount; place++) {
      const worker = this.start(place < slowShare * workerCount ? slowFactor : 1)
      const deathMs = deathsAtMs[place]
      if (deathMs !== undefined) this.clock.at(deathMs, () => this.die(worker))
    }
    this.clock.runUntil(() => this.joinedCount === recordingCount)
    const totalMs = this.clock.nowMs
    return {
      totalMs,
      ...this.counts,
      peakWaitingCount: this.jobs.peakCount,
      spentMs: this.spentMs,
      redisShare: this.redisBusyMs / totalMs,
    }
  }

  private start(slowness: number): Worker {
    const { services, deathsPerHour } = this.model
    const startMs = services.browserStartMs * slowness
    this.spentMs.start += startMs
    const open = new Map<number, number>()
    const worker: Worker = { isAlive: true, slowness, open, noPlanBeforeMs: 0, lose: null }
    this.clock.after(startMs, () => this.next(worker))
    if (deathsPerHour > 0) {
      this.clock.after(this.draw.exponential(HOUR_MS / deathsPerHour), () => this.die(worker))
    }
    return worker
  }

  private die(worker: Worker): void {
    if (!worker.isAlive) return
    const { restartMs } = this.model
    this.counts.deathCount++
    worker.isAlive = false
    this.idle.delete(worker)
    worker.lose?.()
    if (restartMs !== null) this.clock.after(restartMs, () => this.start(worker.slowness))
  }

  /** Takes the next job, or waits for one. */
  private next(worker: Worker): void {
    if (!worker.isAlive) return
    const job = this.jobs.take(this.clock.nowMs >= worker.noPlanBeforeMs)
    if (!job) {
      const sinceMs = this.clock.nowMs
      this.idle.set(worker, sinceMs)
      if (this.jobs.planCount === 0) return
      this.clock.after(1000 * idleSeconds(this.model.workerCount), () => {
        if (this.idle.get(worker) === sinceMs) this.wake(worker)
      })
      return
    }
    const { redisJobMs, jobMs } = this.model.services
    this.redisFreeMs = Math.max(this.redisFreeMs, this.clock.nowMs) + redisJobMs
    this.redisBusyMs += redisJobMs
    this.clock.at(this.redisFreeMs + jobMs, () => this.begin(worker, job))
  }

  private wake(worker: Worker): void {
    if (this.idle.delete(worker)) this.next(worker)
  }

  private add(job: Job): void {
    this.jobs.add(job)
    const [worker] = this.idle.keys()
    if (worker) this.wake(worker)
  }

  private begin(worker: Worker, job: Job): void {
    if (!worker.isAlive) this.giveBackLater(job)
    else if (job.kind === 'plan') this.plan(worker, job)
    else if (job.kind === 'chunk') this.render(worker, job)
    else this.join(worker, job)
  }

  private plan(worker: Worker, job: Job & { kind: 'plan' }): void {
    const { services, framesPerRecording } = this.model
    const ms = timeOf(services.plan, framesPerRecording) * worker.slowness
    this.work(worker, job, ms, 0, () => this.beginOpening(worker, job, ms))
  }

  private beginOpening(worker: Worker, job: Job & { kind: 'plan' }, planMs: number): void {
    if (!this.jobs.beginOpening(this.lengths.length)) {
      this.jobs.planningCount--
      this.spentMs.lost += planMs
      this.counts.vainPlanCount++
      worker.noPlanBeforeMs = this.clock.nowMs + LEAST_PLAN_PAUSE_MS * (1 + this.draw.uniform())
      this.add(job)
      this.next(worker)
      return
    }
    this.spentMs.plan += planMs
    const addMs = this.model.services.addChunkMs * this.lengths.length
    this.clock.after(addMs, () => {
      this.jobs.planningCount--
      this.jobs.endOpening(this.lengths.length)
      this.open(job.recording)
      this.next(worker)
    })
  }

  private open(recording: number): void {
    // Its planner may have died after it was opened.
    if (this.missing[recording] !== null) return
    this.missing[recording] = this.lengths.length
    this.jobs.openCount++
    for (const [index, frameCount] of this.lengths.entries()) {
      this.add({ kind: 'chunk', recording, index, frameCount, isSuspect: false })
    }
  }

  private render(worker: Worker, job: Job & { kind: 'chunk' }): void {
    const { services, framesPerRecording } = this.model
    const last = worker.open.get(job.recording)
    const openMs =
      last !== undefined ? 0 : timeOf(services.open, framesPerRecording) * worker.slowness
    worker.open.delete(job.recording)
    const [oldest] = worker.open.keys()
    if (oldest !== undefined && worker.open.size >= MOST_OPEN_IN_BROWSER) worker.open.delete(oldest)
    worker.open.set(job.recording, job.frameCount)
    const care = job.isSuspect ? services.carefulFactor : 1
    const chunk = job.recording * this.lengths.length + job.index
    const factor = chunkFactor(chunk, services.chunkSpread) * care * worker.slowness
    const renderMs = timeOf(services.chunk, job.frameCount) * factor
    const bytes = job.frameCount * (services.readBytesPerFrame + services.writeBytesPerFrame)
    const beginMs = this.clock.nowMs
    this.work(worker, job, openMs + renderMs, bytes, () => {
      this.spentMs.open += openMs
      this.spentMs.render += renderMs
      this.spentMs['wait for the store'] += this.clock.nowMs - beginMs - openMs - renderMs
      this.checked[job.recording] = (this.checked[job.recording] ?? 0) + (last ?? 0)
      this.commit(job.recording)
      this.next(worker)
    })
  }

  private commit(recording: number): void {
    this.counts.commitCount++
    const left = (this.missing[recording] ?? 0) - 1
    this.missing[recording] = left
    if (left > 0) return
    this.jobs.openCount--
    this.add({ kind: 'join', recording })
  }

  private join(worker: Worker, job: Job & { kind: 'join' }): void {
    const { services, framesPerRecording } = this.model
    const uncheckedCount = framesPerRecording - (this.checked[job.recording] ?? 0)
    const checkMs = services.checkFrameMs * uncheckedCount
    const ms = (timeOf(services.join, framesPerRecording) + checkMs) * worker.slowness
    this.work(worker, job, ms, 0, () => {
      this.spentMs.join += ms
      this.joinedCount++
      this.next(worker)
    })
  }

  /** Does a job in hand, unless the worker dies before its end. */
  private work(worker: Worker, job: Job, ms: number, bytes: number, onEnd: () => void): void {
    const beginMs = this.clock.nowMs
    const stop = this.store.begin(ms, bytes, () => {
      worker.lose = null
      onEnd()
    })
    worker.lose = () => {
      stop()
      this.spentMs.lost += this.clock.nowMs - beginMs
      if (job.kind === 'chunk') this.counts.lostChunkCount++
      this.giveBackLater(job)
    }
  }

  /** Somebody gets the job of a dead worker: at the first look after its lock has ended. */
  private giveBackLater(job: Job): void {
    // A lock is renewed three times in its time.
    const lockLeftMs = LOCK_MS - (this.draw.uniform() * LOCK_MS) / 3
    const untilLookMs = this.draw.uniform() * STALLED_CHECK_MS
    // Nobody says that its plan is not in hand any more.
    if (job.kind === 'plan') this.clock.after(PLANNING_MS, () => this.jobs.planningCount--)
    const isSuspect = job.kind === 'chunk'
    this.clock.after(lockLeftMs + untilLookMs, () =>
      this.add(isSuspect ? { ...job, isSuspect } : job),
    )
  }
}
