import { problem } from '../../core/errors.ts'
import type { Problem, ProblemCode } from '../../core/errors.ts'
import { shorten } from '../../core/text/shorten.ts'
import { CsvRows } from './csv-rows.ts'
import type { CsvRow } from './csv-rows.ts'
import type { ProblemTally } from './problem-tally.ts'
import { readLines } from './text-lines.ts'

export interface CsvTable {
  /** Null where the file is empty. */
  header: CsvRow | null
  /** Column names, trimmed. */
  columns: string[]
  /** The rows below the header. They can be read once. */
  rows: Iterable<CsvRow>
  /** The decimal sign is a comma: the file is separated by semicolons. */
  hasSemicolons: boolean
}

/**
 * Reads CSV text: comma, semicolon, tab or bar between cells, quotes, CRLF. A byte order mark and
 * empty lines are left out.
 * @param bytes UTF-8
 * @throws OverlaneError with `code` where a line is too long
 */
export function parseCsv(bytes: Uint8Array, code: ProblemCode): CsvTable {
  const rows = new CsvRows(readLines(bytes, code), findDelimiter)
  const header = rows.next()
  return {
    header,
    columns: header?.cells.map((cell) => cell.trim()) ?? [],
    rows,
    hasSemicolons: rows.delimiter === ';',
  }
}

/** The delimiter of the header. Rows are not counted, as they may contain decimal commas. */
function findDelimiter(header: string): string {
  const names = header.replace(/"[^"]*"/g, '')
  const countOf = (delimiter: string): number => names.split(delimiter).length
  return [',', ';', '\t', '|'].reduce((best, each) => (countOf(each) > countOf(best) ? each : best))
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * What is wrong with a row that has more cells than the header has names, else null. Most often the
 * row contains decimal commas, and every value after one would stand in the wrong column.
 */
export function findExtraCells({ cells }: CsvRow, { columns }: CsvTable): string | null {
  const isTooLong = cells.slice(columns.length).some((cell) => cell.trim() !== '')
  return isTooLong
    ? `there are ${cells.length} cells, the header has ${columns.length} (a decimal comma?)`
    : null
}

/** Counts a row whose quotes are wrong, as the kind `quote`, or doubtful, as the kind `inner-rows`. */
export function tallyQuotes(
  { line, strayQuote, innerRowCount }: CsvRow,
  code: ProblemCode,
  tally: ProblemTally,
): void {
  if (innerRowCount > 0) {
    const fault = 'a cell in quotes runs over lines that look like rows'
    tally.add('inner-rows', code, line, fault, innerRowCount)
  }
  if (strayQuote === null) return
  tally.add('quote', code, line, `a quote opens the cell ${shorten(strayQuote)} and none closes it`)
}

/** What becomes of rows that {@link tallyQuotes} counts, by their kind. */
export const QUOTE_CONSEQUENCES: Readonly<Record<string, string>> = {
  quote: 'The quote is read as text',
  'inner-rows': 'The lines are read as text of the cell',
}

/**
 * Tells of columns with the same name. The first of them is used.
 * @param names of the columns that matter; default all that have a name
 */
export function findRepeatedColumns(
  { header, columns }: CsvTable,
  file: string,
  code: ProblemCode,
  names: readonly string[] = [...new Set(columns)].filter((name) => name !== ''),
): Problem[] {
  return names.flatMap((name) => {
    const places = columns.flatMap((column, index) => (column === name ? [index + 1] : []))
    const [first, last] = [places[0], places.at(-1)]
    if (first === last) return []
    const all = places.length === 2 ? 'both' : 'all'
    const told = {
      fault: `the columns ${places.slice(0, -1).join(', ')} and ${last ?? ''} are ${all} called "${name}". Column ${first ?? ''} is used.`,
      remedy: 'Give each of them a name of its own.',
    }
    return [problem('warning', code, told, { file, line: header?.line ?? 1 })]
  })
}

/** A cell's number, or null where it holds none. */
export function parseNumber(
  cell: string,
  { hasSemicolons }: Pick<CsvTable, 'hasSemicolons'>,
): number | null {
  const trimmed = cell.trim()
  const text = hasSemicolons ? trimmed.replace(',', '.') : trimmed
  return DECIMAL.test(text) ? Number(text) : null
}
