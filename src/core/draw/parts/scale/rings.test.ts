import { expect, test } from 'vitest'
import { checkRings, ringsOf, ringText } from './rings.ts'

test('rings end at the range or before it', () => {
  expect(ringsOf({ range: 100, ring: 25 })).toEqual([25, 50, 75, 100])
  expect(ringsOf({ range: 100, ring: 40 })).toEqual([40, 80])
  expect(ringsOf({ range: 0.3, ring: 0.1 })).toHaveLength(3)
})

test('a distance that makes no ring or too many is an error that says so', () => {
  expect(checkRings({ range: 10, ring: 20 }, 'm')).toEqual([
    { option: 'ring', message: 'the rings are 20 m apart, but the range ends at 10 m.' },
  ])
  expect(checkRings({ range: 100, ring: 5 }, 'm')).toEqual([
    { option: 'ring', message: 'it makes 20 rings up to 100 m. At most 12 are drawn.' },
  ])
  expect(checkRings({ range: 100, ring: 10 }, 'm')).toEqual([])
})

test('a ring’s number has no needless digits', () => {
  expect([0.5, 1, 0.25, 3 * 0.1].map(ringText)).toEqual(['0.5', '1', '0.25', '0.3'])
})
