import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import {
  findExtraCells,
  findRepeatedColumns,
  parseCsv,
  parseNumber,
  QUOTE_CONSEQUENCES,
  tallyQuotes,
} from './csv.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { ProblemTally } from './problem-tally.ts'

/** A usable row of a timestamps file. */
export interface TimestampRow extends TimedRow {
  line: number
}

/** The time of a frame. */
export interface TimedRow {
  frameIndex: number
  timestampMs: number
  /** Null where the file has no line for it. */
  line: number | null
}

/** The latest time that is a valid date (ECMAScript, section 21.4.1.1). */
const LATEST_MS = 8.64e15

export interface ParsedTimestamps {
  /** In the file's order; null where a column is missing. */
  rows: TimestampRow[] | null
  problems: Problem[]
}

const COLUMNS = ['frame_index', 'timestamp_ms'] as const

const IN_ORDER = 'Frames are rendered in the order of the rows'
/** What becomes of a row with a fault, where it is used all the same. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  decreasing: IN_ORDER,
  equal: IN_ORDER,
  ...QUOTE_CONSEQUENCES,
}

const CODE = 'timestamps-invalid'

/**
 * Whether a CSV file has the columns of a timestamps file.
 * @param bytes its beginning, UTF-8
 */
export function hasTimestampColumns(bytes: Uint8Array): boolean {
  const { columns } = parseCsv(bytes, CODE)
  return COLUMNS.every((column) => columns.includes(column))
}

/**
 * Reads `frame_index,timestamp_ms` in any column order. Rows stay in the file's order.
 * @param bytes UTF-8
 * @param file path inside the recording, for the problems
 * @throws OverlaneError `timestamps-invalid` where a line is too long
 */
export function parseTimestamps(bytes: Uint8Array, file: string): ParsedTimestamps {
  const table = parseCsv(bytes, CODE)
  const missing = COLUMNS.filter((column) => !table.columns.includes(column))
  if (missing.length > 0) {
    const remedy = 'The first line must name frame_index and timestamp_ms.'
    const fault = `the column ${missing.join(' and ')} is missing (it has ${table.columns.join(', ')}).`
    const found =
      table.columns.length > 0
        ? problem('error', CODE, { fault, remedy }, { file, line: 1 })
        : problem('error', CODE, { subject: file, fault: 'is empty.', remedy }, { file })
    return { rows: null, problems: [found] }
  }
  const indexColumn = table.columns.indexOf('frame_index')
  const timeColumn = table.columns.indexOf('timestamp_ms')
  const rows: TimestampRow[] = []
  const firstLineOf = new Map<number, number>()
  const tally = new ProblemTally(file)
  let rowCount = 0
  let lastMs = -Infinity

  if (table.header) tallyQuotes(table.header, CODE, tally)
  for (const row of table.rows) {
    const { line, cells } = row
    rowCount++
    tallyQuotes(row, CODE, tally)
    const fault = findExtraCells(row, table)
    if (fault !== null) {
      tally.add('cells', CODE, line, fault)
      continue
    }
    const indexCell = cells[indexColumn] ?? ''
    const timeCell = cells[timeColumn] ?? ''
    const frameIndex = parseNumber(indexCell, table)
    const timestampMs = parseNumber(timeCell, table)
    if (frameIndex === null || !Number.isSafeInteger(frameIndex) || frameIndex < 0) {
      const message = `frame_index is "${indexCell}", expected a whole number of 0 or more`
      tally.add('index', CODE, line, message)
    } else if (timestampMs === null || Math.abs(timestampMs) > LATEST_MS) {
      const message = `timestamp_ms is "${timeCell}", expected a number of milliseconds`
      tally.add('time', CODE, line, message)
    } else if (firstLineOf.has(frameIndex)) {
      const message = `frame ${frameIndex} has a time already, on line ${firstLineOf.get(frameIndex) ?? 0}`
      tally.add('duplicate', CODE, line, message)
    } else {
      if (timestampMs < lastMs) {
        const message = `timestamp_ms ${timeCell} is earlier than the row before it`
        tally.add('decreasing', 'timestamps-order', line, message)
      } else if (timestampMs === lastMs) {
        const message = `timestamp_ms ${timeCell} is the same as the row before it`
        tally.add('equal', 'timestamps-order', line, message)
      }
      lastMs = timestampMs
      firstLineOf.set(frameIndex, line)
      rows.push({ frameIndex, timestampMs, line })
    }
  }
  const problems = [
    ...findRepeatedColumns(table, file, CODE, COLUMNS),
    ...tally.problems((kind) => CONSEQUENCES[kind] ?? 'The row is left out', rowCount),
  ]
  if (rows.length === 0) {
    const fault = `has no usable row${rowCount > 0 ? ` (${formatCount(rowCount)} were left out)` : ''}.`
    const remedy = 'Each row needs a frame_index and a timestamp_ms, such as 1 and 33.3.'
    problems.push(problem('error', CODE, { subject: file, fault, remedy }, { file }))
  }
  return { rows, problems }
}
