import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalsOf, multiplesBetween, roundDown, roundUp } from './round-steps.ts'

describe('a round number is 1, 2 or 5 times a power of ten', () => {
  test.each([
    [7, 5, 10],
    [10, 10, 10],
    [0.03, 0.02, 0.05],
    [199, 100, 200],
    [201, 200, 500],
  ])('%d lies between %d and %d', (value, below, above) => {
    expect(roundDown(value)).toBeCloseTo(below, 12)
    expect(roundUp(value)).toBeCloseTo(above, 12)
  })

  test('whatever the number: the nearest ones enclose it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        expect(roundDown(value)).toBeLessThanOrEqual(value)
        expect(roundDown(value)).toBeGreaterThan(value / 2.5000001)
        expect(roundUp(value)).toBeGreaterThanOrEqual(value)
        expect(roundUp(value)).toBeLessThan(value * 2.5000001)
      }),
    )
  })
})

test('multiples reach from the first in the range to the last, both ends included', () => {
  expect(multiplesBetween(-4, 6, 2)).toEqual([-4, -2, 0, 2, 4, 6])
  expect(multiplesBetween(1, 1.9, 2)).toEqual([])
})

test('a step has as many decimals as its multiples need', () => {
  expect([20, 1, 0.5, 0.02].map(decimalsOf)).toEqual([0, 0, 1, 2])
})
