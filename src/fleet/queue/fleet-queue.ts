import { FlowProducer, Queue } from 'bullmq'
import type { JobsOptions } from 'bullmq'
import type { Redis } from 'ioredis'
import {
  chunkJobId,
  chunkPriority,
  classRank,
  joinJobId,
  joinPriority,
  planJobId,
  planPriority,
  recordingId,
} from './job-names.ts'
import type { RecordingKey, RunClass } from './job-names.ts'
import { Planning } from './planning.ts'
import { RunStore } from './run-store.ts'
import names from './queue-names.json'

/** All keys of a fleet begin with this. */
export const { prefix: PREFIX, work: WORK_QUEUE, plans: PLAN_QUEUE } = names

/** A recording that waits to be planned. */
export type PlanJob = RecordingKey

export interface ChunkJob extends RecordingKey {
  kind: 'chunk'
  /** Place in the plan's list of chunks. */
  index: number
  frameCount: number
}

/** Waits for the chunks of its recording. */
export interface JoinJob extends RecordingKey {
  kind: 'join'
}

/** Both say which plan they belong to, and which versions of Overlane and Chromium made it. */
export type WorkJob = (ChunkJob | JoinJob) & { plan: string; environment: string }

/** What a plan says about its recording. */
export interface PlannedWork {
  /** Tells plans apart. */
  plan: string
  environment: string
  frameCount: number
  chunkCount: number
  /** Chunks without a receipt. */
  missing: { index: number; frameCount: number }[]
}

/** Of complete and of failed jobs the last ones are kept for the board. */
const KEPT: JobsOptions = {
  removeOnComplete: { count: 200 },
  removeOnFail: { count: 1000 },
  stackTraceLimit: 1,
  attempts: 4,
  backoff: { type: 'fixed', delay: 2000 },
}

const BATCH = 500

/** The jobs of a fleet, and what is known of its runs. */
export class FleetQueue {
  readonly redis: Redis
  readonly runs: RunStore
  readonly planning: Planning
  readonly work: Queue<WorkJob>
  readonly plans: Queue<PlanJob>
  private readonly flow: FlowProducer

  constructor(redis: Redis) {
    this.redis = redis
    this.runs = new RunStore(redis)
    this.planning = new Planning(redis)
    // What Redis must be is checked when the queue is opened.
    const shared = { connection: redis, prefix: PREFIX, skipVersionCheck: true }
    const options = { ...shared, streams: { events: { maxLen: 1000 } } }
    this.work = new Queue<WorkJob>(WORK_QUEUE, options)
    this.plans = new Queue<PlanJob>(PLAN_QUEUE, options)
    this.flow = new FlowProducer(shared)
    // The connection tells its own faults.
    this.work.on('error', () => undefined)
    this.plans.on('error', () => undefined)
    this.flow.on('error', () => undefined)
  }

  /** Queues recordings. They are planned when there is room for their chunks. */
  async addPlans(keys: readonly RecordingKey[], runClass: RunClass): Promise<void> {
    for (let from = 0; from < keys.length; from += BATCH) {
      await this.plans.addBulk(
        keys.slice(from, from + BATCH).map((key) => ({
          name: 'plan',
          data: key,
          opts: { ...KEPT, jobId: planJobId(key), priority: planPriority(runClass) },
        })),
      )
    }
  }

  /**
   * Queues the chunks of a recording and the join that waits for them, all or nothing.
   * @param mostWaitingCount how many chunks may wait
   * @returns `later` if there is no room any more
   */
  async open(
    key: RecordingKey,
    runClass: RunClass,
    planned: PlannedWork,
    mostWaitingCount: number,
  ): Promise<'opened' | 'later'> {
    const { planning } = this
    const [recording, rank] = [recordingId(key), classRank(runClass)]
    const chunkCount = planned.missing.length
    if (!(await planning.beginOpening(recording, rank, chunkCount, mostWaitingCount)))
      return 'later'
    try {
      // A planner that was lost may have opened it already.
      if (!(await this.work.getJob(joinJobId(key)))) await this.addFlow(key, runClass, planned)
      return 'opened'
    } finally {
      await planning.endOpening(recording)
    }
  }

  private async addFlow(
    key: RecordingKey,
    runClass: RunClass,
    { plan, environment, missing }: PlannedWork,
  ): Promise<void> {
    const { run, place, round } = key
    const same = { run, place, round, plan, environment }
    await this.flow.add({
      name: 'join',
      queueName: WORK_QUEUE,
      data: { ...same, kind: 'join' } satisfies WorkJob,
      opts: { ...KEPT, jobId: joinJobId(key), priority: joinPriority(runClass) },
      children: missing.map(({ index, frameCount }) => ({
        name: 'chunk',
        queueName: WORK_QUEUE,
        data: { ...same, kind: 'chunk', index, frameCount } satisfies WorkJob,
        opts: {
          ...KEPT,
          jobId: chunkJobId(key, index),
          priority: chunkPriority(runClass, index),
          // The run counts it.
          removeOnComplete: true,
          // The join says what is missing.
          ignoreDependencyOnFailure: true,
        },
      })),
    })
  }

  /** Removes the plans of recordings that wait. Chunks of a cancelled run end when they are taken. */
  async removePlans(keys: readonly RecordingKey[]): Promise<void> {
    for (let from = 0; from < keys.length; from += BATCH) {
      await Promise.all(
        keys.slice(from, from + BATCH).map((key) =>
          this.plans.remove(planJobId(key)).catch(() => {
            // A worker has it in hand, and will see that the run is cancelled.
          }),
        ),
      )
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.work.close(), this.plans.close(), this.flow.close()])
    this.redis.disconnect()
  }
}
