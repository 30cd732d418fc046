import { expect, test } from 'vitest'
import { measuresOther, quantityInName } from './quantity-in-name.ts'

test.each([
  ['speed_kmh', 'speed'],
  ['gps.speed', 'speed'],
  ['altitude_m', 'length'],
  ['altitude', 'length'],
  ['steering', 'angle'],
  ['user/angle', 'angle'],
  ['yaw', 'angle'],
  ['up_down_mps2', 'acceleration'],
  ['yaw_rate', null],
  ['throttle', null],
  ['x', null],
  ['speed_temperature', null],
] as const)('the name %s tells that it is of %s', (field, quantity) => {
  expect(quantityInName(field)).toBe(quantity)
})

test('a field measures something else only where its name says so', () => {
  expect(measuresOther('steering_deg', 'speed')).toBe(true)
  expect(measuresOther('altitude', 'speed')).toBe(true)
  expect(measuresOther('speed', 'speed')).toBe(false)
  expect(measuresOther('value_7', 'speed')).toBe(false)
  // "ms" may be milliseconds, but not in the name of a speed.
  expect(measuresOther('speed_ms', 'speed')).toBe(false)
})
