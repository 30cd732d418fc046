import { problem } from '../../../core/errors.ts'
import type { Problem } from '../../../core/errors.ts'
import { readPath } from '../../../core/plain-object.ts'
import type { FieldSummary, PlainValue, SensorRecord } from '../../../core/recording/recording.ts'
import { formatCount } from '../../../core/text/format-count.ts'
import { shorten } from '../../../core/text/shorten.ts'
import type { TimeUnit } from '../../../core/time/time-unit.ts'
import type { LineFault, LogLine } from '../log-line.ts'
import { ProblemTally } from '../problem-tally.ts'
import {
  describeUnit,
  findTimeColumn,
  STANDARD_TIME_COLUMN,
  toTimestampMs,
} from '../time-column.ts'
import type { TimeColumn } from '../time-column.ts'
import { FieldSummaries } from './field-summary.ts'

export interface SensorParseOptions {
  /** Path inside the recording. */
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
  /**
   * The line of the file that each record begins on, from 1, in the order of `timesMs`; in a file
   * without lines, its number.
   */
  lines: Uint32Array<ArrayBuffer>
  fields: FieldSummary[]
  /** False where there are more fields than are listed. */
  hasAllFields: boolean
  lastValues: ReadonlyMap<string, PlainValue>
  /** A few records from the beginning, with or without a time. */
  firstRecords: SensorRecord[]
  timeColumn: string
  timeUnit: TimeUnit
  columns: string[]
  problems: Problem[]
}

/** So many records show what a column holds. */
const FIRST_RECORDS = 3

/** Takes the lines of a log one by one, and becomes a log in time order. */
export class SensorCollector {
  private readonly options: SensorParseOptions
  private readonly columns: readonly string[]
  private readonly tally: ProblemTally
  private readonly timed = new FieldSummaries()
  /** Of records without a time, so that the reader can choose the column that has it. */
  private readonly untimed = new FieldSummaries()
  private time: { column: string; unit: TimeUnit } | null
  private readonly times: number[] = []
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private readonly lines: number[] = []
  private readonly firstRecords: SensorRecord[] = []
  private lineCount = 0
  private recordCount = 0
  private outOfOrderCount = 0

  /** @param columns of a table, each once; empty where each record has its own keys */
  constructor(options: SensorParseOptions, columns: readonly string[] = []) {
    this.options = options
    this.columns = columns
    this.tally = new ProblemTally(options.file)
    this.time =
      options.timeColumn === null ? null : { column: options.timeColumn, unit: options.timeUnit }
  }

  add(line: LogLine): void {
    if (line.record === null) this.addFault(line.line, line)
    else this.addRecord(line.line, line.start, line.end, line.record)
  }

  /** @param record what could be read of the line, so that its fields are known */
  addFault(
    line: number | null,
    { kind, fault }: LineFault,
    record: SensorRecord | null = null,
  ): void {
    this.lineCount++
    this.tally.add(kind, 'sensor-invalid', line, fault)
    if (record) this.addUntimed(record)
  }

  private addUntimed(record: SensorRecord): void {
    if (this.times.length > 0) return
    this.untimed.add(record)
    if (this.firstRecords.length < FIRST_RECORDS) this.firstRecords.push(record)
  }

  private addRecord(line: number, start: number, end: number, record: SensorRecord): void {
    this.lineCount++
    this.recordCount++
    this.time ??= this.findTime(record) ?? STANDARD_TIME_COLUMN
    const { column, unit } = this.time
    const value = readPath(record, column)
    const timestampMs = toTimestampMs(value, unit, this.options.timeZone)
    if (timestampMs === null) {
      const what =
        value === undefined
          ? `"${column}" is missing`
          : `"${column}" is ${shorten(JSON.stringify(value))}, expected ${describeUnit(unit)}`
      this.tally.add(value === undefined ? 'no-time' : 'bad-time', 'sensor-invalid', line, what)
      this.addUntimed(record)
      return
    }
    if (timestampMs < (this.times[this.times.length - 1] ?? -Infinity)) this.outOfOrderCount++
    this.times.push(timestampMs)
    this.starts.push(start)
    this.ends.push(end)
    this.lines.push(line)
    this.timed.add(record)
    if (this.firstRecords.length < FIRST_RECORDS) this.firstRecords.push(record)
  }

  private findTime(record: SensorRecord): TimeColumn | null {
    return findTimeColumn(this.columns.length > 0 ? this.columns : Object.keys(record), record)
  }

  /** @param lineName what a line of the log is called */
  finish(lineName = 'line'): Omit<ParsedSensor, 'text'> {
    const { times, starts, ends, lines } = this
    const placed = { times, starts, ends, lines }
    const summaries = times.length > 0 ? this.timed : this.untimed
    const fields = summaries.list()
    const topFields = fields.filter(({ name }) => !name.includes('.')).map(({ name }) => name)
    return {
      ...typed(placed, this.outOfOrderCount > 0 ? orderByTime(times) : null),
      fields,
      hasAllFields: summaries.hasAll,
      lastValues: summaries.lastValues(),
      firstRecords: this.firstRecords,
      timeColumn: this.time?.column ?? STANDARD_TIME_COLUMN.column,
      timeUnit: this.time?.unit ?? STANDARD_TIME_COLUMN.unit,
      columns: this.columns.length > 0 ? [...this.columns] : topFields,
      problems: this.problems(lineName),
    }
  }

  private problems(lineName: string): Problem[] {
    const { file } = this.options
    const problems: Problem[] = []
    if (this.recordCount > 0 && this.times.length === 0) {
      const list = this.columns.join(', ')
      const choice = list === '' ? '' : ` (the columns are ${list})`
      const told = {
        subject: file,
        fault: `has no record with a time in "${this.time?.column ?? STANDARD_TIME_COLUMN.column}".`,
        remedy: `Choose the time column and its unit${choice}.`,
      }
      problems.push(problem('warning', 'sensor-invalid', told, { file }))
    } else if (this.lineCount === 0) {
      const told = { subject: file, fault: 'has no records. The overlay shows N/A for it.' }
      problems.push(problem('warning', 'sensor-empty', told, { file }))
    } else {
      problems.push(...this.tally.problems(() => `The ${lineName} is left out`, this.lineCount))
    }
    if (this.outOfOrderCount > 0) {
      const fault = `is not in time order: ${formatCount(this.outOfOrderCount)} of ${formatCount(this.times.length)} records are earlier than the one before them. They were sorted by time.`
      problems.push(problem('info', 'sensor-order', { subject: file, fault }, { file }))
    }
    return problems
  }
}

/** Of each record its time, its place in the text, and its line. */
interface PlacedRecords {
  times: number[]
  starts: number[]
  ends: number[]
  lines: number[]
}

/** @param order places of the records; null: as they are */
function typed(
  { times, starts, ends, lines }: PlacedRecords,
  order: Uint32Array | null,
): Pick<ParsedSensor, 'timesMs' | 'starts' | 'ends' | 'lines'> {
  const placed = <Target extends Float64Array | Uint32Array>(
    values: readonly number[],
    target: Target,
  ): Target => {
    if (order) for (let at = 0; at < order.length; at++) target[at] = values[order[at] ?? 0] ?? 0
    else target.set(values)
    return target
  }
  const count = times.length
  return {
    timesMs: placed(times, new Float64Array(count)),
    starts: placed(starts, new Float64Array(count)),
    ends: placed(ends, new Float64Array(count)),
    lines: placed(lines, new Uint32Array(count)),
  }
}

/** Logs are nearly in order; one of whose records more than so many would move is sorted as a whole. */
const MOVES_OF_RECORD = 8

/** Stable: records of equal time stay in the log's order. @returns their places */
function orderByTime(times: readonly number[]): Uint32Array {
  const order = new Uint32Array(times.length)
  const timeAt = (at: number): number => times[order[at] ?? 0] ?? 0
  let moveCount = 0
  for (let place = 0; place < order.length; place++) {
    const timeMs = times[place] ?? 0
    let at = place
    for (; at > 0 && timeAt(at - 1) > timeMs; at--) {
      order[at] = order[at - 1] ?? 0
      moveCount++
    }
    order[at] = place
    if (moveCount > MOVES_OF_RECORD * times.length) return sortedByTime(times)
  }
  return order
}

function sortedByTime(times: readonly number[]): Uint32Array {
  const order = Uint32Array.from(times, (_, index) => index)
  return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b)
}
