/** Numbers of a log at the times of its records. */
export interface TimedColumns {
  /** Ascending. */
  timesMs: Float64Array
  columns: readonly Float64Array[]
}

/** Adds a gap between two records that are too far apart: in their middle, all columns are NaN. */
export function withGaps({ timesMs, columns }: TimedColumns, longestMs: number): TimedColumns {
  if (longestMs === Infinity) return { timesMs, columns }
  const filledMs: number[] = []
  const filled = columns.map((): number[] => [])
  timesMs.forEach((timeMs, index) => {
    const previousMs = timesMs[index - 1] ?? timeMs
    if (timeMs - previousMs > longestMs) {
      filledMs.push((previousMs + timeMs) / 2)
      for (const column of filled) column.push(NaN)
    }
    filledMs.push(timeMs)
    columns.forEach((column, each) => filled[each]?.push(column[index] as number))
  })
  return {
    timesMs: Float64Array.from(filledMs),
    columns: filled.map((column) => Float64Array.from(column)),
  }
}
