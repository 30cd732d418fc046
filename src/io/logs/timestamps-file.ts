import { problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { findExtraCells, parseCsv, parseNumber } from './csv.ts'
import { formatCount } from '../../core/text/format-count.ts'
import { ProblemTally } from './problem-tally.ts'

/** A usable row of a timestamps file. */
export interface TimestampRow {
  frameIndex: number
  timestampMs: number
  line: number
}

/** The latest time that is a valid date (ECMAScript, section 21.4.1.1). */
const LATEST_MS = 8.64e15

export interface ParsedTimestamps {
  /** In the file's order; null where a column is missing. */
  rows: TimestampRow[] | null
  problems: Problem[]
}

const COLUMNS = ['frame_index', 'timestamp_ms'] as const

/** Whether a CSV file's beginning has the columns of a timestamps file. */
export function hasTimestampColumns(text: string): boolean {
  const { columns } = parseCsv(text)
  return COLUMNS.every((column) => columns.includes(column))
}

/**
 * Reads `frame_index,timestamp_ms` in any column order. Rows stay in the file's order.
 * @param file path inside the recording, for the problems
 */
export function parseTimestamps(text: string, file: string): ParsedTimestamps {
  const table = parseCsv(text)
  const missing = COLUMNS.filter((column) => !table.columns.includes(column))
  if (missing.length > 0) {
    const remedy = 'The first line must name frame_index and timestamp_ms.'
    const fault = `the column ${missing.join(' and ')} is missing (it has ${table.columns.join(', ')}).`
    const found =
      table.columns.length > 0
        ? problem('error', 'timestamps-invalid', { fault, remedy }, { file, line: 1 })
        : problem(
            'error',
            'timestamps-invalid',
            { subject: file, fault: 'is empty.', remedy },
            { file },
          )
    return { rows: null, problems: [found] }
  }
  const indexColumn = table.columns.indexOf('frame_index')
  const timeColumn = table.columns.indexOf('timestamp_ms')
  const rows: TimestampRow[] = []
  const firstLineOf = new Map<number, number>()
  const tally = new ProblemTally(file)
  let rowCount = 0
  let lastMs = -Infinity

  for (const row of table.rows) {
    const { line, cells } = row
    rowCount++
    const fault = findExtraCells(row, table)
    if (fault !== null) {
      tally.add('cells', 'timestamps-invalid', line, fault)
      continue
    }
    const indexCell = cells[indexColumn] ?? ''
    const timeCell = cells[timeColumn] ?? ''
    const frameIndex = parseNumber(indexCell, table)
    const timestampMs = parseNumber(timeCell, table)
    if (frameIndex === null || !Number.isSafeInteger(frameIndex) || frameIndex < 0) {
      const message = `frame_index is "${indexCell}", expected a whole number of 0 or more`
      tally.add('index', 'timestamps-invalid', line, message)
    } else if (timestampMs === null || Math.abs(timestampMs) > LATEST_MS) {
      const message = `timestamp_ms is "${timeCell}", expected a number of milliseconds`
      tally.add('time', 'timestamps-invalid', line, message)
    } else if (firstLineOf.has(frameIndex)) {
      const message = `frame ${frameIndex} has a time already, on line ${firstLineOf.get(frameIndex) ?? 0}`
      tally.add('duplicate', 'timestamps-invalid', line, message)
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
  const problems = tally.problems(
    (kind) =>
      kind === 'decreasing' || kind === 'equal'
        ? 'Frames are rendered in the order of the rows'
        : 'The row is left out',
    rowCount,
  )
  if (rows.length === 0) {
    const fault = `has no usable row${rowCount > 0 ? ` (${formatCount(rowCount)} were left out)` : ''}.`
    problems.push(problem('error', 'timestamps-invalid', { subject: file, fault }, { file }))
  }
  return { rows, problems }
}
