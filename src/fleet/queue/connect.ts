import { Redis } from 'ioredis'
import { CommandError, wrongInput } from '../../cli/command-error.ts'
import { sendNamesOfScripts } from './redis-script.ts'

/** The variable that has the queue's address. A password in it is in no list of processes. */
export const QUEUE_VARIABLE = 'OVERLANE_QUEUE'

const DEFAULT_ADDRESS = 'redis://127.0.0.1:6379'

/** How long a command waits for the queue. */
const CONNECT_TIMEOUT_MS = 5000

/** @param typed of `--queue`; undefined where it was not typed */
export function queueAddress(typed: string | undefined, environment = process.env): string {
  return typed ?? environment[QUEUE_VARIABLE] ?? DEFAULT_ADDRESS
}

/** How a connection behaves when Redis goes away. */
export type Patience =
  /** Every command fails soon. */
  | 'command'
  /** Connects again for as long as it takes; commands wait. */
  | 'worker'

/**
 * Connects to the queue's Redis.
 * @param address `redis://[user]:password@host:port/database`, or `rediss://` with TLS
 * @throws CommandError `wrong-input` if the address or the password is wrong; `queue-missing` if nothing
 * answers
 */
export async function connect(address: string, patience: Patience): Promise<Redis> {
  checkAddress(address)
  const redis = new Redis(address, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: () => null,
  })
  sendNamesOfScripts(redis)
  let fault: unknown = null
  redis.on('error', (error) => (fault ??= error))
  try {
    await redis.connect()
    await redis.ping()
  } catch (thrown) {
    redis.disconnect()
    throw connectionFault(address, fault ?? thrown)
  }
  if (patience === 'worker') {
    redis.options.retryStrategy = (attempt) => Math.min(attempt * 200, 2000)
  }
  return redis
}

function checkAddress(address: string): void {
  const isAddress = URL.canParse(address) && /^rediss?:$/.test(new URL(address).protocol)
  if (isAddress) return
  throw wrongInput(
    `--queue: "${withoutPassword(address)}" is not the address of a Redis, such as redis://:password@host:6379 or, with TLS, rediss://:password@host:6380.`,
  )
}

/** An address as it can be printed. */
export function withoutPassword(address: string): string {
  return address.replace(/\/\/([^/]*)@/, (_, user: string) => `//${user.split(':')[0] ?? ''}@`)
}

/** Says why there is no connection. */
export function connectionFault(address: string, thrown: unknown): CommandError {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const { code } = (thrown ?? {}) as { code?: string }
  const place = withoutPassword(address)
  if (/NOAUTH|WRONGPASS|invalid password|without any password/i.test(text)) {
    const isGiven = /\/\/[^/]*:[^/]+@/.test(address)
    return wrongInput(
      `The queue ${place} ${isGiven ? 'refuses the user or the password' : 'asks for a password'}. Put both into ${QUEUE_VARIABLE}, as in redis://user:password@host:6379; the user may be left out.`,
    )
  }
  if (/certificate|self.signed|SSL|TLS|wrong version number/i.test(text)) {
    return wrongInput(
      `The queue ${place} cannot be reached with TLS: ${text}. If its certificate is your own, name it in NODE_EXTRA_CA_CERTS; without TLS, the address begins with redis://.`,
    )
  }
  const reason =
    code === 'ECONNREFUSED'
      ? 'nothing listens there'
      : code === 'ENOTFOUND'
        ? 'there is no such host'
        : text
  return new CommandError(
    'queue-missing',
    `There is no Redis at ${place}: ${reason}. Start one, such as with "redis-server --appendonly yes --maxmemory-policy noeviction", or name another with --queue or ${QUEUE_VARIABLE}.`,
  )
}
