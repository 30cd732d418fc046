import { expect, test } from 'vitest'
import { clockText } from './clock-text.ts'

test.each([
  [0, 0, '0:00'],
  [5, 0, '0:05'],
  [754, 0, '12:34'],
  [3723, 0, '1:02:03'],
  [65.5, 1, '1:05.5'],
])('%d s with %d decimals are %s', (seconds, decimals, text) => {
  expect(clockText(seconds, decimals)).toBe(text)
})
