import type { TimestampRow } from './timestamps-file.ts'

/** The rows of a timestamps file, column by column: a million objects take seconds to move between threads. */
export interface PackedRows {
  frameIndexes: Float64Array<ArrayBuffer>
  timesMs: Float64Array<ArrayBuffer>
  lines: Uint32Array<ArrayBuffer>
}

export function packRows(rows: readonly TimestampRow[]): PackedRows {
  return {
    frameIndexes: Float64Array.from(rows, ({ frameIndex }) => frameIndex),
    timesMs: Float64Array.from(rows, ({ timestampMs }) => timestampMs),
    lines: Uint32Array.from(rows, ({ line }) => line),
  }
}

export function unpackRows({ frameIndexes, timesMs, lines }: PackedRows): TimestampRow[] {
  return Array.from(timesMs, (timestampMs, row) => ({
    frameIndex: frameIndexes[row] ?? 0,
    timestampMs,
    line: lines[row] ?? 0,
  }))
}
