import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalsOf, roundDown, roundUp, shareOf, ticksBetween } from './scale.ts'

test('a value has its share of the scale, and no more than the whole', () => {
  const limits = { min: -50, max: 150 }
  expect([-60, -50, 0, 150, 200].map((value) => shareOf(value, limits))).toEqual([0, 0, 0.25, 1, 1])
})

test('on a scale without length, every value is in the middle', () => {
  expect(shareOf(7, { min: 3, max: 3 })).toBe(0.5)
})

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
        expect(roundUp(value)).toBeGreaterThanOrEqual(value * (1 - 1e-9))
        expect(roundUp(value)).toBeLessThan(value * 2.5000001)
      }),
    )
  })
})

describe('a round step', () => {
  test.each([
    [200, 10, 20],
    [100, 10, 10],
    [8000, 5, 2000],
    [1, 10, 0.1],
    [0.3, 10, 0.05],
    [33, 10, 5],
    [70, 10, 10],
  ])('divides %d into at most %d parts by %d', (span, mostSteps, step) => {
    expect(roundUp(span / mostSteps)).toBeCloseTo(step, 12)
  })

  test.each([
    [20, 0],
    [2.5, 1],
    [1, 0],
    [0.5, 1],
    [0.05, 2],
    [0.02, 2],
    [1e-12, 12],
    [0.1 + 0.2, 1],
  ])('of %d needs %d decimals', (step, decimals) => {
    expect(decimalsOf(step)).toBe(decimals)
  })
})

describe('ticks', () => {
  test('are the multiples of the step between the limits', () => {
    expect(ticksBetween(-3, 9, 4)).toEqual([0, 4, 8])
    expect(ticksBetween(-4, 6, 2)).toEqual([-4, -2, 0, 2, 4, 6])
    expect(ticksBetween(5, 6, 10)).toEqual([])
    expect(ticksBetween(1, 1.9, 2)).toEqual([])
  })

  test('include the limits, whatever the rounding', () => {
    expect(ticksBetween(0, 0.3, 0.1)).toHaveLength(4)
    expect(ticksBetween(-0.3, 0, 0.1)).toHaveLength(4)
  })
})
