import type { Redis } from 'ioredis'
import { WORKERS_KEY } from './fleet-queue.ts'

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

/** Clocks of machines differ, so the time is that of Redis. */
async function redisNowMs(redis: Redis): Promise<number> {
  const [seconds = 0, micros = 0] = (await redis.time()).map(Number)
  return seconds * 1000 + Math.floor(micros / 1000)
}

export async function giveSign(redis: Redis, sign: WorkerSign): Promise<void> {
  const nowMs = await redisNowMs(redis)
  await redis
    .pipeline()
    .zadd(WORKERS_KEY, nowMs, sign.id)
    .zremrangebyscore(WORKERS_KEY, '-inf', nowMs - SILENT_MS)
    .set(signKey(sign.id), JSON.stringify(sign), 'PX', SILENT_MS)
    .exec()
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
