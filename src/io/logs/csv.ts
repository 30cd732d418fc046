import Papa from 'papaparse'

/** A row of a CSV file. */
export interface CsvRow {
  /** 1-based line of the file that the row begins on. */
  line: number
  cells: string[]
}

export interface CsvTable {
  /** Column names, trimmed. */
  columns: string[]
  rows: Iterable<CsvRow>
  /** The decimal sign is a comma: the file is separated by semicolons. */
  hasSemicolons: boolean
}

/**
 * Reads CSV text: comma, semicolon, tab or bar between cells, quotes, CRLF. A byte order mark and
 * empty lines are left out.
 */
export function parseCsv(text: string): CsvTable {
  const withoutMark = text.replace(/^\uFEFF/, '')
  const delimiter = findDelimiter(withoutMark)
  const rows = numberLines(Papa.parse<string[]>(withoutMark, { delimiter }).data)
  const header = rows.next()
  return {
    columns: header.done ? [] : header.value.cells.map((cell) => cell.trim()),
    rows,
    hasSemicolons: delimiter === ';',
  }
}

/** The delimiter of the header. Rows are not counted, as they may contain decimal commas. */
function findDelimiter(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '')
  const countOf = (delimiter: string): number => header.split(delimiter).length
  return [',', ';', '\t', '|'].reduce((best, each) => (countOf(each) > countOf(best) ? each : best))
}

function* numberLines(data: readonly string[][]): Generator<CsvRow, undefined> {
  let line = 1
  for (const cells of data) {
    const isEmpty = cells.length === 1 && cells[0]?.trim() === ''
    if (!isEmpty) yield { line, cells }
    line++
    for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1
  }
  return undefined
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

/** A cell's number, or null where it holds none. */
export function parseNumber(
  cell: string,
  { hasSemicolons }: Pick<CsvTable, 'hasSemicolons'>,
): number | null {
  const trimmed = cell.trim()
  const text = hasSemicolons ? trimmed.replace(',', '.') : trimmed
  return DECIMAL.test(text) ? Number(text) : null
}
