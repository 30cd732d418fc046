import type { TimestampRow } from './timestamps-file.ts'

/** The rows of a timestamps file, column by column: a million objects take seconds to move between threads. */
export interface PackedRows {
  frameIndexes: Float64Array<ArrayBuffer>
  timesMs: Float64Array<ArrayBuffer>
  lines: Uint32Array<ArrayBuffer>
}

export function packRows(rows: readonly TimestampRow[]): PackedRows {
  return {
    frameIndexes: numbersOf(rows, ({ frameIndex }) => frameIndex),
    timesMs: numbersOf(rows, ({ timestampMs }) => timestampMs),
    lines: Uint32Array.from(numbersOf(rows, ({ line }) => line)),
  }
}

export function unpackRows({ frameIndexes, timesMs, lines }: PackedRows): TimestampRow[] {
  const rows: TimestampRow[] = []
  timesMs.forEach((timestampMs, row) => {
    rows.push({ frameIndex: frameIndexes[row] ?? 0, timestampMs, line: lines[row] ?? 0 })
  })
  return rows
}

/** A number of each row. `Float64Array.from` takes many times as long for a million rows. */
export function numbersOf<Row>(
  rows: readonly Row[],
  numberOf: (row: Row) => number,
): Float64Array<ArrayBuffer> {
  const numbers = new Float64Array(rows.length)
  rows.forEach((row, place) => (numbers[place] = numberOf(row)))
  return numbers
}
