import type { TimeUnit } from '../../core/time/time-unit.ts'
import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { readPath } from '../../core/plain-object.ts'
import type { FieldSummary } from '../../core/recording/recording.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { shorten } from '../../core/text/shorten.ts'
import { readCsvLog } from './csv-log.ts'
import { readJsonLog } from './json-log.ts'
import type { Log } from './log-line.ts'
import { ProblemTally } from './problem-tally.ts'
import { describeUnit, findTimeColumn, STANDARD_TIME_COLUMN, toTimestampMs } from './time-column.ts'

export interface SensorParseOptions {
  /** Path inside the recording; its ending tells the format. */
  file: string
  /** Null takes `timestamp_ms`, or another column with a unit in its name. */
  timeColumn: string | null
  /** Of a chosen `timeColumn`. */
  timeUnit: TimeUnit
  /** Of times without a zone. */
  timeZone: string
}

/**
 * A parsed log in a form that moves between threads without a copy: each record stays JSON text
 * and is read when a frame asks for it.
 */
export interface ParsedSensor {
  /** Ascending. */
  timesMs: Float64Array<ArrayBuffer>
  /** UTF-8 text that holds the records. */
  text: Uint8Array<ArrayBuffer>
  /** Where each record begins and ends in `text`, in the order of `timesMs`. */
  starts: Float64Array<ArrayBuffer>
  ends: Float64Array<ArrayBuffer>
  /** The line of the file that each record begins on, from 1, in the order of `timesMs`. */
  lines: Uint32Array<ArrayBuffer>
  fields: FieldSummary[]
  /** False where there are more fields than are listed. */
  hasAllFields: boolean
  timeColumn: string
  timeUnit: TimeUnit
  columns: string[]
  problems: Problem[]
}

/**
 * Reads a JSONL or CSV log. A line that cannot be read becomes a problem and is left out.
 * @param bytes UTF-8
 * @throws OverlaneError `sensor-invalid` where a line of a CSV file is too long
 */
export function parseSensor(
  bytes: Uint8Array<ArrayBuffer>,
  options: SensorParseOptions,
): ParsedSensor {
  const { file } = options
  const tally = new ProblemTally(file)
  const log = /\.csv$/i.test(file) ? readCsvLog(bytes, file) : readJsonLog(bytes)
  const collected = collect(log, options, tally)
  return {
    ...collected,
    text: log.text(),
    problems: [...log.problems(), ...collected.problems],
    columns: log.columns.length > 0 ? log.columns : collected.columns,
  }
}

function collect(
  { lines, columns }: Log,
  options: SensorParseOptions,
  tally: ProblemTally,
): Omit<ParsedSensor, 'text'> {
  const fields = new Map<string, FieldSummary>()
  const placed: PlacedRecords = { times: [], starts: [], ends: [], lines: [] }
  const { times } = placed
  let time =
    options.timeColumn === null ? null : { column: options.timeColumn, unit: options.timeUnit }
  let lineCount = 0
  let recordCount = 0
  let outOfOrderCount = 0
  let hasAllFields = true
  const problems: Problem[] = []

  for (const logLine of lines) {
    const { line, start, end, record } = logLine
    lineCount++
    if (record === null) {
      tally.add(logLine.kind, 'sensor-invalid', line, logLine.fault)
      continue
    }
    recordCount++
    time ??= findTimeColumn(columns.length > 0 ? columns : Object.keys(record), record)
    time ??= STANDARD_TIME_COLUMN
    const { column, unit } = time
    const value = readPath(record, column)
    const timestampMs = toTimestampMs(value, unit, options.timeZone)
    if (timestampMs === null) {
      const what =
        value === undefined
          ? `"${column}" is missing`
          : `"${column}" is ${shorten(JSON.stringify(value))}, expected ${describeUnit(unit)}`
      tally.add(value === undefined ? 'no-time' : 'bad-time', 'sensor-invalid', line, what)
      continue
    }
    if (timestampMs < (times[times.length - 1] ?? -Infinity)) outOfOrderCount++
    times.push(timestampMs)
    placed.starts.push(start)
    placed.ends.push(end)
    placed.lines.push(line)
    hasAllFields = summarizeFields(record, '', fields) && hasAllFields
  }

  const { file } = options
  if (recordCount > 0 && times.length === 0) {
    const choice = columns.length > 0 ? ` (the columns are ${columns.join(', ')})` : ''
    const told = {
      subject: file,
      fault: `has no record with a time in "${time?.column ?? STANDARD_TIME_COLUMN.column}".`,
      remedy: `Choose the time column and its unit${choice}.`,
    }
    problems.push(problem('warning', 'sensor-invalid', told, { file }))
  } else if (lineCount === 0) {
    const told = { subject: file, fault: 'has no records. The overlay shows N/A for it.' }
    problems.push(problem('warning', 'sensor-empty', told, { file }))
  } else {
    problems.push(...tally.problems(() => 'The line is left out', lineCount))
  }
  if (outOfOrderCount > 0) {
    const fault = `is not in time order: ${formatCount(outOfOrderCount)} of ${formatCount(times.length)} records are earlier than the one before them. They were sorted by time.`
    problems.push(problem('info', 'sensor-order', { subject: file, fault }, { file }))
  }
  return {
    ...typed(outOfOrderCount > 0 ? sortByTime(placed) : placed),
    fields: [...fields.values()],
    hasAllFields,
    timeColumn: time?.column ?? STANDARD_TIME_COLUMN.column,
    timeUnit: time?.unit ?? STANDARD_TIME_COLUMN.unit,
    columns: [...fields.values()].filter(({ name }) => !name.includes('.')).map(({ name }) => name),
    problems,
  }
}

/** Of each record its time, its place in the text, and its line. */
interface PlacedRecords {
  times: number[]
  starts: number[]
  ends: number[]
  lines: number[]
}

function typed({
  times,
  starts,
  ends,
  lines,
}: PlacedRecords): Pick<ParsedSensor, 'timesMs' | 'starts' | 'ends' | 'lines'> {
  return {
    timesMs: Float64Array.from(times),
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    lines: Uint32Array.from(lines),
  }
}

/** Stable: records of equal time stay in the log's order. */
function sortByTime({ times, starts, ends, lines }: PlacedRecords): PlacedRecords {
  const order = Uint32Array.from(times, (_, index) => index)
  order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b)
  const inOrder = (values: number[]): number[] =>
    Array.from(order, (index) => values[index] as number)
  return {
    times: inOrder(times),
    starts: inOrder(starts),
    ends: inOrder(ends),
    lines: inOrder(lines),
  }
}

const DEEPEST_FIELD = 3
/** A limit, because objects with ids as keys would add a field for each id. */
const MOST_FIELDS = 500

/** @returns false where a field is left out, as there are too many */
function summarizeFields(
  record: Record<string, unknown>,
  path: string,
  fields: Map<string, FieldSummary>,
): boolean {
  let hasAll = true
  for (const key in record) {
    const value = record[key]
    const name = path === '' ? key : `${path}.${key}`
    const type = typeOf(value)
    const field = fields.get(name)
    if (!field) {
      if (fields.size >= MOST_FIELDS) {
        hasAll = false
        continue
      }
      fields.set(name, { name, type, count: type === 'null' ? 0 : 1 })
    } else if (type !== 'null') {
      field.count++
      if (field.type === 'null') field.type = type
      else if (field.type !== type) field.type = 'mixed'
    }
    if (type === 'object' && name.split('.').length < DEEPEST_FIELD) {
      hasAll = summarizeFields(value as Record<string, unknown>, name, fields) && hasAll
    }
  }
  return hasAll
}

function typeOf(value: unknown): FieldSummary['type'] {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'number' || type === 'boolean' || type === 'object' ? type : 'text'
}
