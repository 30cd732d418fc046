import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { hostname } from 'node:os'

export const TOKEN_COOKIE = 'overlane_board'

/** Why a request is refused; null if it is not. */
export type Refusal = 'host' | 'origin' | 'token' | null

export interface Door {
  /** What the server listens to. */
  host: string
  port: number
  token: string
}

/**
 * Whether a request may be answered. Another page that is open in the browser of somebody with a token
 * must not reach the board, whatever name it finds for this machine.
 */
export function checkRequest({ headers, url = '/' }: IncomingMessage, door: Door): Refusal {
  const host = headers.host ?? ''
  if (!namesOf(door).includes(host)) return 'host'
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) return 'origin'
  const cookies = (headers.cookie ?? '').split('; ')
  const given = [
    new URL(url, 'http://board').searchParams.get('token'),
    /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1],
    cookies.find((each) => each.startsWith(`${TOKEN_COOKIE}=`))?.slice(TOKEN_COOKIE.length + 1),
  ]
  return given.some((each) => each != null && isSame(each, door.token)) ? null : 'token'
}

/** The names that this machine has for those who may reach it. */
function namesOf({ host, port }: Door): string[] {
  const local = ['127.0.0.1', 'localhost', '[::1]']
  const names = isLoopback(host) ? local : [...local, host, hostname()]
  return names.map((name) => `${name}:${port}`)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
