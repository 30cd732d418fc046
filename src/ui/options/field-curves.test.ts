import { expect, test } from 'vitest'
import type { SensorTrack } from '../../index.ts'
import { fieldCurves } from './field-curves.ts'

function trackOf(values: readonly unknown[]): SensorTrack {
  return {
    name: 'car',
    label: 'car',
    isMinor: false,
    file: 'car.jsonl',
    timesMs: Float64Array.from(values.keys()),
    recordAt: (index) => ({ timestamp_ms: index, gps: { height: values[index] } }),
    lineAt: (index) => index + 1,
    fields: [],
    hasAllFields: true,
    lastValues: new Map(),
    firstRecords: [],
    recordsPerSecond: 1000,
    timeColumn: 'timestamp_ms',
    timeUnit: 'ms',
    columns: [],
  }
}
const curveOf = (...values: unknown[]): string | undefined =>
  fieldCurves(trackOf(values), ['gps.height']).get('gps.height')

test('a curve goes from the lowest to the highest value', () => {
  expect(curveOf(10, 30, 20)).toBe('M0 100L50 0L100 50')
})

test('a curve has a gap where a record has no number', () => {
  expect(curveOf(0, 10, null, 'x', 10)).toBe('M0 100L25 0M100 0')
})

test('a field that does not change is a line in the middle', () => {
  expect(curveOf(5, 5)).toBe('M0 50L100 50')
})

test('a field without two numbers has no curve', () => {
  expect(curveOf('a', 'b')).toBe('')
  expect(curveOf(1)).toBe('')
})

test('a long log is sampled', () => {
  const curve = curveOf(...Array.from({ length: 100_000 }, (_, index) => index))
  expect(curve?.length).toBeLessThan(3000)
  expect(curve).toMatch(/^M0 100.*L100 0$/)
})
