import { expect, test } from 'vitest'
import { inNaturalOrder } from './natural-order.ts'

test('2 comes before 10', () => {
  const names = ['gps10.csv', 'gps2.csv', 'brake.csv']
  expect(inNaturalOrder(names)).toEqual(['brake.csv', 'gps2.csv', 'gps10.csv'])
  expect(names[0]).toBe('gps10.csv')
})
