import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { drawOverlay } from '../draw/draw-overlay.ts'
import type { FramePlan } from '../plan/frame-plan.ts'
import { planFrames } from '../plan/plan-frames.ts'
import { fakeSurface } from '../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../testing/fake-recording.ts'
import { unitInSystem } from '../units/unit-system.ts'
import { convertUnit, UNITS } from '../units/units.ts'

function plan(
  renderer: Record<string, unknown>,
  layout: Record<string, unknown> = {},
  value: unknown = 100,
): FramePlan {
  const track = {
    ...fakeTrack('car', [
      { timestamp_ms: 0, v: value, way: 10 },
      { timestamp_ms: 900, v: value, way: 1000 },
    ]),
    fields: ['v', 'way'].map((name) => ({ name, type: 'number' as const, count: 2 })),
  }
  const field = renderer.type === 'map' ? {} : { field: 'v' }
  const config = parseConfig({ ...layout, renderers: [{ sensor: 'car', ...field, ...renderer }] })
  return planFrames(fakeRecording({ sensors: [track] }), config)
}

function textsOf(...given: Parameters<typeof plan>): string[] {
  const made = plan(...given)
  expect(made.problems).toEqual([])
  const { surface, texts } = fakeSurface()
  drawOverlay(surface, made.jobAt(9), made)
  return texts()
}

/** The options that a renderer is drawn with. */
const optionsOf = (...given: Parameters<typeof plan>): unknown =>
  plan(...given).jobAt(9).layers[0]?.options

const imperial = { units: 'imperial' }

describe('a switch for the whole overlay', () => {
  const value = { type: 'value', unit: 'km/h' }

  test('leaves everything as the options say, unless it is set', () => {
    expect(textsOf(value)).toEqual(['v: 100.0 km/h'])
  })

  test('converts numbers and writes the other unit', () => {
    expect(textsOf(value, imperial)).toEqual(['v: 62.1 mph'])
    expect(textsOf({ type: 'speed', show_timestamp: false }, imperial)).toEqual(['Speed: 62.1 mph'])
    expect(textsOf({ type: 'value', unit: '°F' }, { units: 'metric' })).toEqual(['v: 37.8 °C'])
  })

  test('takes a log in another unit for what it is', () => {
    expect(textsOf({ ...value, field_unit: 'm/s' }, imperial)).toEqual(['v: 223.7 mph'])
  })

  test.each(['as_given', 'metric'])('gives way to a renderer with units: %s', (units) => {
    expect(textsOf({ ...value, units }, imperial)).toEqual(['v: 100.0 km/h'])
  })

  test('gives way to a renderer with a system of its own', () => {
    expect(textsOf({ ...value, units: 'imperial' }, { units: 'metric' })).toEqual(['v: 62.1 mph'])
  })

  test('writes distances in its own unit', () => {
    const map = { type: 'map', latitude: 'v', longitude: 'v' }
    expect(optionsOf(map, imperial)).toMatchObject({ distanceUnit: 'ft' })
    expect(optionsOf({ ...map, distance_unit: 'ft' }, { units: 'metric' })).toMatchObject({
      distanceUnit: 'm',
    })
  })

  test('leaves what has no unit that is known', () => {
    expect(textsOf({ type: 'value', unit: 'apples' }, imperial)).toEqual(['v: 100.0 apples'])
    expect(textsOf({ type: 'value' }, imperial)).toEqual(['v: 100.0'])
  })

  test('never makes a value of none', () => {
    expect(textsOf(value, imperial, null)).toEqual(['v: N/A'])
    expect(textsOf({ type: 'bar', unit: 'km/h', max: 200 }, imperial, null)).toContain('N/A')
  })
})

describe('a scale in another unit', () => {
  test('has round limits, and its zones where they were', () => {
    const zones = '0-130 lime, 130-200 red'
    expect(optionsOf({ type: 'gauge', unit: 'km/h', max: 200, zones }, imperial)).toMatchObject({
      unit: 'mph',
      label: 'v',
      min: 0,
      max: 130,
      zones: '0-80.778255 lime, 80.778255-124.274238 red',
    })
  })

  test('begins at its zero', () => {
    expect(optionsOf({ type: 'bar', unit: '°C', zero: 20, max: 100 }, imperial)).toMatchObject({
      zero: 68,
      min: 32,
      max: 220,
    })
  })

  test('has the number of the other unit, and its own label', () => {
    const texts = textsOf({ type: 'bar', unit: 'km/h', max: 200, decimals: 1 }, imperial)
    expect(texts).toEqual(expect.arrayContaining(['v', '62.1', 'mph', '130']))
  })

  test('whose options are wrong is reported as the file has it', () => {
    const { problems } = plan({ type: 'bar', unit: 'km/h', max: 200, zones: 'red' }, imperial)
    expect(problems.map(({ where }) => where.key)).toEqual(['renderers[0].zones'])
    const unknown = plan({ type: 'bar', unit: 'km/h', field: 'w' }, imperial)
    expect(unknown.problems.map(({ where }) => where.key)).toEqual(['renderers[0].field'])
  })
})

describe('a chart in another unit', () => {
  test('has its curves, its limits and its way in it', () => {
    const made = plan(
      {
        type: 'chart',
        unit: 'km/h',
        min: 0,
        max: 200,
        along: { field: 'way', before: 1000 },
      },
      imperial,
    )
    expect(made.problems).toEqual([])
    const [speeds, ways] = made.series
    expect(speeds?.values[0]).toBeCloseTo(62.137119, 5)
    expect(ways?.values[1]).toBeCloseTo(1000 / 0.3048, 8)
    expect(made.jobAt(9).layers[0]?.options).toMatchObject({
      max: 130,
      along: { unit: 'ft', before: 3280.83989501 },
    })
  })
})

describe('a channel with a unit', () => {
  const layout = { channels: { pace: { sensor: 'car', field: 'v', unit: 'm/s' } } }
  const pace = { field: 'pace' }

  test('says the unit where the renderer does not', () => {
    expect(textsOf({ type: 'value', ...pace }, layout)).toEqual(['pace: 100.0 m/s'])
    expect(textsOf({ type: 'value', ...pace }, { ...layout, ...imperial })).toEqual([
      'pace: 223.7 mph',
    ])
  })

  test('is converted to the unit that the renderer says', () => {
    expect(textsOf({ type: 'value', unit: 'km/h', ...pace }, layout)).toEqual(['pace: 360.0 km/h'])
    expect(optionsOf({ type: 'gauge', unit: 'km/h', max: 400, ...pace }, layout)).toMatchObject({
      max: 400,
      label: 'pace',
    })
    const bar = { type: 'bar', unit: 'km/h', max: 400, ...pace }
    expect(textsOf(bar, layout)).toContain('360')
  })

  test('that cannot be converted to it is drawn as it is', () => {
    expect(textsOf({ type: 'value', unit: 'bar', ...pace }, layout)).toEqual(['pace: 100.0 bar'])
  })
})

test('any unit is drawn as the exact conversion, in either system', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...UNITS),
      fc.constantFrom('metric' as const, 'imperial' as const),
      fc.double({ min: -1e5, max: 1e5, noNaN: true }),
      (unit, units, number) => {
        const drawn = unitInSystem(unit, units)
        const [text = ''] = textsOf({ type: 'value', unit, decimals: 6 }, { units }, number)
        const [, shown, written] = /^v: (\S+) (.+)$/.exec(text) ?? []
        expect(written).toBe(drawn)
        expect(Number(shown)).toBeCloseTo(convertUnit(number, unit, drawn), 4)
      },
    ),
    { seed: 12, numRuns: 150 },
  )
})
