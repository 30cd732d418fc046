import fc from 'fast-check'
import { expect, test } from 'vitest'
import { solveLinear } from './solve-linear.ts'

test('the unknowns put into the equations give their right sides, in any units', () => {
  const rows = fc.array(
    fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 }),
    {
      minLength: 6,
      maxLength: 8,
    },
  )
  let solvedCount = 0
  fc.assert(
    fc.property(rows, (columns) => {
      const scales = [1, 1e-4, 1e3]
      const matrix = scales.map((a, i) =>
        scales.map((b, j) =>
          columns.reduce((sum, row) => sum + a * b * (row[i] as number) * (row[j] as number), 0),
        ),
      )
      const unknowns = [2, -3e4, 5e-3]
      const values = matrix.map((row) =>
        row.reduce((sum, each, index) => sum + each * (unknowns[index] as number), 0),
      )
      const solved = solveLinear(matrix, values)
      if (!solved) return
      solvedCount++
      matrix.forEach((row, index) => {
        const sum = row.reduce((total, each, at) => total + each * (solved[at] as number), 0)
        const size = row.reduce(
          (total, each, at) => total + Math.abs(each * (unknowns[at] as number)),
          0,
        )
        expect(Math.abs(sum - (values[index] as number))).toBeLessThanOrEqual(1e-6 * size + 1e-12)
      })
    }),
    { seed: 20251027, numRuns: 200 },
  )
  expect(solvedCount).toBeGreaterThan(100)
})

test('equations that say the same twice have no answer', () => {
  expect(
    solveLinear(
      [
        [1, 1],
        [1, 1],
      ],
      [2, 2],
    ),
  ).toBeNull()
})
