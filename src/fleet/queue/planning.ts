import type { Redis } from 'ioredis'
import {
  FIRST_CHUNKS_OF_RECORDING,
  mostPlans,
  mostWaitingChunks,
  OPEN_RECORDINGS,
  PLANNING_MS,
} from './fleet-rules.ts'
import { RUN_CLASSES, scoreAbove, SCORES_OF_PRIORITY } from './job-names.ts'
import names from './queue-names.json'
import { NOW_MS, RedisScript } from './redis-script.ts'
import { WORKERS_KEY } from './worker-signs.ts'

/** A place for a plan. */
export interface PlanPlace {
  /** Of its class. */
  rank: number
  /** How many plans of its class and of more urgent ones may be in hand, and how many chunks may wait. */
  mostCount: number
  mostWaitingCount: number
}

/** What a worker sees between two jobs. */
export interface FleetLook {
  workerCount: number
  /** Null if no recording should be planned now. */
  place: PlanPlace | null
}

/** As Redis counts them: workers, and of a class and more urgent ones, open recordings, chunks, plans. */
type Counts = [number, number, number, number, number, string | null]

/** The engine sorts delayed jobs by their time and a counter. */
const SCORES_OF_MILLISECOND = 0x1000
/** A worker that is lost while it opens a recording counts for so long. */
const OPENING_MS = 10_000
/** Recordings that are being opened: until when they count, their class, and how many chunks they bring. */
const OPENINGS_KEY = `${names.prefix}:openings`
/** Workers that have a plan of a class in hand, by the time until which they count. */
const PLANNING_KEY = `${names.prefix}:planning:`
/** How many chunks the last opened recording brought. */
const CHUNKS_KEY = `${names.prefix}:chunks-of-recording`
const PLANS = `${names.prefix}:${names.plans}`
const WORK = `${names.prefix}:${names.work}`
const RANKS = [...RUN_CLASSES.keys()]

const COUNTS = `local scoreAbove = {${RANKS.map((rank) => `'${scoreAbove(rank)}'`).join(', ')}}
local function countsOf(rank)
  ${NOW_MS}
  local planningCount = 0
  for each = 0, rank do
    planningCount = planningCount + redis.call('ZCOUNT', '${PLANNING_KEY}' .. each, nowMs, '+inf')
  end
  return {
    redis.call('ZCARD', '${WORKERS_KEY}'),
    rank,
    redis.call('ZCARD', '${WORK}:waiting-children'),
    redis.call('ZCOUNT', '${WORK}:prioritized', '-inf', '(' .. scoreAbove[rank + 1]),
    planningCount,
    redis.call('GET', '${CHUNKS_KEY}'),
  }
end
`

/** Argument: the score below which delayed plans are due. The engine lets them wait when a worker asks. */
const LOOK = new RedisScript<Counts | [number]>(`${COUNTS}
local plan = redis.call('ZRANGE', '${PLANS}:prioritized', 0, 0, 'WITHSCORES')[2]
if plan then
  local rank = math.floor(plan / ${SCORES_OF_PRIORITY}) - 1
  local chunk = redis.call('ZRANGE', '${WORK}:prioritized', 0, 0, 'WITHSCORES')[2]
  local isUrgentWaiting = chunk and rank > 0 and tonumber(chunk) < tonumber(scoreAbove[rank])
  if not isUrgentWaiting then return countsOf(rank) end
elseif redis.call('LLEN', '${PLANS}:wait') > 0 -- plans whose worker was lost
  or redis.call('ZCOUNT', '${PLANS}:delayed', '-inf', ARGV[1]) > 0 then
  return countsOf(${RANKS.length - 1})
end
return { redis.call('ZCARD', '${WORKERS_KEY}') }`)

/** Arguments: who plans, the class, how many plans may be in hand, for how many milliseconds this one counts. */
const CLAIM = new RedisScript<number>(`${NOW_MS}
local count = 0
for each = 0, tonumber(ARGV[2]) do
  redis.call('ZREMRANGEBYSCORE', '${PLANNING_KEY}' .. each, '-inf', nowMs)
  count = count + redis.call('ZCARD', '${PLANNING_KEY}' .. each)
end
if count >= tonumber(ARGV[3]) then return 0 end
return redis.call('ZADD', '${PLANNING_KEY}' .. ARGV[2], nowMs + ARGV[4], ARGV[1])`)

/**
 * Arguments: a recording, its class, how many chunks it brings, how many may wait. What others of this class
 * and more urgent ones open at the same time counts as if it was open.
 */
const BEGIN_OPENING = new RedisScript<number>(`${COUNTS}${NOW_MS}
local rank = tonumber(ARGV[2])
local _, _, openCount, waitingCount = unpack(countsOf(rank))
local openings = redis.call('HGETALL', '${OPENINGS_KEY}')
for place = 1, #openings, 2 do
  local untilMs, otherRank, chunkCount = string.match(openings[place + 1], '(%d+) (%d+) (%d+)')
  if tonumber(untilMs) < nowMs then
    redis.call('HDEL', '${OPENINGS_KEY}', openings[place])
  elseif openings[place] == ARGV[1] then
    return 0
  elseif tonumber(otherRank) <= rank then
    openCount = openCount + 1
    waitingCount = waitingCount + chunkCount
  end
end
if openCount >= ${OPEN_RECORDINGS} and waitingCount >= tonumber(ARGV[4]) then return 0 end
redis.call('SET', '${CHUNKS_KEY}', math.max(ARGV[3], 1))
redis.call('HSET', '${OPENINGS_KEY}', ARGV[1], (nowMs + ${OPENING_MS}) .. ' ' .. rank .. ' ' .. ARGV[3])
return 1`)

/** Decides when recordings are planned and opened: few chunks wait, however many workers there are. */
export class Planning {
  private readonly redis: Redis

  constructor(redis: Redis) {
    this.redis = redis
  }

  /**
   * Whether a recording should be planned now: if few chunks of its class or of a more urgent one wait, or
   * few recordings are open. Recordings whose plan is in hand count, too.
   * @param inHandCount chunks that the worker would put back to plan
   */
  async look(inHandCount: number): Promise<FleetLook> {
    const answer = await LOOK.run(this.redis, Date.now() * SCORES_OF_MILLISECOND)
    const [workerCount, rank, openCount = 0, waitingCount = 0, planningCount = 0, chunks] = answer
    if (rank === undefined) return { workerCount, place: null }
    const mostCount = mostPlans({
      workerCount,
      openCount,
      waitingCount: waitingCount + inHandCount,
      chunksOfRecording: Number(chunks ?? FIRST_CHUNKS_OF_RECORDING),
    })
    if (planningCount >= mostCount) return { workerCount, place: null }
    const mostWaitingCount = mostWaitingChunks(workerCount)
    return { workerCount, place: { rank, mostCount, mostWaitingCount } }
  }

  /** @returns false if other workers have all plans in hand that there is room for */
  async claim(worker: string, { rank, mostCount }: PlanPlace): Promise<boolean> {
    return (await CLAIM.run(this.redis, worker, rank, mostCount, PLANNING_MS)) === 1
  }

  /** The plan is not in hand any more. */
  async release(worker: string, { rank }: PlanPlace): Promise<void> {
    await this.redis.zrem(`${PLANNING_KEY}${rank}`, worker)
  }

  /**
   * Takes the room for the chunks of a recording that was planned.
   * @param rank of its class
   * @param mostWaitingCount how many chunks may wait
   * @returns false if there is no room any more, or if another worker opens it
   */
  async beginOpening(
    recording: string,
    rank: number,
    chunkCount: number,
    mostWaitingCount: number,
  ): Promise<boolean> {
    const words = [recording, rank, chunkCount, mostWaitingCount]
    return (await BEGIN_OPENING.run(this.redis, ...words)) === 1
  }

  /** Its chunks wait, or nobody opens it any more. */
  async endOpening(recording: string): Promise<void> {
    await this.redis.hdel(OPENINGS_KEY, recording)
  }
}
