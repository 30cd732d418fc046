import { formatIso, readPath, TIME_UNITS, toTimestampMs } from '../../index.ts'
import type { SensorTrack, TimeUnit } from '../../index.ts'
import { formatClock } from '../text/format.ts'

/** A column that the times of a log may be in, with its first values as text. */
export interface ColumnChoice {
  column: string
  values: string[]
}

/** A unit that the numbers of a column may be in, and what they would mean. */
export interface UnitChoice {
  unit: TimeUnit
  label: string
  /** The first and the last time; or why the values are no times in this unit. */
  text: string
  isPossible: boolean
}

const LABELS: Readonly<Record<TimeUnit, string>> = {
  iso8601: 'Date and time',
  s: 'Seconds',
  ms: 'Milliseconds',
  us: 'Microseconds',
  ns: 'Nanoseconds',
}

const YEAR_MS = 365 * 86_400_000
const LAST_DATE_MS = 8.64e15
const LONGEST_VALUE = 24

/** Columns with single values: a list or an object is no time. */
export function columnChoices({ columns, firstRecords }: SensorTrack): ColumnChoice[] {
  return columns.flatMap((column) => {
    const values = firstRecords
      .map((record) => readPath(record, column))
      .filter((value) => value !== null && value !== undefined)
    if (values.some((value) => typeof value === 'object')) return []
    return [{ column, values: values.map(printValue) }]
  })
}

/** @param timeZone of times without a zone, and of the dates that are shown */
export function unitChoices(track: SensorTrack, column: string, timeZone: string): UnitChoice[] {
  const first = track.firstRecords
    .map((record) => readPath(record, column))
    .find((value) => value !== null && value !== undefined)
  const last = track.lastValues.get(column)
  return ['iso8601' as const, ...TIME_UNITS.filter((unit) => unit !== 'iso8601')].map((unit) => {
    const label = LABELS[unit]
    const firstMs = toTimestampMs(first, unit, timeZone)
    const lastMs = toTimestampMs(last, unit, timeZone) ?? firstMs
    if (firstMs === null || lastMs === null) {
      const text = unit === 'iso8601' ? 'The values are no dates.' : 'The values are no numbers.'
      return { unit, label, text, isPossible: false }
    }
    const text = `${printTime(firstMs, timeZone)} to ${printTime(lastMs, timeZone)}`
    return { unit, label, text, isPossible: true }
  })
}

/** Times near zero are relative. A date would be misleading. */
function printTime(timeMs: number, timeZone: string): string {
  if (Math.abs(timeMs) > LAST_DATE_MS) return 'beyond the calendar'
  return Math.abs(timeMs) > YEAR_MS ? formatIso(timeMs, timeZone) : formatClock(timeMs)
}

function printValue(value: unknown): string {
  const text = String(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
