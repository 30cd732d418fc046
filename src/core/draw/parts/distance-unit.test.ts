import { expect, test } from 'vitest'
import { roundDistance } from './distance-unit.ts'

test.each([
  [230, 'm', '200 m', 200],
  [1000, 'm', '1 km', 1000],
  [2600, 'm', '2 km', 2000],
  [230, 'ft', '500 ft', 152.4],
  [1609, 'ft', '5000 ft', 1524],
  [1700, 'ft', '1 mi', 1609.344],
] as const)('the longest round distance up to %d m, in %s, is %s', (mostM, unit, text, lengthM) => {
  const found = roundDistance(mostM, unit)
  expect(found.text).toBe(text)
  expect(found.lengthM).toBeCloseTo(lengthM, 6)
})
