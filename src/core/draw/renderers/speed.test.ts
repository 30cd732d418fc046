import { describe, expect, test } from 'vitest'
import { fakeSurface } from '../../testing/fake-context.ts'
import type { MatchedSample } from '../../time/match.ts'
import { SPEED_UNITS } from '../../units/units.ts'
import { defaultOptions } from '../../config/parse-options.ts'
import { speed, speedLines } from './speed.ts'

const DATA_LINE = '[Data: 1761525010250 | Snap: 1761525010400]'

function sampleOf(record: Record<string, unknown>): MatchedSample {
  return {
    record,
    recordTimeMs: 1761525010250,
    snapshotTimeMs: 1761525010400,
    alignedTimeMs: 1761525010300,
  }
}

type SpeedOptions = Parameters<typeof speedLines>[1]

function lines(
  record: Record<string, unknown> | null,
  options: Partial<SpeedOptions> = {},
): string[] {
  return speedLines(record && sampleOf(record), { ...defaultOptions(speed.specs), ...options })
}

describe('speed', () => {
  test('one decimal and the unit, then the times of record and frame', () => {
    expect(lines({ speed: 88.2 })).toEqual(['Speed: 88.2 km/h', DATA_LINE])
    expect(lines({ speed: 88 })[0]).toBe('Speed: 88.0 km/h')
    expect(lines({ speed: 88.26 })[0]).toBe('Speed: 88.3 km/h')
    expect(lines({ speed: 0 })[0]).toBe('Speed: 0.0 km/h')
    expect(lines({ speed: -3.14 })[0]).toBe('Speed: -3.1 km/h')
  })

  test('the times are whole milliseconds', () => {
    const sample = { ...sampleOf({ speed: 1 }), recordTimeMs: 99.99, snapshotTimeMs: 133.3 }
    expect(speedLines(sample, defaultOptions(speed.specs))[1]).toBe('[Data: 99 | Snap: 133]')
  })

  test('without show_timestamp there is one line', () => {
    expect(lines({ speed: 88.2 }, { showTimestamp: false })).toEqual(['Speed: 88.2 km/h'])
  })

  test('without a match, it shows N/A', () => {
    expect(lines(null)).toEqual(['Speed: N/A'])
  })

  test.each([
    ['null', { speed: null }],
    ['text', { speed: '88.2' }],
    ['NaN', { speed: NaN }],
    ['infinity', { speed: Infinity }],
    ['a list', { speed: [88.2] }],
    ['true', { speed: true }],
    ['no such field', { velocity: 88.2 }],
  ])('with %s: N/A', (_, record) => {
    expect(lines(record)).toEqual(['Speed: N/A'])
  })

  test.each([
    ['km/h', 'm/s', 36, '10.0 m/s'],
    ['m/s', 'km/h', 10, '36.0 km/h'],
    ['m/s', 'mph', 100, '223.7 mph'],
    ['mph', 'km/h', 100, '160.9 km/h'],
    ['kn', 'km/h', 10, '18.5 km/h'],
    ['km/h', 'kn', 185.2, '100.0 kn'],
    ['mph', 'kn', 100, '86.9 kn'],
  ] as const)('a log in %s drawn in %s: %d is %s', (fieldUnit, unit, value, text) => {
    expect(lines({ speed: value }, { fieldUnit, unit })[0]).toBe(`Speed: ${text}`)
  })

  test.each(SPEED_UNITS)('a log in %s drawn in the same unit is not changed', (unit) => {
    expect(lines({ speed: 88.25 }, { fieldUnit: unit, unit })[0]).toBe(`Speed: 88.3 ${unit}`)
  })

  test('the field is selectable, and a dotted path names a field of a nested object', () => {
    const record = { v: 1, gps: { fix: { v: 2 } }, 'a.b': 3, a: { b: 4 } }
    expect(lines(record, { field: 'v' })[0]).toBe('Speed: 1.0 km/h')
    expect(lines(record, { field: 'gps.fix.v' })[0]).toBe('Speed: 2.0 km/h')
    expect(lines(record, { field: 'a.b' })[0]).toBe('Speed: 3.0 km/h')
    for (const field of ['gps', 'gps.v', 'gps.fix.v.x', 'x.y', '', '.', 'constructor.length']) {
      expect(lines(record, { field }), field).toEqual(['Speed: N/A'])
    }
  })

  test('is drawn as a text box, and needs a sensor', () => {
    expect([speed.needsSensor, speed.needsCalibration]).toEqual([true, false])
    const { surface, texts } = fakeSurface()
    speed.draw(surface, {
      frameIndex: 0,
      timestampMs: 0,
      recordingRangeMs: [0, 0],
      timeZone: 'UTC',
      options: defaultOptions(speed.specs),
      sample: sampleOf({ speed: 88.2 }),
      series: [],
      events: [],
      images: [],
      calibration: null,
    })
    expect(texts()).toEqual(['Speed: 88.2 km/h', DATA_LINE])
  })
})
