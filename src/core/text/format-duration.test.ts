import { expect, test } from 'vitest'
import { formatDuration, formatMilliseconds } from './format-duration.ts'

test.each([
  [840, '0.8 s'],
  [17_200, '17 s'],
  [125_000, '2 min 5 s'],
  [3_840_000, '1 h 4 min'],
])('a duration of %d ms is %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text)
})

test.each([
  [12.34, '12.3 ms'],
  [1250, '1.25 s'],
  [-1250, '-1.25 s'],
  [259_000, '4 min 19 s'],
  [-259_000, '-4 min 19 s'],
  [7.2 * 3_600_000, '7.2 h'],
  [259_199_100, '3.0 days'],
  [1_761_525_000_000, '55.8 years'],
])('a distance of %d ms is %s', (timeMs, text) => {
  expect(formatMilliseconds(timeMs)).toBe(text)
})
