/** Below this share of the largest number in its column, a pivot is rounding. */
const LEAST_PIVOT = 1e-12

/**
 * Solves a small symmetric system of linear equations by elimination, scaled so that columns of other
 * units do no harm.
 * @returns null if the equations do not determine the unknowns
 */
export function solveLinear(
  matrix: readonly (readonly number[])[],
  values: readonly number[],
): number[] | null {
  const size = values.length
  const scales = matrix.map((row, index) => 1 / Math.sqrt(Math.max(1e-300, row[index] ?? 0)))
  const scaleOf = (index: number): number => scales[index] as number
  const rows = matrix.map((row, i) => [
    ...row.map((value, j) => value * scaleOf(i) * scaleOf(j)),
    (values[i] as number) * scaleOf(i),
  ])
  for (let column = 0; column < size; column++) {
    let best = column
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(at(rows, row, column)) > Math.abs(at(rows, best, column))) best = row
    }
    if (!(Math.abs(at(rows, best, column)) > LEAST_PIVOT)) return null
    const [pivot, other] = [rows[best] as number[], rows[column] as number[]]
    rows[best] = other
    rows[column] = pivot
    for (let row = 0; row < size; row++) {
      if (row === column) continue
      const share = at(rows, row, column) / at(rows, column, column)
      const line = rows[row] as number[]
      for (let each = column; each <= size; each++) {
        line[each] = (line[each] as number) - share * at(rows, column, each)
      }
    }
  }
  return rows.map((row, index) => ((row[size] as number) / at(rows, index, index)) * scaleOf(index))
}

function at(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? NaN
}
