import { parseIsoTime } from '../../core/time/clock.ts'
import type { TimeUnit } from '../../core/time/time-unit.ts'

/** Where a log's times are read from. */
export interface TimeColumn {
  column: string
  unit: TimeUnit
}

export const STANDARD_TIME_COLUMN: TimeColumn = { column: 'timestamp_ms', unit: 'ms' }

const MS_PER_UNIT = { ms: 1, s: 1000, us: 1e-3, ns: 1e-6 }

const WITH_UNIT =
  /^_?(?:time|timestamp|ts|t|epoch|elapsed|utc)[ _]?[([]?(ms|s|sec|us|µs|μs|ns)[)\]]?$/i
const WITHOUT_UNIT = /^(?:time|timestamp|ts|date|datetime|date_time|utc|iso_?time)$/i

/**
 * Finds the time column by its name. A unit is never guessed from the size of a number. A column
 * without a unit in its name is taken only if its values are ISO 8601 text.
 * @param firstValues the first record's values, by column
 */
export function findTimeColumn(
  columns: readonly string[],
  firstValues: Readonly<Record<string, unknown>>,
): TimeColumn | null {
  if (columns.includes(STANDARD_TIME_COLUMN.column)) return STANDARD_TIME_COLUMN
  for (const column of columns) {
    const unit = WITH_UNIT.exec(column)?.[1]
      ?.toLowerCase()
      .replace(/[µμ]s/, 'us')
      .replace('sec', 's')
    if (unit) return { column, unit: unit as TimeUnit }
  }
  for (const column of columns) {
    const value = firstValues[column]
    if (
      WITHOUT_UNIT.test(column) &&
      typeof value === 'string' &&
      parseIsoTime(value, 'UTC') !== null
    ) {
      return { column, unit: 'iso8601' }
    }
  }
  return null
}

/** A time value in ms, or null where it is no time in that unit. */
export function toTimestampMs(value: unknown, unit: TimeUnit, timeZone: string): number | null {
  if (unit === 'iso8601') return typeof value === 'string' ? parseIsoTime(value, timeZone) : null
  return typeof value === 'number' && Number.isFinite(value) ? value * MS_PER_UNIT[unit] : null
}

/** What a time in a unit looks like, for messages. */
export function describeUnit(unit: TimeUnit): string {
  return unit === 'iso8601' ? 'an ISO 8601 time' : 'a number'
}
