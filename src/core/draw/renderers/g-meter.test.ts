import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../config/parse-config.ts'
import { defaultOptions } from '../../config/parse-options.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import { fakeSurface, textsOf } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { fakeSample } from '../../testing/fake-sample.ts'
import { drawOverlay } from '../draw-overlay.ts'
import { sharedDataOf } from '../shared-data.ts'
import { readAcceleration } from '../parts/g-meter/acceleration.ts'
import { gMeter } from './g-meter.ts'

type Options = Parameters<typeof gMeter.draw>[1]['options']
type Entry = readonly [timeMs: number, right: number | null, forward: number | null]

const DEFAULTS: Options = {
  ...defaultOptions(gMeter.specs),
  lateralField: 'right',
  longitudinalField: 'forward',
}

/** The dial has its middle at 110, 110, and 88 px are 1 g. */
const GEOMETRY = { size: 200, position: { x: 10, y: 10 }, range: 1, ring: 0.5 }

/** What is drawn at 900 ms, the time of the last frame. */
function draw(records: readonly Entry[], options: Record<string, unknown> = {}): DrawCall[] {
  const track = fakeTrack(
    'acc',
    records.map(([timestamp_ms, right, forward]) => ({ timestamp_ms, right, forward })),
  )
  const renderer = {
    type: 'g_meter',
    sensor: 'acc',
    lateral_field: 'right',
    longitudinal_field: 'forward',
    field_unit: 'g',
    ...GEOMETRY,
    ...options,
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

/** The circle in the accent colour. */
function dotOf(calls: readonly DrawCall[]): { x: number; y: number } | null {
  for (const each of calls) {
    if (each.call !== 'fillShape' || each.color !== '#ffcc00') continue
    const [first] = each.path
    if (first?.step === 'arc') return { x: first.x, y: first.y }
  }
  return null
}

const linesOf = (calls: readonly DrawCall[], color = '#ffcc00'): { x: number; y: number }[][] =>
  calls.flatMap((each) => (each.call === 'strokeLine' && each.color === color ? [each.points] : []))

const QUIET = { peaks: 'none', trail_seconds: 0 }

describe('the acceleration', () => {
  test('of m/s² is shown in g', () => {
    const found = readAcceleration(fakeSample({ right: 9.80665, forward: -4.903325 }), DEFAULTS)
    expect(found).toEqual({ x: 1, y: -0.5 })
  })

  test('may be turned around in each direction', () => {
    const options = { ...DEFAULTS, fieldUnit: 'g', invertLateral: true } as const
    expect(readAcceleration(fakeSample({ right: 1, forward: 2 }), options)).toEqual({ x: -1, y: 2 })
  })

  test.each([[{ right: 1 }], [{ right: 1, forward: null }], [{ right: 'x', forward: 1 }]])(
    'is none for %j',
    (record) => {
      expect(readAcceleration(fakeSample(record), DEFAULTS)).toBeNull()
    },
  )
})

describe('the dot', () => {
  test('is to the right and up for an acceleration to the right and forwards', () => {
    const dot = dotOf(draw([[900, 0.5, 0.25]], QUIET))
    expect(dot?.x).toBeCloseTo(110 + 44)
    expect(dot?.y).toBeCloseTo(110 - 22)
  })

  test('stays on the outer ring where the acceleration is beyond it', () => {
    const dot = dotOf(draw([[900, -3, 4]], QUIET))
    expect(dot?.x).toBeCloseTo(110 - 88 * 0.6)
    expect(dot?.y).toBeCloseTo(110 - 88 * 0.8)
  })

  test('comes with the total in numbers, also of what is beyond', () => {
    expect(textsOf(draw([[900, -3, 4]], QUIET))).toContain('5.00 g')
    expect(textsOf(draw([[900, -3, 4]], { ...QUIET, show_total: false }))).not.toContain('5.00 g')
  })

  test('is missing where a number is missing, and the dial says N/A', () => {
    const calls = draw([[900, 0.5, null]], { peaks: 'none' })
    expect(dotOf(calls)).toBeNull()
    expect(linesOf(calls)).toEqual([])
    expect(textsOf(calls)).toEqual(['0.5', '1', 'N/A'])
  })
})

describe('the trail', () => {
  const options = { peaks: 'none', trail_seconds: 0.6 }

  test('shows the last seconds, on the paths between the records', () => {
    const records = [
      [0, 0.9, 0.9],
      [300, 0, 0],
      [900, 1, 0],
      [1200, 0, 1],
    ] as const
    const points = linesOf(draw(records, options)).flat()
    expect(points[0]).toEqual({ x: 110, y: 110 })
    expect(points.at(-1)?.x).toBeCloseTo(198)
    for (const { y } of points) expect(y).toBeCloseTo(110)
  })

  test('has a gap where one of the two fields has no value', () => {
    const records = [
      [300, 0, 0],
      [400, 0.1, 0],
      [500, 0.2, null],
      [600, 0.3, 0],
      [900, 0.6, 0],
    ] as const
    const xs = linesOf(draw(records, options))
      .flat()
      .map(({ x }) => (x - 110) / 88)
    expect(xs.some((x) => x > 0.05 && x < 0.11)).toBe(true)
    expect(xs.some((x) => x > 0.101 && x < 0.299)).toBe(false)
  })

  test('goes through means of records that are close in time', () => {
    const records = Array.from({ length: 91 }, (_, index): Entry => {
      return [index * 10, index % 2 === 0 ? 0.9 : -0.9, 0]
    })
    const xs = linesOf(draw(records, { peaks: 'none', trail_seconds: 0.9 * 8 }))
      .flat()
      .map(({ x }) => (x - 110) / 88)
    expect(Math.max(...xs.slice(0, -1).map(Math.abs))).toBeLessThan(0.2)
  })

  test('of 0 seconds is none', () => {
    expect(linesOf(draw([[900, 0.5, 0.5]], QUIET))).toEqual([])
  })
})

describe('the peaks', () => {
  const records = [
    [0, -0.9, 0],
    [200, 0, 0.8],
    [700, 0.4, 0],
    [800, 0, -0.3],
    [900, 0.1, 0],
    [1000, 0.95, 0],
  ] as const
  const numbers = (peaks: string): string[] =>
    textsOf(draw(records, { peaks, trail_seconds: 0.3, show_total: false })).filter(
      (text) => text.length === 4,
    )

  test.each([
    ['trail', ['0.40', '0.30']],
    ['so_far', ['0.40', '0.90', '0.80', '0.30']],
    ['recording', ['0.95', '0.90', '0.80', '0.30']],
    ['none', []],
  ])('%s: right, left, forwards, backwards', (peaks, expected) => {
    expect(numbers(peaks)).toEqual(expected)
  })

  test('of a field that is turned around change sides', () => {
    const options = { peaks: 'so_far', invert_lateral: true, trail_seconds: 0, show_total: false }
    expect(textsOf(draw(records, options)).slice(2)).toEqual(['0.90', '0.40', '0.80', '0.30'])
  })
})

describe('of a log', () => {
  const track = (name: string, ...names: string[]) => ({
    ...fakeTrack(name, [{ timestamp_ms: 0 }]),
    fields: names.map((each) => ({ name: each, type: 'number' as const, count: 1 })),
  })

  test('it shows the accelerations sideways and forwards', () => {
    const found = gMeter.fit?.(track('accelerometer', 'up_mps2', 'right_mps2', 'forward_mps2'))
    expect(found?.options).toEqual({
      lateralField: 'right_mps2',
      longitudinalField: 'forward_mps2',
      fieldUnit: 'm/s²',
      invertLateral: false,
    })
  })

  test('the names say the unit and the side', () => {
    const found = gMeter.fit?.(track('imu', 'acc_left_g', 'acc_forward_g'))
    expect(found?.options).toMatchObject({ fieldUnit: 'g', invertLateral: true })
  })

  test('wheels to the left and the right are no accelerations', () => {
    expect(gMeter.fit?.(track('can', 'front_left_mps', 'front_right_mps', 'forward'))).toBeNull()
  })

  test('rings that are too many or too wide are errors of the option', () => {
    const keysOf = (options: Partial<Options>): unknown =>
      gMeter.check?.({ ...DEFAULTS, ...options }).map(({ option }) => option)
    expect(keysOf({ range: 1, ring: 0.01 })).toEqual(['ring'])
    expect(keysOf({ range: 1, ring: 2 })).toEqual(['ring'])
    expect(keysOf({ range: 1, ring: 0.1 })).toEqual([])
  })
})
