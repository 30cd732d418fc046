import type { Statement } from '../problem-text.ts'

/** Wall-clock text from milliseconds since the Unix epoch, and back. */

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The viewer's own IANA time zone. */
export function viewerTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter
}

interface WallClock {
  /** `2025-10-27` */
  date: string
  /** `08:30:10` */
  time: string
  /** Minutes east of UTC. */
  offsetMinutes: number
}

function wallClock(timestampMs: number, timeZone: string): WallClock {
  const wholeMs = Math.floor(timestampMs)
  const part = new Map<string, string>(
    formatterOf(timeZone)
      .formatToParts(wholeMs)
      .map(({ type, value }) => [type, value]),
  )
  const get = (type: string): string => part.get(type) ?? ''
  const year = get('year').padStart(4, '0')
  const date = `${year}-${get('month')}-${get('day')}`
  const time = `${get('hour')}:${get('minute')}:${get('second')}`
  // Six digits of year are read for any year, four only up to 9999.
  const asUtcMs = Date.parse(`+${year.padStart(6, '0')}-${date.slice(-5)}T${time}Z`)
  const wholeSecondMs = Math.floor(wholeMs / 1000) * 1000
  return { date, time, offsetMinutes: Math.round((asUtcMs - wholeSecondMs) / 60_000) }
}

/** `08:30:10` */
export function formatTime(timestampMs: number, timeZone: string): string {
  return wallClock(timestampMs, timeZone).time
}

/** `2025-10-27 08:30:10` */
export function formatDateTime(timestampMs: number, timeZone: string): string {
  const { date, time } = wallClock(timestampMs, timeZone)
  return `${date} ${time}`
}

/** `2025-10-27T08:30:10.400+08:00` */
export function formatIso(timestampMs: number, timeZone: string): string {
  const { date, time, offsetMinutes } = wallClock(timestampMs, timeZone)
  const wholeMs = Math.floor(timestampMs)
  const millis = String(wholeMs - Math.floor(wholeMs / 1000) * 1000).padStart(3, '0')
  const sign = offsetMinutes < 0 ? '-' : '+'
  const minutes = Math.abs(offsetMinutes)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date}T${time}.${millis}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Whole milliseconds as they are drawn: `1761525010400`. Rounded down, never to a later time. */
export function formatMs(timestampMs: number): string {
  return String(Math.floor(timestampMs))
}

const ISO_8601 =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/i

/**
 * Parses ISO 8601 text to ms since the epoch; text without a zone means `timeZone`.
 * @returns null where the text is no ISO 8601 date or date-time
 */
export function parseIsoTime(text: string, timeZone: string): number | null {
  const match = ISO_8601.exec(text.trim())
  if (!match) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] = match
  const utcMs = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}Z`)
  // Date.parse accepts 31 February and moves on to March.
  if (Number.isNaN(utcMs) || new Date(utcMs).getUTCDate() !== Number(day)) return null
  const localMs = utcMs + (fraction === '' ? 0 : Number(`0.${fraction}`) * 1000)
  if (zone === undefined) return zonedToEpochMs(localMs, timeZone)
  if (zone.toUpperCase() === 'Z') return localMs
  const sign = zone.startsWith('-') ? -1 : 1
  const offsetMinutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''))
  return localMs - sign * offsetMinutes * 60_000
}

/** What is wrong with a text that {@link parseIsoTime} does not read, and what would be right. */
export function notATime(subject: string, text: string): Statement {
  return {
    subject,
    fault: `"${text}" is not a time.`,
    remedy: 'Use a number of ms or ISO 8601, such as 2025-10-27T08:30:10.',
  }
}

/**
 * Local time of a zone, written as if it were UTC, to epoch ms. When the clocks change, it follows the
 * default of ECMAScript's Temporal. If an hour comes twice, the first one is taken. In an hour that is
 * skipped, the time is read as if the clocks had not changed yet.
 */
function zonedToEpochMs(localMs: number, timeZone: string): number {
  const DAY_MS = 86_400_000
  const offsetMs = (epochMs: number): number => wallClock(epochMs, timeZone).offsetMinutes * 60_000
  const beforeMs = localMs - offsetMs(localMs - DAY_MS)
  const afterMs = localMs - offsetMs(localMs + DAY_MS)
  const possible = [beforeMs, afterMs].filter((epochMs) => epochMs + offsetMs(epochMs) === localMs)
  return possible.length > 0 ? Math.min(...possible) : beforeMs
}
