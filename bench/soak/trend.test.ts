import { describe, expect, it } from 'vitest'
import { fitTrend } from './trend.ts'

describe('fitTrend', () => {
  it('finds the slope of a line, without an error', () => {
    const { slope, error } = fitTrend([
      [0, 5],
      [10, 25],
      [40, 85],
    ])
    expect(slope).toBeCloseTo(2)
    expect(error).toBeCloseTo(0)
  })

  // Computed with numpy.polyfit(x, y, 1, cov=True) and the degrees of freedom n - 2.
  it('finds the slope of scattered points, and its standard error', () => {
    const { slope, error } = fitTrend([
      [0, 1],
      [1, 3],
      [2, 2],
      [3, 5],
    ])
    expect(slope).toBeCloseTo(1.1)
    expect(error).toBeCloseTo(0.5196)
  })
})
