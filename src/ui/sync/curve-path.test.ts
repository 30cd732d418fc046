import { expect, test } from 'vitest'
import { curvePath } from './curve-path.ts'

const BOX = { widthPx: 10, heightPx: 100 }

test('a curve goes from its least value at the bottom to its greatest at the top', () => {
  expect(curvePath([0, 50, 100], [1, 3, 2], [0, 100], BOX)).toBe(
    'M0 100.0L0 100.0L5 0.0L5 0.0L10 50.0L10 50.0',
  )
})

test('a peak of one value among many is never lost', () => {
  const times = Array.from({ length: 1000 }, (_, index) => index)
  const values = times.map((time) => (time === 333 ? 9 : 0))
  expect(curvePath(times, values, [0, 999], BOX)).toContain('L3 100.0L3 0.0')
})

test('what is outside, or no number, is left out; the negative is drawn on request', () => {
  const path = curvePath([-5, 0, 100, 200], [7, 1, NaN, 3], [0, 200], { ...BOX, isFlipped: true })
  expect(path).toBe('M0 0.0L0 0.0L10 100.0L10 100.0')
})
