import { FlowProducer, Queue } from 'bullmq'
import type { JobsOptions } from 'bullmq'
import type { Redis } from 'ioredis'
import {
  chunkJobId,
  chunkPriority,
  joinJobId,
  joinPriority,
  planJobId,
  planPriority,
  rankOfPlan,
  RUN_CLASSES,
  scoreAbove,
} from './job-names.ts'
import type { RecordingKey, RunClass } from './job-names.ts'
import { mostWaitingChunks, OPEN_RECORDINGS } from './fleet-rules.ts'
import { askTogether } from './ask-together.ts'
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
/** The engine sorts delayed jobs by their time and a counter. */
const SCORES_OF_MILLISECOND = 0x1000
const LAST_RANK = RUN_CLASSES.length - 1
const OPENING_KEY = `${PREFIX}:opening`
const OPENING_MS = 10_000

/** Workers by the time of their last sign. */
export const WORKERS_KEY = `${PREFIX}:workers`

/** The questions whose answers `hasRoom` takes. */
const ROOM: readonly string[][] = [
  ['ZCARD', `${PREFIX}:${WORK_QUEUE}:waiting-children`],
  ['ZCARD', WORKERS_KEY],
  ...[...RUN_CLASSES.keys()].map((rank) => [
    'ZCOUNT',
    `${PREFIX}:${WORK_QUEUE}:prioritized`,
    '-inf',
    `(${scoreAbove(rank)}`,
  ]),
]

/** The jobs of a fleet, and what is known of its runs. */
export class FleetQueue {
  readonly redis: Redis
  readonly runs: RunStore
  readonly work: Queue<WorkJob>
  readonly plans: Queue<PlanJob>
  private readonly flow: FlowProducer

  constructor(redis: Redis) {
    this.redis = redis
    this.runs = new RunStore(redis)
    const options = { connection: redis, prefix: PREFIX, streams: { events: { maxLen: 1000 } } }
    this.work = new Queue<WorkJob>(WORK_QUEUE, options)
    this.plans = new Queue<PlanJob>(PLAN_QUEUE, options)
    this.flow = new FlowProducer({ connection: redis, prefix: PREFIX })
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
   * Whether a recording should be planned now: if few chunks of its class or of a more urgent one
   * wait, or few recordings are open.
   */
  async wantsPlan(): Promise<boolean> {
    // Asked before each job, so it is one question.
    const [plans, chunks, dueCount, ...room] = await askTogether<
      [string[], string[], number, ...number[]]
    >(this.redis, [
      ['ZRANGE', `${PREFIX}:${PLAN_QUEUE}:prioritized`, '0', '0', 'WITHSCORES'],
      ['ZRANGE', `${PREFIX}:${WORK_QUEUE}:prioritized`, '0', '0', 'WITHSCORES'],
      // Of plans that failed and are tried again. The engine lets them wait when a worker asks.
      [
        'ZCOUNT',
        `${PREFIX}:${PLAN_QUEUE}:delayed`,
        '-inf',
        String(Date.now() * SCORES_OF_MILLISECOND),
      ],
      ...ROOM,
    ])
    const score = plans[1]
    if (score === undefined) return dueCount > 0 && hasRoom(room, LAST_RANK)
    const rank = rankOfPlan(Number(score))
    const isUrgentWaiting = chunks[1] !== undefined && Number(chunks[1]) < scoreAbove(rank - 1)
    return !isUrgentWaiting && hasRoom(room, rank)
  }

  /**
   * Queues the chunks of a recording and the join that waits for them, all or nothing. Only one
   * recording is opened at a time, so that many workers do not fill the queue together.
   * @returns `later` if there is no room any more
   */
  async open(
    key: RecordingKey,
    runClass: RunClass,
    planned: PlannedWork,
    token: string,
  ): Promise<'opened' | 'later'> {
    const isOwn = await this.redis.set(OPENING_KEY, token, 'PX', OPENING_MS, 'NX')
    if (isOwn !== 'OK') return 'later'
    try {
      const room = await askTogether<number[]>(this.redis, ROOM)
      if (!hasRoom(room, planPriority(runClass) - 1)) return 'later'
      // A planner that was lost may have opened it already.
      if (await this.work.getJob(joinJobId(key))) return 'opened'
      await this.addFlow(key, runClass, planned)
      return 'opened'
    } finally {
      if ((await this.redis.get(OPENING_KEY)) === token) await this.redis.del(OPENING_KEY)
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

/** @param rank of a class: whether a recording of it may be opened */
function hasRoom(
  [openCount = 0, workerCount = 0, ...waitingCounts]: readonly number[],
  rank: number,
): boolean {
  const waitingCount = waitingCounts[rank] ?? 0
  return openCount < OPEN_RECORDINGS || waitingCount < mostWaitingChunks(workerCount)
}
