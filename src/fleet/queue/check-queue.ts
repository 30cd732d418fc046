import type { Redis } from 'ioredis'
import { wrongInput } from '../../cli/command-error.ts'
import { formatQuantity } from '../../index.ts'
import { FORMAT_KEY, QUEUE_FORMAT } from './queue-format.ts'

/** What a queue's Redis is, and what is not good about it. */
export interface QueueState {
  redisVersion: string
  /** `noeviction` */
  evictionPolicy: string | null
  isAppendOnly: boolean
  usedBytes: number
  /** How far its clock is ahead of that of this machine. */
  clockAheadMs: number
  warnings: string[]
}

const LEAST_VERSION = [6, 2] as const
const MOST_CLOCK_DIFFERENCE_MS = 60_000
const NOTED_CLOCK_DIFFERENCE_MS = 2000

/**
 * Checks that a Redis can be a queue, and marks it as one of this version.
 * @throws CommandError `wrong-input` if it loses jobs when its memory is full, is too old, is the queue of
 * another version, or its clock is another one
 */
export async function checkQueue(redis: Redis, nowMs = Date.now): Promise<QueueState> {
  const info = await redis.info()
  const valueOf = (name: string): string =>
    new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? ''
  const redisVersion = valueOf('redis_version')
  const [major = 0, minor = 0] = redisVersion.split('.').map(Number)
  if (major < LEAST_VERSION[0] || (major === LEAST_VERSION[0] && minor < LEAST_VERSION[1])) {
    throw wrongInput(
      `The queue's Redis is ${redisVersion}. Overlane needs ${LEAST_VERSION.join('.')} or newer.`,
    )
  }
  // Hosted servers may not show their settings, but all of them show this one.
  const evictionPolicy = valueOf('maxmemory_policy') || null
  if (evictionPolicy !== null && evictionPolicy !== 'noeviction') {
    throw wrongInput(
      `The queue's Redis has maxmemory-policy ${evictionPolicy}: when its memory is full, it throws jobs away. Set it with "redis-cli config set maxmemory-policy noeviction", and in redis.conf.`,
    )
  }
  await checkFormat(redis)
  const [seconds = 0, micros = 0] = (await redis.time()).map(Number)
  const clockAheadMs = seconds * 1000 + micros / 1000 - nowMs()
  const isAppendOnly = valueOf('aof_enabled') === '1'
  const warnings = [
    ...(isAppendOnly
      ? []
      : [
          'The queue has no append-only file: if its Redis ends, jobs are lost, and must be submitted again. Nothing is rendered twice then. Start Redis with --appendonly yes.',
        ]),
    ...(evictionPolicy === null
      ? ['The queue does not say its maxmemory-policy. It must be noeviction.']
      : []),
    ...checkClock(clockAheadMs),
  ]
  const usedBytes = Number(valueOf('used_memory'))
  return { redisVersion, evictionPolicy, isAppendOnly, usedBytes, clockAheadMs, warnings }
}

/** The jobs of another version are not understood here, and not touched. */
async function checkFormat(redis: Redis): Promise<void> {
  await redis.setnx(FORMAT_KEY, QUEUE_FORMAT)
  const format = await redis.get(FORMAT_KEY)
  if (format === QUEUE_FORMAT) return
  throw wrongInput(
    `The queue belongs to another version of Overlane (its format is ${format ?? 'none'}, and this version has ${QUEUE_FORMAT}). Use the version that filled it, or another database of this Redis, such as redis://host:6379/1.`,
  )
}

/** Jobs that wait for a while are late or early where clocks are apart. */
function checkClock(aheadMs: number): string[] {
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const text = `The clock of this machine is ${formatQuantity(seconds, 'second')} ${aheadMs > 0 ? 'behind' : 'ahead of'} that of the queue`
  if (Math.abs(aheadMs) > MOST_CLOCK_DIFFERENCE_MS) {
    throw wrongInput(`${text}. Set the clocks of all machines, for example with NTP.`)
  }
  return Math.abs(aheadMs) > NOTED_CLOCK_DIFFERENCE_MS ? [`${text}.`] : []
}
