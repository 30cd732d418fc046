import { expect, test } from 'vitest'
import { doublingCounts, parseCount, parseCounts } from './count-list.ts'

const workers = { noun: 'worker', most: 8, why: 'two for each of the 4 cores' }

test.each([
  ['1, 2, 4', [1, 2, 4]],
  ['4 2;1', [4, 2, 1]],
  [' 2,2 , 2 ', [2]],
  ['8', [8]],
])('"%s" is read as a list in this order, with each number once', (text, counts) => {
  expect(parseCounts(text, workers)).toEqual({ value: counts, problem: null })
})

test.each([
  ['', 'Type one or more whole numbers, such as 1, 2, 4.'],
  [' , ', 'Type one or more whole numbers, such as 1, 2, 4.'],
  ['1, two', '“two” is not a whole number of 1 or more.'],
  ['0', '“0” is not a whole number of 1 or more.'],
  ['1.5', '“1.5” is not a whole number of 1 or more.'],
  ['-2', '“-2” is not a whole number of 1 or more.'],
  ['1, 9', 'At most 8 workers: two for each of the 4 cores.'],
])('"%s" is refused, and the message says why', (text, problem) => {
  expect(parseCounts(text, workers)).toEqual({ value: null, problem })
})

test('a field for one number accepts one number, not a list', () => {
  expect(parseCount(' 3 ', workers)).toEqual({ value: 3, problem: null })
  expect(parseCount('', workers).problem).toBe('Type a whole number of 1 or more.')
  expect(parseCount('1, 2', workers).problem).toBe('“1, 2” is not a whole number of 1 or more.')
})

test('worker counts double up to the limit, and the limit is always included', () => {
  expect(doublingCounts(1)).toEqual([1])
  expect(doublingCounts(2)).toEqual([1, 2])
  expect(doublingCounts(6)).toEqual([1, 2, 4, 6])
  expect(doublingCounts(8)).toEqual([1, 2, 4, 8])
})
