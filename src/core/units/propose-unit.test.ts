import { describe, expect, test } from 'vitest'
import type { SensorTrack } from '../recording/recording.ts'
import { fakeTrack } from '../testing/fake-recording.ts'
import { convertUnit } from './units.ts'
import type { Unit } from './units.ts'
import { proposeUnit } from './propose-unit.ts'

/** A log of 10 Hz over 40 s, from the seconds of each record. */
function log(name: string, recordAt: (seconds: number) => Record<string, number>): SensorTrack {
  const records = Array.from({ length: 400 }, (_, index) => ({
    timestamp_ms: 1000 + index * 100,
    ...recordAt(index / 10),
  }))
  const fields = Object.keys(recordAt(0)).map((field) => ({
    name: field,
    type: 'number' as const,
    count: records.length,
  }))
  return { ...fakeTrack(name, records), fields }
}

/** A log whose field goes evenly from one value to another. */
function rising(field: string, from: number, to: number, others: Record<string, number> = {}) {
  return log('log', (seconds) => ({ [field]: from + ((to - from) * seconds) / 40, ...others }))
}

const unitOf = (track: SensorTrack, field: string, sensors = [track]): Unit | null =>
  proposeUnit(track, field, null, sensors)?.unit ?? null

/** m/s, between 10 and 26. */
const speedMps = (seconds: number): number => 18 + 8 * Math.sin(seconds / 6)
/** Metres along a meridian. */
const wayM = (seconds: number): number => 18 * seconds + 48 * (1 - Math.cos(seconds / 6))

describe('the name of a field', () => {
  test('wins over its values', () => {
    const track = rising('speed_mps', 100, 250)
    expect(proposeUnit(track, 'speed_mps', 'speed', [track])).toEqual({
      unit: 'm/s',
      from: 'name',
      reason: 'its name says so',
    })
  })

  test('that tells no quantity gives no unit', () => {
    expect(unitOf(rising('x', 0, 500), 'x')).toBeNull()
  })
})

describe('a speed', () => {
  test.each(['m/s', 'km/h', 'mph', 'kn'] as const)('in %s agrees with positions', (unit) => {
    const track = log('gnss', (seconds) => ({
      lat: 47 + wayM(seconds) / 111_195,
      lon: 8,
      speed: convertUnit(speedMps(seconds), 'm/s', unit),
    }))
    expect(proposeUnit(track, 'speed', 'speed', [track])).toEqual({
      unit,
      from: 'values',
      reason: 'its values agree with the positions of its log',
    })
  })

  test.each(['m/s', 'km/h', 'mph', 'kn'] as const)('in %s agrees with another log', (unit) => {
    const track = log('car', (seconds) => ({
      speed: convertUnit(speedMps(seconds), 'm/s', unit),
    }))
    const other = log('gnss', (seconds) => ({ speed_kmh: speedMps(seconds) * 3.6 }))
    expect(unitOf(track, 'speed', [track, other])).toBe(unit)
  })

  test('is not known where it agrees with no unit, or stands still', () => {
    const other = log('gnss', (seconds) => ({ speed_kmh: 90 - seconds }))
    const rest = log('rest', () => ({ speed: 0, lat: 47, lon: 8 }))
    expect(unitOf(rest, 'speed', [rest, other])).toBeNull()
    const track = rising('speed', 5, 60)
    expect(unitOf(track, 'speed', [track, other])).toBeNull()
  })

  test('of the wind is not compared with that of the boat', () => {
    const track = log('boat', (seconds) => ({ wind_speed: speedMps(seconds) }))
    const other = log('gnss', (seconds) => ({ speed_mps: speedMps(seconds) }))
    expect(unitOf(track, 'wind_speed', [track, other])).toBeNull()
  })

  test('that no unit but km/h reaches is in km/h', () => {
    expect(unitOf(rising('speed', 0, 210), 'speed')).toBe('km/h')
    expect(unitOf(rising('speed', 0, 90), 'speed')).toBeNull()
  })
})

describe('the usual values', () => {
  test.each([
    ['heading', 10, 350, 'deg'],
    ['heading', -3.1, 3.1, 'rad'],
    ['yaw', 0.2, 1.1, null],
    ['altitude', 20_000, 35_000, 'ft'],
    ['altitude', 400, 900, null],
    ['acceleration', -6, 4, 'm/s²'],
    ['acceleration', -0.5, 0.4, null],
    ['air_temperature', 18, 24, '°C'],
    ['air_temperature', 62, 75, '°F'],
    ['coolant_temperature', 80, 95, '°C'],
    ['coolant_temperature', 180, 200, '°F'],
    ['brake_temperature', 20, 600, null],
    ['pressure', 0.98, 1.02, 'bar'],
    ['pressure', 14.2, 14.9, 'psi'],
    ['tyre_pressure', 31, 35, 'psi'],
    ['pressure', 99_000, 101_325, 'Pa'],
    ['pressure', 990, 1013, null],
    ['pressure', 99, 101, null],
  ] as const)('of %s from %d to %d are in %s', (field, from, to, unit) => {
    expect(unitOf(rising(field, from, to), field)).toBe(unit)
  })

  test('of small angles are those of the other angles of the log', () => {
    const swing = (seconds: number): number => 0.2 * Math.sin(seconds)
    const degrees = log('imu', (seconds) => ({ roll: swing(seconds), yaw: 9 * seconds }))
    const radians = log('imu', (seconds) => ({ roll: swing(seconds), yaw: seconds / 7 - 2.9 }))
    expect(unitOf(degrees, 'roll')).toBe('deg')
    expect(unitOf(radians, 'roll')).toBe('rad')
  })

  test.each([
    ['g', 1],
    ['m/s²', 9.81],
  ] as const)('of an accelerometer in %s measure gravity', (unit, gravity) => {
    const track = log('acc', (seconds) => ({
      right: 0.1 * gravity * Math.sin(seconds),
      forward: 0.1 * gravity * Math.cos(seconds),
      up: gravity,
    }))
    expect(proposeUnit(track, 'right', 'acceleration', [track])).toMatchObject({
      unit,
      reason: `its log measures ${gravity === 1 ? 1 : 9.86} of gravity`,
    })
  })
})
