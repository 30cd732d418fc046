import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../config/parse-config.ts'
import { defaultOptions } from '../../config/parse-options.ts'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { proposeConfig } from '../../config/propose-config.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import type { SensorRecord, SensorTrack } from '../../recording/recording.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import type { MatchedSample } from '../../time/match.ts'
import { drawOverlay } from '../draw-overlay.ts'
import { sharedDataOf } from '../shared-data.ts'
import { GRID, ICON_NAMES, ICONS } from '../parts/icons/icons.ts'
import type { Icon } from '../parts/icons/icons.ts'
import { value, valueLine } from './value.ts'

const sampleOf = (record: SensorRecord): MatchedSample => ({
  record,
  recordTimeMs: 0,
  snapshotTimeMs: 0,
  alignedTimeMs: 0,
})

describe('the number', () => {
  const options = { ...defaultOptions(value.specs), field: 'height' }

  test('has its label, its decimals and its unit', () => {
    const sample = sampleOf({ height: 12.345 })
    expect(valueLine(sample, options)).toBe('height: 12.3')
    expect(valueLine(sample, { ...options, label: 'Height', unit: 'm', decimals: 2 })).toBe(
      'Height: 12.35 m',
    )
    expect(valueLine(sample, { ...options, decimals: 0 })).toBe('height: 12')
  })

  test.each([
    ['m', 'ft', 304.8, '1000.0 ft'],
    ['°C', '°F', 20, '68.0 °F'],
    ['rad', 'deg', Math.PI, '180.0 deg'],
    ['m/s²', 'g', 9.80665, '1.0 g'],
    ['psi', 'bar', 30, '2.1 bar'],
  ] as const)('of a log in %s is drawn in %s: %d is %s', (fieldUnit, unit, height, text) => {
    const line = valueLine(sampleOf({ height }), { ...options, fieldUnit, unit })
    expect(line).toBe(`height: ${text}`)
  })

  test('is drawn as it is in the log, with any text as its unit, if the log’s unit is not given', () => {
    const line = valueLine(sampleOf({ height: 5 }), { ...options, unit: 'apples' })
    expect(line).toBe('height: 5.0 apples')
  })

  test('may lie inside objects', () => {
    expect(valueLine(sampleOf({ gps: { alt: 5 } }), { ...options, field: 'gps.alt' })).toBe(
      'gps.alt: 5.0',
    )
  })

  test.each([[null], [undefined], ['12'], [NaN], [Infinity], [true]])(
    'is N/A for the value %j',
    (height) => {
      expect(valueLine(sampleOf({ height }), { ...options, unit: 'm' })).toBe('height: N/A')
    },
  )

  test('is N/A without a match', () => {
    expect(valueLine(null, options)).toBe('height: N/A')
  })
})

/** What is drawn at 900 ms, the time of the last frame. */
function drawn(
  records: readonly (readonly [timeMs: number, height: number | null])[],
  sparkline: Record<string, unknown>,
  units: Record<string, unknown> = {},
): DrawCall[] {
  const track = fakeTrack(
    'gnss',
    records.map(([timestamp_ms, height]) => ({ timestamp_ms, height })),
  )
  const renderer = {
    type: 'value',
    sensor: 'gnss',
    field: 'height',
    font: { size: 20 },
    sparkline,
    ...units,
  }
  const plan = planFrames(
    fakeRecording({ sensors: [track] }),
    parseConfig({ renderers: [renderer] }),
  )
  expect(plan.problems).toEqual([])
  const { surface, calls } = fakeSurface()
  drawOverlay(surface, structuredClone(plan.jobAt(9)), structuredClone(sharedDataOf(plan)))
  return calls
}

const linesOf = (calls: readonly DrawCall[]): [number, number][][] =>
  calls.flatMap((each) =>
    each.call === 'strokeLine' ? [each.points.map(({ x, y }) => [x, y] as [number, number])] : [],
  )

test('a unit that the log’s unit cannot be converted to is an error at the option', () => {
  const faultsOf = (fieldUnit: 'km/h' | 'as_drawn', unit: string): unknown =>
    value.check?.({ ...defaultOptions(value.specs), fieldUnit, unit })
  expect(faultsOf('km/h', 'mph')).toEqual([])
  expect(faultsOf('as_drawn', 'apples')).toEqual([])
  expect(faultsOf('km/h', 'ft')).toEqual([
    {
      option: 'unit',
      message: '"ft" is no unit of speed, as "km/h" is. Use one of m/s, km/h, mph, kn.',
    },
  ])
})

test('the limits of a curve are in the unit that is drawn', () => {
  const records = [
    [0, 0],
    [900, 100],
  ] as const
  const sparkline = { seconds: 0.5 }
  const inCelsius = { ...sparkline, min: 0, max: 100 }
  const inFahrenheit = { ...sparkline, min: 32, max: 212 }
  const units = { field_unit: '°C', unit: '°F' }
  expect(linesOf(drawn(records, inFahrenheit, units))).toEqual(linesOf(drawn(records, inCelsius)))
})

describe('the curve', () => {
  // The text is 20 px high, from 10 px on; a line of 2 px stays in 10…112 × 30…42.
  const size = { width: 102, height: 12, thickness: 2 }

  test('shows the last seconds up to the frame, below the number', () => {
    const records = [
      [0, 7],
      [400, 0],
      [650, 10],
      [900, 0],
      [1200, 99],
    ] as const
    const [line] = linesOf(drawn(records, { ...size, seconds: 0.5, min: 0, max: 10 }))
    expect(line).toEqual([
      [11, 41],
      [61, 31],
      [111, 41],
    ])
  })

  test('has a gap where the log has no value', () => {
    const records = [
      [400, 0],
      [500, 10],
      [600, null],
      [700, 10],
      [900, 0],
    ] as const
    expect(linesOf(drawn(records, { ...size, seconds: 0.5 }))).toEqual([
      [
        [11, 41],
        [31, 31],
      ],
      [
        [71, 31],
        [111, 41],
      ],
    ])
  })

  test('shows a single value as a dot', () => {
    const records = [
      [400, null],
      [650, 5],
      [900, null],
    ] as const
    const calls = drawn(records, { ...size, seconds: 0.5 })
    expect(linesOf(calls)).toEqual([])
    expect(calls).toContainEqual({
      call: 'fillRect',
      rect: { x: 60, y: 35, width: 2, height: 2 },
      color: '#ffcc00',
      alpha: 1,
    })
  })

  test('stays inside its rectangle if values are beyond its limits', () => {
    const records = [
      [400, -50],
      [900, 50],
    ] as const
    expect(linesOf(drawn(records, { ...size, seconds: 0.5, min: 0, max: 10 }))).toEqual([
      [
        [11, 41],
        [111, 31],
      ],
    ])
  })

  test('is only drawn if the options ask for it', () => {
    expect(linesOf(drawn([[400, 1]], size))).toEqual([])
  })

  test('with equal limits is an error of the option', () => {
    const config = parseConfig({
      renderers: [
        { type: 'value', sensor: 'gnss', field: 'height', sparkline: { min: 5, max: 5 } },
      ],
    })
    const sensors = [fakeTrack('gnss', [{ timestamp_ms: 0, height: 1 }])]
    expect(planFrames(fakeRecording({ sensors }), config).problems).toMatchObject([
      {
        severity: 'error',
        code: 'config-invalid',
        message: 'renderers[0].sparkline.max: the upper limit 5 is not above the lower limit 5.',
        where: { key: 'renderers[0].sparkline.max' },
      },
    ])
  })
})

describe('of a log', () => {
  const track: SensorTrack = {
    ...fakeTrack('gnss', [{ timestamp_ms: 0, id: 'a', height: 1 }]),
    fields: [
      { name: 'timestamp_ms', type: 'number', count: 1 },
      { name: 'id', type: 'text', count: 1 },
      { name: 'height', type: 'number', count: 1 },
    ],
  }

  test('it shows the first number that is not its time', () => {
    const added = newRendererConfig('value', [fakeTrack('empty', []), track])
    expect(added).toMatchObject({ type: 'value', sensor: 'gnss', options: { field: 'height' } })
  })

  test('a field must be chosen', () => {
    const config = parseConfig({ renderers: [{ type: 'value', sensor: 'gnss' }] })
    expect(planFrames(fakeRecording({ sensors: [track] }), config).problems).toMatchObject([
      {
        severity: 'error',
        message:
          'renderers[0].field: choose a field of gnss.jsonl. It has timestamp_ms, id, height.',
      },
    ])
  })

  test('without a frame, it is not proposed', () => {
    const { renderers } = proposeConfig({
      sensors: [track],
      calibration: null,
      source: null,
      timing: null,
    })
    expect(renderers.map(({ type }) => type)).toEqual(['frame_info'])
  })
})

describe('the colour of the text', () => {
  const options = { ...defaultOptions(value.specs), field: 'v', zones: '0-50 #2ecc71, 50-90 red' }

  function colorOf(v: unknown, changes: Partial<typeof options> = {}): unknown {
    const { surface, calls } = fakeSurface()
    value.draw(surface, {
      frameIndex: 0,
      timestampMs: 0,
      timeZone: 'UTC',
      recordingRangeMs: [0, 0],
      sample: sampleOf({ v }),
      series: [],
      events: [],
      images: [],
      calibration: null,
      options: { ...options, ...changes },
    })
    return calls.flatMap((each) => (each.call === 'fillText' ? [each.color] : []))[0]
  }

  test('is that of the zone of the drawn number', () => {
    expect(colorOf(20)).toBe('#2ecc71')
    expect(colorOf(60)).toBe('red')
    // 20 m/s is 72 km/h.
    expect(colorOf(20, { fieldUnit: 'm/s', unit: 'km/h' })).toBe('red')
  })

  test('is the usual one beside the zones and without a number', () => {
    expect(colorOf(95)).toBe(options.textColor)
    expect(colorOf(null)).toBe(options.textColor)
  })

  test('is told where a zone is not understood', () => {
    expect(value.check?.({ ...options, zones: '0-5' })).toMatchObject([{ option: 'zones' }])
  })
})

describe('the form', () => {
  const given = { ...defaultOptions(value.specs), field: 'height', label: 'Height', unit: 'm' }

  function calls(options: Partial<typeof given>): DrawCall[] {
    const { surface, calls: made } = fakeSurface()
    value.draw(surface, {
      frameIndex: 0,
      timestampMs: 0,
      recordingRangeMs: [0, 0],
      timeZone: 'UTC',
      options: { ...given, ...options },
      sample: sampleOf({ height: -12 }),
      series: [],
      events: [],
      images: [],
      calibration: null,
    })
    return made
  }

  const textsOf = (made: readonly DrawCall[]) =>
    made.flatMap((each) => (each.call === 'fillText' ? [each] : []))

  test('stacked has a small label above the number, and a small unit beside it', () => {
    const [label, number, unit] = textsOf(calls({ form: 'stacked' }))
    expect([label?.text, number?.text, unit?.text]).toEqual(['Height', '−12.0', 'm'])
    expect(label?.y).toBeLessThan(number?.y ?? 0)
    expect(unit?.y).toBe(number?.y)
    expect(label?.font).toBe(unit?.font)
    expect(label?.font).not.toBe(number?.font)
  })

  test.each(['line', 'stacked'] as const)(
    '%s has an icon before the number, in its colour',
    (form) => {
      const options = { form, zones: '-20-0 #4fc3f7' }
      const plain = textsOf(calls(options)).find(({ text }) => /12/.test(text))
      const made = calls({ ...options, icon: 'heart' })
      const number = textsOf(made).find(({ text }) => /12/.test(text))
      const heart = made.find(({ call }) => call === 'fillShape')
      expect(heart).toMatchObject({ color: '#4fc3f7' })
      expect(number).toMatchObject({ color: '#4fc3f7' })
      expect(number?.x).toBeGreaterThan(plain?.x ?? Infinity)
    },
  )

  test('with an empty label is the number alone', () => {
    expect(textsOf(calls({ label: '' })).map(({ text }) => text)).toEqual(['-12.0 m'])
  })
})

test.each(ICON_NAMES)('the icon %s stays on its ground', (name) => {
  const icon: Icon = ICONS[name]
  const points = [...icon.lines.flat(), ...icon.fills.flat()]
  expect(points.length).toBeGreaterThan(2)
  for (const { x, y } of points) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(1)
    expect(Math.max(x, y)).toBeLessThanOrEqual(GRID - 1)
  }
})
