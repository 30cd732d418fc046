import { expect, test } from 'vitest'
import { formatCount, formatQuantity } from './format-count.ts'

test('a count has its thousands apart', () => {
  expect(formatCount(3600)).toBe('3,600')
})

test('one thing is told in the singular', () => {
  expect(formatQuantity(1, 'frame')).toBe('1 frame')
  expect(formatQuantity(0, 'frame')).toBe('0 frames')
  expect(formatQuantity(3600, 'frame')).toBe('3,600 frames')
})
