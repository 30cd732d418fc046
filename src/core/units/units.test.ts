import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  convertUnit,
  isConvertible,
  QUANTITY_NAMES,
  quantityOf,
  unitInName,
  UNITS,
  unitsOf,
} from './units.ts'
import type { Unit } from './units.ts'

describe('a value in another unit', () => {
  test.each<[number, Unit, number, Unit]>([
    [36, 'km/h', 10, 'm/s'],
    [1, 'mph', 1.609344, 'km/h'],
    [1, 'kn', 1.852, 'km/h'],
    [100, 'mph', 44.704, 'm/s'],
    [1, 'ft', 0.3048, 'm'],
    [1, 'mi', 5280, 'ft'],
    [1.5, 'km', 1500, 'm'],
    [0, '°C', 32, '°F'],
    [100, '°C', 212, '°F'],
    [-40, '°F', -40, '°C'],
    [180, 'deg', Math.PI, 'rad'],
    [1, 'g', 9.80665, 'm/s²'],
    [1, 'bar', 100_000, 'Pa'],
    // NIST SP 811: 1 psi = 6.894 757 kPa; rounded there.
    [1, 'psi', 6894.757, 'Pa'],
  ])('%d %s is %d %s', (value, from, wanted, to) => {
    const relative = convertUnit(value, from, to) / wanted - 1
    if (wanted === 0) expect(convertUnit(value, from, to)).toBe(0)
    else expect(Math.abs(relative)).toBeLessThan(from === 'psi' ? 1e-7 : 1e-14)
  })

  const pair = fc
    .constantFrom(...QUANTITY_NAMES)
    .chain((quantity) => fc.tuple(unitOf(quantity), unitOf(quantity), unitOf(quantity)))

  test('and back is the value', () => {
    fc.assert(
      fc.property(anyValue(), pair, (value, [from, to]) => {
        expect(close(convertUnit(convertUnit(value, from, to), to, from), value)).toBe(true)
      }),
      { seed: 20251027 },
    )
  })

  test('is the same by way of a third unit', () => {
    fc.assert(
      fc.property(anyValue(), pair, (value, [from, by, to]) => {
        const direct = convertUnit(value, from, to)
        expect(close(convertUnit(convertUnit(value, from, by), by, to), direct)).toBe(true)
      }),
      { seed: 20251027 },
    )
  })

  test('grows with the value', () => {
    fc.assert(
      fc.property(anyValue(), pair, (value, [from, to]) => {
        expect(convertUnit(value + 1, from, to)).toBeGreaterThan(convertUnit(value, from, to))
      }),
      { seed: 20251027 },
    )
  })

  test('of another quantity is an error', () => {
    expect(isConvertible('m', 'km/h')).toBe(false)
    expect(() => convertUnit(1, 'm', 'km/h')).toThrow(RangeError)
  })

  function unitOf(quantity: (typeof QUANTITY_NAMES)[number]): fc.Arbitrary<Unit> {
    return fc.constantFrom(...(unitsOf(quantity) as Unit[]))
  }

  function anyValue(): fc.Arbitrary<number> {
    return fc.double({ min: -1e6, max: 1e6, noNaN: true })
  }

  /** °F has another zero, so small values keep fewer digits. */
  function close(one: number, other: number): boolean {
    return Math.abs(one - other) <= 1e-12 * Math.max(100, Math.abs(other))
  }
})

test('every unit belongs to one quantity', () => {
  expect(new Set(UNITS).size).toBe(UNITS.length)
  for (const quantity of QUANTITY_NAMES) {
    expect(unitsOf(quantity).map(quantityOf)).toEqual(unitsOf(quantity).map(() => quantity))
  }
  expect(['', 'furlong', 'toString'].map(quantityOf)).toEqual([null, null, null])
})

describe('the unit that a field’s name names', () => {
  test.each<[string, Unit | null]>([
    ['speed_mps', 'm/s'],
    ['vehicle_speed_mph', 'mph'],
    ['speed_ms', 'm/s'],
    ['delay_ms', null],
    ['Speed (km/h)', 'km/h'],
    ['gps.height_m', 'm'],
    ['altitude [ft]', 'ft'],
    ['temp_c', '°C'],
    ['point_c', null],
    ['roll_deg', 'deg'],
    ['yaw_rad', 'rad'],
    ['accel_x_g', 'g'],
    ['weight_g', null],
    ['acc_m_s2', 'm/s²'],
    ['tyre_psi', 'psi'],
    ['boost_kpa', null],
    ['speed', null],
    ['m', null],
  ])('%s: %s', (field, unit) => {
    expect(unitInName(field)).toBe(unit)
  })

  test('is of the quantity that is asked for', () => {
    expect(unitInName('height_m', 'speed')).toBeNull()
    expect(unitInName('speed_kn', 'speed')).toBe('kn')
  })
})
