import { expect, test } from 'vitest'
import { renameFields } from './rename-fields.ts'

const NAMES: Record<string, string> = { speed: 'can.speed_kmh', max: 'most', light: 'light on' }

test.each([
  ['speed > 5 and not (speed > 130)', 'can.speed_kmh > 5 and not (can.speed_kmh > 130)'],
  ['max(speed, max) >= 1e3', 'max(can.speed_kmh, most) >= 1e3'],
  ['light == 1', '`light on` == 1'],
  ['`speed` + gps.speed', 'can.speed_kmh + gps.speed'],
])('the fields of %s are renamed', (text, expected) => {
  expect(renameFields(text, (field) => NAMES[field] ?? field)).toBe(expected)
})
