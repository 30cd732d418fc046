import { describe, expect, test } from 'vitest'
import { decimalsOf, roundStep, shareOf, ticksBetween } from './scale.ts'

test('a value has its share of the scale, and no more than the whole', () => {
  const limits = { min: -50, max: 150 }
  expect([-60, -50, 0, 150, 200].map((value) => shareOf(value, limits))).toEqual([0, 0, 0.25, 1, 1])
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
    expect(roundStep(span, mostSteps)).toBeCloseTo(step, 12)
  })

  test.each([
    [20, 0],
    [2.5, 1],
    [0.05, 2],
    [0.1 + 0.2, 1],
  ])('of %d needs %d decimals', (step, decimals) => {
    expect(decimalsOf(step)).toBe(decimals)
  })
})

describe('ticks', () => {
  test('are the multiples of the step between the limits', () => {
    expect(ticksBetween(-3, 9, 4)).toEqual([0, 4, 8].map((tick) => tick))
    expect(ticksBetween(5, 6, 10)).toEqual([])
  })

  test('include the limits, whatever the rounding', () => {
    expect(ticksBetween(0, 0.3, 0.1)).toHaveLength(4)
    expect(ticksBetween(-0.3, 0, 0.1)).toHaveLength(4)
  })
})
