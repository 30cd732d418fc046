import { expect, test } from 'vitest'
import { doublingCounts, parseCount, parseCounts } from './count-list.ts'

const workers = { noun: 'worker', most: 8, why: 'twice the 4 cores' }

test.each([
  ['1, 2, 4', [1, 2, 4]],
  ['4 2;1', [4, 2, 1]],
  [' 2,2 , 2 ', [2]],
  ['8', [8]],
])('"%s" is a list of numbers, each once, in its order', (text, counts) => {
  expect(parseCounts(text, workers)).toEqual({ value: counts, problem: null })
})

test.each([
  ['', 'Type at least one whole number, as in 1, 2, 4.'],
  [' , ', 'Type at least one whole number, as in 1, 2, 4.'],
  ['1, two', '“two” is no whole number from 1.'],
  ['0', '“0” is no whole number from 1.'],
  ['1.5', '“1.5” is no whole number from 1.'],
  ['-2', '“-2” is no whole number from 1.'],
  ['1, 9', 'At most 8 workers: twice the 4 cores.'],
])('"%s" is refused, with what is wrong', (text, problem) => {
  expect(parseCounts(text, workers)).toEqual({ value: null, problem })
})

test('a single number is one, and no list', () => {
  expect(parseCount(' 3 ', workers)).toEqual({ value: 3, problem: null })
  expect(parseCount('', workers).problem).toBe('Type a whole number from 1.')
  expect(parseCount('1, 2', workers).problem).toBe('“1, 2” is no whole number from 1.')
})

test('worker counts double up to the most, which is always among them', () => {
  expect(doublingCounts(1)).toEqual([1])
  expect(doublingCounts(2)).toEqual([1, 2])
  expect(doublingCounts(6)).toEqual([1, 2, 4, 6])
  expect(doublingCounts(8)).toEqual([1, 2, 4, 8])
})
