import { describe, expect, test } from 'vitest'
import { UNIT_SYSTEMS, unitInSystem } from './unit-system.ts'
import { isConvertible, UNITS } from './units.ts'

describe('a system of units', () => {
  test.each([
    ['km/h', 'mph'],
    ['m/s', 'mph'],
    ['m', 'ft'],
    ['km', 'mi'],
    ['°C', '°F'],
    ['bar', 'psi'],
    ['Pa', 'psi'],
  ] as const)('has for %s its own unit: %s is imperial', (metric, imperial) => {
    expect(unitInSystem(metric, 'imperial')).toBe(imperial)
    expect(unitInSystem(imperial, 'imperial')).toBe(imperial)
    expect(unitInSystem(metric, 'metric')).toBe(metric)
  })

  test.each([
    ['mph', 'km/h'],
    ['ft', 'm'],
    ['mi', 'km'],
    ['°F', '°C'],
    ['psi', 'bar'],
  ] as const)('has for %s its own unit: %s is metric', (imperial, metric) => {
    expect(unitInSystem(imperial, 'metric')).toBe(metric)
  })

  test.each(['kn', 'deg', 'rad', 'g', 'm/s²'] as const)('leaves %s as it is', (unit) => {
    for (const system of UNIT_SYSTEMS) expect(unitInSystem(unit, system)).toBe(unit)
  })

  test.each(UNITS)('converts %s to a unit of the same quantity', (unit) => {
    for (const system of UNIT_SYSTEMS) {
      expect(isConvertible(unit, unitInSystem(unit, system))).toBe(true)
    }
  })
})
