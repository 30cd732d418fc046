import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createRedisBackend, Job, UnrecoverableError, Worker } from 'bullmq'
import { CommandError } from '../../cli/command-error.ts'
import { EXIT, exitCodeOf } from '../../cli/exit-code.ts'
import { PLAN_QUEUE, PREFIX, WORK_QUEUE } from '../queue/fleet-queue.ts'
import type { FleetQueue, PlanJob, WorkJob } from '../queue/fleet-queue.ts'
import {
  idleSeconds,
  LEAST_PLAN_PAUSE_MS,
  LOCK_MS,
  STALLED_CHECK_MS,
} from '../queue/fleet-rules.ts'
import { recordingId } from '../queue/job-names.ts'
import type { PlanPlace } from '../queue/planning.ts'
import type { StoredRecording } from '../queue/run-store.ts'
import { HeldJob } from './held-job.ts'
import type { NextJob } from './held-job.ts'
import { JobWork } from './job-work.ts'
import { LostJobs } from './lost-jobs.ts'
import type { Renderer } from './renderer.ts'

export interface WorkerLoopOptions {
  queue: FleetQueue
  renderer: Renderer
  /** Of the worker; unique. */
  id: string
  /** Time without a sign after which another worker gets the job. */
  lockMs?: number
  say: (text: string) => void
}

/** Why a worker left. `drained`: it was told to; the others are told in `message`. */
export interface Leaving {
  kind: 'drained' | 'other-machine' | 'faults'
  message: string
}

/** A job whose workers are lost more often is given up. Any job can have a worker that is killed. */
const MOST_STALLED = 10
const MOST_FAULTS_IN_A_ROW = 3
const AFTER_FAULT_MS = 1000

/** Codes of errors that mean: not on this machine. */
const OTHER_MACHINE: readonly string[] = ['other-environment', 'other-mount']

/** Takes jobs one after another, until it is told to stop or something is wrong with this machine. */
export class WorkerLoop {
  /** What the worker does now. */
  readonly work: JobWork
  private readonly options: WorkerLoopOptions
  private readonly token = randomUUID()
  private readonly workJobs: Worker<WorkJob>
  private readonly planJobs: Worker<PlanJob>
  private readonly lockMs: number
  /** A job that came with the answer when the last one was completed. */
  private next: NextJob | null = null
  /** Counts the last job. This is done together with what is asked before the next one. */
  private count: (() => Promise<void>) | null = null
  private state: 'open' | 'draining' | 'stopping' = 'open'
  /** No job is in hand, and the queue has none. */
  private isIdle = false
  private faultCount = 0
  private noPlanBeforeMs = 0
  /** Of the fleet, when this worker looked last. */
  workerCount = 0

  constructor(options: WorkerLoopOptions) {
    this.options = options
    const { queue, renderer, lockMs = LOCK_MS, id } = options
    this.lockMs = lockMs
    this.work = new JobWork(queue, renderer)
    const shared = {
      connection: queue.redis,
      prefix: PREFIX,
      autorun: false,
      lockDuration: lockMs,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MOST_STALLED,
      name: id,
    }
    this.workJobs = new Worker<WorkJob>(WORK_QUEUE, null, shared)
    // Nobody waits for a plan, so no connection is needed for that.
    const plansOptions = { ...shared, skipVersionCheck: true }
    this.planJobs = new Worker<PlanJob>(PLAN_QUEUE, null, plansOptions, (name, backendOptions) =>
      createRedisBackend(name, backendOptions),
    )
    for (const each of [this.workJobs, this.planJobs]) each.on('error', () => undefined)
  }

  /** Takes no more jobs. The one in hand is finished. */
  drain(): void {
    if (this.state === 'open') this.state = 'draining'
    if (this.isIdle) void this.close()
  }

  /** Ends the job in hand, and puts it back. */
  stop(): void {
    this.state = 'stopping'
    this.work.stop()
    if (this.isIdle) void this.close()
  }

  async run(): Promise<Leaving> {
    const lostJobs = new LostJobs([this.workJobs, this.planJobs], () => this.workerCount)
    try {
      while (this.state === 'open') {
        const leaving = await this.takeOne()
        if (leaving) return leaving
      }
      return { kind: 'drained', message: '' }
    } finally {
      lostJobs.stop()
      await this.count?.().catch(() => undefined)
      await this.putBackNext()
      await this.close()
    }
  }

  private async takeOne(): Promise<Leaving | null> {
    try {
      const { next, count } = this
      this.count = null
      const [{ workerCount, place }, recording] = await Promise.all([
        this.options.queue.planning.look(next ? 1 : 0),
        next && this.work.find(this.jobOf(next).data),
        count?.(),
      ])
      this.workerCount = workerCount
      if (this.state !== 'open') return null
      const plan = place && (await this.takePlan(place))
      if (plan) {
        await this.putBackNext()
        return await this.doPlan(plan, place)
      }
      this.next = null
      if (next) return await this.doWork(this.jobOf(next), recording)
      const job = await this.takeWork()
      return job ? await this.doWork(job, await this.work.find(job.data)) : null
    } catch (thrown) {
      // Redis is away, or refuses what it allowed before. It will be back.
      if (this.state === 'open') {
        this.options.say(`The queue does not answer as expected: ${String(thrown)}`)
        await delay(AFTER_FAULT_MS)
      }
      return null
    }
  }

  private jobOf({ json, id }: NextJob): Job<WorkJob> {
    return Job.fromJSON<WorkJob>(this.workJobs, json, id)
  }

  /** Somebody else takes it. If Redis is away, they do so when its lock has ended. */
  private async putBackNext(): Promise<void> {
    const { next } = this
    this.next = null
    if (next)
      await this.jobOf(next)
        .moveToWait(this.token)
        .catch(() => undefined)
  }

  private async takePlan(place: PlanPlace): Promise<Job<PlanJob> | null> {
    const { planning } = this.options.queue
    if (performance.now() < this.noPlanBeforeMs) return null
    if (!(await planning.claim(this.token, place))) return null
    // Another worker may have been faster.
    const job = (await this.planJobs.getNextJob(this.token, { block: false })) as
      Job<PlanJob> | undefined
    if (!job) await planning.release(this.token, place)
    return job ?? null
  }

  /** Waits for a while if there is none. */
  private async takeWork(): Promise<Job<WorkJob> | undefined> {
    this.isIdle = true
    this.workJobs.opts.drainDelay = idleSeconds(this.workerCount)
    try {
      return await this.workJobs.getNextJob(this.token)
    } finally {
      this.isIdle = false
    }
  }

  private async doPlan(job: Job<PlanJob>, place: PlanPlace): Promise<Leaving | null> {
    const held = new HeldJob<PlanJob>(job, this.token, this.lockMs)
    const leaving = await this.settle(held, recordingId(job.data), async () => {
      const hasOpened = await this.work.plan(job.data, place.mostWaitingCount)
      if (hasOpened) await held.complete()
      else {
        await held.putBack()
        // So that many workers that found no room do not come back together.
        this.noPlanBeforeMs = performance.now() + LEAST_PLAN_PAUSE_MS * (1 + Math.random())
      }
    })
    await this.options.queue.planning.release(this.token, place).catch(() => undefined)
    return leaving
  }

  private async doWork(
    job: Job<WorkJob>,
    recording: StoredRecording | null,
  ): Promise<Leaving | null> {
    const held = new HeldJob<WorkJob>(job, this.token, this.lockMs)
    return this.settle(held, job.id ?? '', async () => {
      const count = await this.work.do(job.data, recording, job.stalledCounter > 0)
      const completed = await held.complete(this.state === 'open')
      // Only the worker whose job it still is counts it.
      if (!completed) return
      this.next = completed.next
      this.count = count
    })
  }

  /** Does a job, and decides what a fault means. */
  private async settle(
    held: HeldJob<WorkJob> | HeldJob<PlanJob>,
    name: string,
    work: () => Promise<void>,
  ): Promise<Leaving | null> {
    try {
      await work()
      this.faultCount = 0
      return null
    } catch (thrown) {
      if (!(thrown instanceof CommandError)) throw thrown
      const error = thrown
      if (OTHER_MACHINE.includes(error.code)) {
        await held.putBack()
        return { kind: 'other-machine', message: error.message }
      }
      if (error.code === 'interrupted') {
        await held.putBack()
        return null
      }
      this.options.say(`${name}: ${error.toText()}`)
      if (exitCodeOf(error.code) !== EXIT.broken) {
        await this.work.noteFailure(held.job.data, error.toText())
        await held.fail(new UnrecoverableError(error.message))
        return null
      }
      const { attemptsMade, opts } = held.job
      const isLastTry = attemptsMade + 1 >= (opts.attempts ?? 1)
      if (isLastTry) await this.work.noteFailure(held.job.data, error.toText())
      await held.fail(new Error(error.message))
      this.faultCount++
      if (this.faultCount < MOST_FAULTS_IN_A_ROW) {
        await delay(AFTER_FAULT_MS)
        return null
      }
      return {
        kind: 'faults',
        message: `This worker leaves after ${MOST_FAULTS_IN_A_ROW} faults of this machine in a row. The last one: ${error.message}`,
      }
    } finally {
      held.drop()
      this.work.end()
    }
  }

  private async close(): Promise<void> {
    await Promise.allSettled([this.workJobs.close(true), this.planJobs.close(true)])
  }
}
