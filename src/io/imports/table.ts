import { parseCsv, parseNumber } from '../logs/csv.ts'
import type { CsvTable } from '../logs/csv.ts'
import { parseSensor } from '../logs/parse-sensor.ts'
import { readUtf8 } from '../logs/read-text.ts'
import { oneTrack } from './importer.ts'
import type { FileHead, Importer } from './importer.ts'

/** Rows that must look like a table, where the ending of the file does not tell. */
const LEAST_ROWS = 2

/** CSV, under any ending: a row of names, and a record a row. */
export const table: Importer = {
  format: 'CSV',
  recognise(head) {
    if (/\.(?:csv|tsv)$/i.test(head.path)) return 0.9
    return isTable(head) ? 0.6 : 0
  },
  async read({ file, path, timeColumn, timeUnit, timeZone }) {
    const bytes = await readUtf8(file, 'sensor-invalid')
    const options = { file: path, timeColumn, timeUnit, timeZone }
    return oneTrack('', parseSensor(bytes, options, 'table'))
  },
}

function isTable({ text }: FileHead): boolean {
  if (text.includes('\0')) return false
  // The last line may be cut off.
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  const found = parseCsv(new TextEncoder().encode(complete), 'sensor-invalid')
  const { columns } = found
  const areNames = columns.every((name) => name !== '' && parseNumber(name, found) === null)
  if (columns.length < 2 || !areNames || new Set(columns).size < columns.length) return false
  const rows = [...found.rows]
  return rows.length >= LEAST_ROWS && rows.every(({ cells }) => isRowOf(cells, found))
}

function isRowOf(cells: readonly string[], found: CsvTable): boolean {
  return (
    cells.length === found.columns.length && cells.some((cell) => parseNumber(cell, found) !== null)
  )
}
