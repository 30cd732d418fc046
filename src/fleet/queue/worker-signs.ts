import type { Redis } from 'ioredis'
import names from './queue-names.json'
import { NOW_MS, RedisScript } from './redis-script.ts'

/** Workers by the time of their last sign. */
export const WORKERS_KEY = `${names.prefix}:workers`

/** What a worker says about itself. */
export interface WorkerSign {
  id: string
  host: string
  pid: number
  environment: string
  /** `waiting`, or the name of the job in hand. */
  state: string
  run: string | null
  doneFrameCount: number
  framesPerSecond: number | null
}

/** A worker without a sign for so long is not counted any more. */
const SILENT_MS = 15_000

const signKey = (id: string): string => `overlane:worker:${id}`

/** Arguments: the worker, its key, its sign. */
const GIVE_SIGN = new RedisScript<null>(`${NOW_MS}
redis.call('ZADD', '${WORKERS_KEY}', nowMs, ARGV[1])
redis.call('ZREMRANGEBYSCORE', '${WORKERS_KEY}', '-inf', nowMs - ${SILENT_MS})
redis.call('SET', ARGV[2], ARGV[3], 'PX', ${SILENT_MS})`)

export async function giveSign(redis: Redis, sign: WorkerSign): Promise<void> {
  await GIVE_SIGN.run(redis, sign.id, signKey(sign.id), JSON.stringify(sign))
}

export async function leave(redis: Redis, id: string): Promise<void> {
  await redis.pipeline().zrem(WORKERS_KEY, id).del(signKey(id)).exec()
}

export async function listWorkers(redis: Redis): Promise<WorkerSign[]> {
  const ids = await redis.zrange(WORKERS_KEY, 0, -1)
  if (ids.length === 0) return []
  const texts = await redis.mget(ids.map(signKey))
  return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as WorkerSign]))
}
