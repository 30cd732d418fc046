import { expect, test } from 'vitest'
import { fakeTrack } from '../testing/fake-recording.ts'
import { proposedUnits } from './proposed-units.ts'

function unitsOf(record: Record<string, number>) {
  const fields = Object.keys(record).map((name) => ({ name, type: 'number' as const, count: 1 }))
  const track = { ...fakeTrack('car', [{ timestamp_ms: 0, ...record }]), fields }
  return proposedUnits({ sensors: [track], calibration: null })
}

test('a unit that nothing tells is said to be assumed', () => {
  expect(unitsOf({ speed: 30 })).toEqual([
    { sensor: 'car', field: 'speed', unit: 'km/h', reason: null },
  ])
})

test('places on the earth are in degrees, and nothing is said of it', () => {
  expect(unitsOf({ lat_deg: 47, lon_deg: 8 })).toEqual([])
})

test('a unit that the name tells is not said', () => {
  expect(unitsOf({ speed_mps: 30 })).toEqual([])
})

test('a unit that the values tell has its reason', () => {
  const records = Array.from({ length: 200 }, (_, index) => ({
    timestamp_ms: index * 1000,
    speed: 20,
    lat: 47 + (index * 20) / 111_195,
    lon: 8,
  }))
  const fields = ['speed', 'lat', 'lon'].map((name) => ({
    name,
    type: 'number' as const,
    count: records.length,
  }))
  const track = { ...fakeTrack('gnss', records), fields }
  const [speed] = proposedUnits({ sensors: [track], calibration: null })
  expect(speed).toMatchObject({ field: 'speed', unit: 'm/s' })
  expect(speed?.reason).toContain('positions')
})
