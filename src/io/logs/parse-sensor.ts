import type { TimeUnit } from '../../core/time/time-unit.ts'
import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { isRecord, readPath } from '../../core/plain-object.ts'
import type { FieldSummary, SensorRecord } from '../../core/recording/recording.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { findExtraCells, parseCsv, parseNumber } from './csv.ts'
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
  fields: FieldSummary[]
  /** False where there are more fields than are listed. */
  hasAllFields: boolean
  timeColumn: string
  timeUnit: TimeUnit
  columns: string[]
  problems: Problem[]
}

/** One line of a log: where its record's JSON stands, and the record, or what is wrong with it. */
type LogLine = { line: number; start: number; end: number } & (
  { record: SensorRecord } | { record: null; fault: string }
)

/** Reads a JSONL or CSV log. A line that cannot be read becomes a problem and is left out. */
export function parseSensor(
  bytes: Uint8Array<ArrayBuffer>,
  options: SensorParseOptions,
): ParsedSensor {
  const tally = new ProblemTally(options.file)
  const log = /\.csv$/i.test(options.file) ? readCsvLog(bytes) : readJsonLog(bytes)
  const collected = collect(log.lines, log.columns, options, tally)
  return {
    ...collected,
    text: log.text(),
    columns: log.columns.length > 0 ? log.columns : collected.columns,
  }
}

interface Log {
  /** Empty for JSONL, where each record has its own keys. */
  columns: string[]
  lines: Iterable<LogLine>
  /** Complete once `lines` has ended. */
  text: () => Uint8Array<ArrayBuffer>
}

function readJsonLog(bytes: Uint8Array<ArrayBuffer>): Log {
  const decoder = new TextDecoder()
  const BYTE_ORDER_MARK = 3
  const first = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? BYTE_ORDER_MARK : 0
  function* lines(): Generator<LogLine> {
    let line = 0
    for (let start = first; start < bytes.length;) {
      const newline = bytes.indexOf(0x0a, start)
      const end = newline < 0 ? bytes.length : newline
      line++
      const text = decoder.decode(bytes.subarray(start, end)).trim()
      if (text !== '') {
        const record = parseJsonRecord(text)
        const fault = `${quote(text)} is not a JSON object`
        yield { line, start, end, ...(record ? { record } : { record, fault }) }
      }
      start = end + 1
    }
  }
  return { columns: [], lines: lines(), text: () => bytes }
}

function parseJsonRecord(text: string): SensorRecord | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    // The caller reports the line and its text.
    return null
  }
}

function readCsvLog(bytes: Uint8Array): Log {
  const table = parseCsv(new TextDecoder().decode(bytes))
  const json = new TextBuffer()
  function* lines(): Generator<LogLine> {
    for (const row of table.rows) {
      const { line, cells } = row
      const fault = findExtraCells(row, table)
      if (fault !== null) {
        yield { line, start: 0, end: 0, record: null, fault }
        continue
      }
      const record: SensorRecord = {}
      table.columns.forEach((column, index) => {
        const cell = cells[index]?.trim() ?? ''
        record[column] = cell === '' ? null : (parseNumber(cell, table) ?? cell)
      })
      const start = json.byteLength
      json.append(JSON.stringify(record))
      yield { line, start, end: json.byteLength, record }
    }
  }
  return { columns: table.columns, lines: lines(), text: () => json.toBytes() }
}

/** UTF-8 text that grows. */
class TextBuffer {
  byteLength = 0
  private bytes = new Uint8Array(1 << 16)
  private readonly encoder = new TextEncoder()

  append(text: string): void {
    const MOST_BYTES_PER_CODE_UNIT = 3
    const needed = this.byteLength + text.length * MOST_BYTES_PER_CODE_UNIT
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
      larger.set(this.bytes.subarray(0, this.byteLength))
      this.bytes = larger
    }
    const { written } = this.encoder.encodeInto(text, this.bytes.subarray(this.byteLength))
    this.byteLength += written
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.byteLength)
  }
}

function collect(
  lines: Iterable<LogLine>,
  columns: readonly string[],
  options: SensorParseOptions,
  tally: ProblemTally,
): Omit<ParsedSensor, 'text'> {
  const fields = new Map<string, FieldSummary>()
  const [times, starts, ends]: [number[], number[], number[]] = [[], [], []]
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
      tally.add('broken', 'sensor-invalid', line, logLine.fault)
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
          : `"${column}" is ${quote(JSON.stringify(value))}, expected ${describeUnit(unit)}`
      tally.add(value === undefined ? 'no-time' : 'bad-time', 'sensor-invalid', line, what)
      continue
    }
    if (timestampMs < (times[times.length - 1] ?? -Infinity)) outOfOrderCount++
    times.push(timestampMs)
    starts.push(start)
    ends.push(end)
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
    ...(outOfOrderCount > 0 ? sortByTime(times, starts, ends) : typed(times, starts, ends)),
    fields: [...fields.values()],
    hasAllFields,
    timeColumn: time?.column ?? STANDARD_TIME_COLUMN.column,
    timeUnit: time?.unit ?? STANDARD_TIME_COLUMN.unit,
    columns: [...fields.values()].filter(({ name }) => !name.includes('.')).map(({ name }) => name),
    problems,
  }
}

function typed(
  times: number[],
  starts: number[],
  ends: number[],
): Pick<ParsedSensor, 'timesMs' | 'starts' | 'ends'> {
  return {
    timesMs: Float64Array.from(times),
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
  }
}

/** Stable: records of equal time stay in the log's order. */
function sortByTime(times: number[], starts: number[], ends: number[]): ReturnType<typeof typed> {
  const order = Uint32Array.from(times, (_, index) => index)
  order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b)
  const inOrder = (values: number[]): number[] =>
    Array.from(order, (index) => values[index] as number)
  return typed(inOrder(times), inOrder(starts), inOrder(ends))
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

/** A value for a message, cut to a readable length. */
function quote(text: string): string {
  const LONGEST = 60
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
