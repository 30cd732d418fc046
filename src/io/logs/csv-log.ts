import {
  findExtraCells,
  findRepeatedColumns,
  parseCsv,
  parseNumber,
  QUOTE_CONSEQUENCES,
  tallyQuotes,
} from './csv.ts'
import type { CsvTable } from './csv.ts'
import type { Log, LogLine } from './log-line.ts'
import { ProblemTally } from './problem-tally.ts'
import { TextBuffer } from './text-buffer.ts'

const CODE = 'sensor-invalid'

/**
 * A CSV log: a header, and a record a row. Its records become JSON.
 * @param file path inside the recording, for the problems
 * @throws OverlaneError `sensor-invalid` where a line is too long
 */
export function readCsvLog(bytes: Uint8Array, file: string): Log {
  const table = parseCsv(bytes, CODE)
  const columns = [...new Set(table.columns)]
  const places = columns.map((column) => table.columns.indexOf(column))
  const json = new TextBuffer()
  const quotes = new ProblemTally(file)
  let rowCount = 0
  if (table.header) tallyQuotes(table.header, CODE, quotes)

  function* lines(): Generator<LogLine> {
    for (const row of table.rows) {
      rowCount++
      tallyQuotes(row, CODE, quotes)
      const { line, cells } = row
      const fault = findExtraCells(row, table)
      if (fault !== null) {
        yield { line, start: 0, end: 0, record: null, kind: 'cells', fault }
        continue
      }
      // A column may be called `__proto__`, which an assignment would not take for a field.
      const record = Object.fromEntries(
        columns.map((column, index) => [column, valueOf(cells[places[index] as number], table)]),
      )
      const start = json.byteLength
      json.append(JSON.stringify(record))
      yield { line, start, end: json.byteLength, record }
    }
  }
  return {
    columns,
    lines: lines(),
    text: () => json.toBytes(),
    problems: () => [
      ...findRepeatedColumns(table, file, CODE),
      ...quotes.problems((kind) => QUOTE_CONSEQUENCES[kind] ?? '', rowCount),
    ],
  }
}

function valueOf(cell: string | undefined, table: CsvTable): number | string | null {
  const text = cell?.trim() ?? ''
  return text === '' ? null : (parseNumber(text, table) ?? text)
}
