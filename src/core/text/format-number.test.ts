import { expect, test } from 'vitest'
import { formatFixed, formatNumber } from './format-number.ts'

test('a number has at most so many decimals', () => {
  expect(formatNumber(1024.54)).toBe('1,024.5')
  expect(formatNumber(84, 2)).toBe('84')
})

test('a figure that changes keeps its decimals', () => {
  expect(formatFixed(84)).toBe('84.0')
  expect(formatFixed(1234.567, 2)).toBe('1,234.57')
})
