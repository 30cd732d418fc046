import { describe, expect, test } from 'vitest'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { parseConfig } from '../../config/parse-config.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import type { FramePlan } from '../../plan/frame-plan.ts'
import { fakeSurface, textsOf } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { drawOverlay } from '../draw-overlay.ts'

const recording = fakeRecording({
  sensors: [
    fakeTrack('drive', [
      { timestamp_ms: 0, speed: 0 },
      { timestamp_ms: 100, speed: 50 },
      { timestamp_ms: 200, speed: 250 },
      { timestamp_ms: 300, speed: -50 },
      { timestamp_ms: 400, speed: null },
    ]),
  ],
})

function planOf(options: Record<string, unknown>): FramePlan {
  const renderer = {
    type: 'gauge',
    sensor: 'drive',
    field: 'speed',
    size: 200,
    panel: { enabled: false },
    position: { x: 0, y: 0 },
    ...options,
  }
  return planFrames(recording, parseConfig({ renderers: [renderer] }))
}

/** The gauge of 200 px around 100, 100. */
function drawn(position: number, options: Record<string, unknown> = {}): DrawCall[] {
  const plan = planOf(options)
  expect(plan.problems).toEqual([])
  const { surface, calls } = fakeSurface()
  drawOverlay(surface, structuredClone(plan.jobAt(position)), plan)
  return calls
}

/** The angle that the needle points to, in degrees clockwise from the right; null without one. */
function needleDeg(calls: readonly DrawCall[]): number | null {
  const needle = calls.find((each) => each.call === 'fillShape' && each.color === '#ffcc00')
  if (needle?.call !== 'fillShape') return null
  const points = needle.path.flatMap((each) => (each.step === 'point' ? [each] : []))
  const tip = points.slice(1, 3)
  const [x, y] = [
    tip.reduce((sum, point) => sum + point.x, 0) / tip.length - 100,
    tip.reduce((sum, point) => sum + point.y, 0) / tip.length - 100,
  ]
  return Math.round((Math.atan2(y, x) * 180) / Math.PI)
}

/** From and to of the arcs in a colour, in degrees. */
const arcsOf = (calls: readonly DrawCall[], color: string): number[][] =>
  calls.flatMap((each) =>
    each.call === 'strokeShape' && each.color === color
      ? each.path.flatMap((step) =>
          step.step === 'arc'
            ? [[step.from, step.to].map((rad) => Math.round((rad * 180) / Math.PI))]
            : [],
        )
      : [],
  )

describe('the needle of a dial', () => {
  test('goes from the lower left over the top to the lower right', () => {
    expect(needleDeg(drawn(0))).toBe(135)
    expect(needleDeg(drawn(1))).toBe(-90)
    expect(needleDeg(drawn(1, { max: 50 }))).toBe(45)
  })

  test('stays at the end of the scale, and the number does not', () => {
    expect(needleDeg(drawn(2))).toBe(45)
    expect(textsOf(drawn(2))).toContain('250')
    expect(needleDeg(drawn(3))).toBe(135)
    expect(textsOf(drawn(3))).toContain('−50')
  })

  test('is not there without a number', () => {
    expect(needleDeg(drawn(4))).toBeNull()
    expect(textsOf(drawn(4))).toContain('N/A')
    expect(textsOf(drawn(4))).not.toContain('null')
  })
})

describe('the scale of a dial', () => {
  test('has numbers at round steps', () => {
    expect(textsOf(drawn(4, { max: 200, label: '' }))).toEqual([
      ...[0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200].map(String),
      'N/A',
    ])
    expect(textsOf(drawn(4, { max: 1, label: '', ticks: { step: 0.25 } }))).toEqual([
      ...['0.00', '0.25', '0.50', '0.75', '1.00'],
      'N/A',
    ])
  })

  test('may have ticks without numbers', () => {
    const calls = drawn(4, { label: '', ticks: { numbers: false } })
    expect(textsOf(calls)).toEqual(['N/A'])
    const lines = calls.filter((each) => each.call === 'strokeLine')
    // 0, 10, … 100, and four between each two of them.
    expect(lines.map(({ points }) => points.length / 2)).toEqual([51, 11])
  })

  test('has the zones that are on it, cut off at its limits', () => {
    const calls = drawn(4, { zones: '-100-50 green, 90-200 red, 300-400 blue' })
    const bands = calls.flatMap((each) =>
      each.call === 'fillShape' && each.path.length === 2
        ? each.path
            .slice(0, 1)
            .map((step) => [
              each.color,
              ...('from' in step
                ? [step.from, step.to].map((rad) => Math.round((rad * 180) / Math.PI))
                : []),
            ])
        : [],
    )
    expect(bands).toEqual([
      ['green', 135, 270],
      ['red', 378, 405],
    ])
  })
})

describe('the ring of an arc', () => {
  const arc = { style: 'arc', color: 'orange' }

  test('is filled up to the value', () => {
    expect(arcsOf(drawn(1, arc), 'orange')).toEqual([[150, 270]])
    expect(arcsOf(drawn(2, arc), 'orange')).toEqual([[150, 390]])
  })

  test('is filled from zero, to either side', () => {
    const both = { ...arc, min: -100 }
    expect(arcsOf(drawn(1, both), 'orange')).toEqual([[270, 330]])
    expect(arcsOf(drawn(3, both), 'orange')).toEqual([[210, 270]])
  })

  test('is empty at zero, and without a number', () => {
    expect(arcsOf(drawn(0, arc), 'orange')).toEqual([])
    expect(arcsOf(drawn(4, arc), 'orange')).toEqual([])
    expect(textsOf(drawn(4, arc))).toContain('N/A')
  })

  test('has the colour of the zone that the value is in', () => {
    expect(arcsOf(drawn(1, { ...arc, zones: '0-40 green, 40-60 red' }), 'red')).toEqual([
      [150, 270],
    ])
  })
})

test('a donut goes all around, from the top', () => {
  expect(arcsOf(drawn(1, { style: 'donut', color: 'orange' }), 'orange')).toEqual([[-90, 90]])
})

test('label and unit are written, and without a label the field is', () => {
  expect(textsOf(drawn(1, { label: 'Speed', unit: 'km/h' }))).toEqual(
    expect.arrayContaining(['Speed', '50', 'km/h']),
  )
  expect(textsOf(drawn(1))).toContain('speed')
})

test('a number that is wider than its place is written smaller', () => {
  const sizeOf = (calls: readonly DrawCall[], text: string): number =>
    Number(
      calls
        .flatMap((each) => (each.call === 'fillText' && each.text === text ? [each.font] : []))
        .map((font) => /([\d.]+)px/.exec(font)?.[1])[0],
    )
  const options = { font: { size: 40 }, ticks: { numbers: false } }
  expect(sizeOf(drawn(1, options), '50')).toBe(40)
  // 9 letters of half a size each are as wide as 66 px.
  expect(sizeOf(drawn(1, { ...options, decimals: 6 }), '50.000000')).toBeCloseTo(66 / 4.5)
})

describe('an error of an option is', () => {
  test.each([
    [{ min: 5, max: 5 }, 'renderers[0].max: the upper limit 5 is not above the lower limit 5.'],
    [{ zones: '0-80' }, 'renderers[0].zones: the zone "0-80" has no colour.'],
    [
      { ticks: { step: 0.1 } },
      'renderers[0].ticks.step: a tick every 0.1 is 1000 ticks, and 100 are possible.',
    ],
  ])('%j', (options, message) => {
    const { problems } = planOf(options)
    expect(problems).toMatchObject([{ severity: 'error', code: 'config-invalid' }])
    expect(problems[0]?.message).toContain(message)
  })
})

test.each([
  [[3, 28.4], 0, 50],
  [[-12, 128], -20, 200],
  [[-0.3, -0.1], -0.5, 0],
  [[0, 0], 0, 100],
])('a new one for the values %j goes from %d to %d', (speeds, min, max) => {
  const names = ['timestamp_ms', 'lat', 'height', 'speed']
  const records = speeds.map((speed, index) => ({ timestamp_ms: index, lat: 48, height: 9, speed }))
  const track = {
    ...fakeTrack('gnss', records),
    fields: names.map((name) => ({ name, type: 'number' as const, count: 2 })),
  }
  for (const type of ['gauge', 'bar'] as const) {
    expect(newRendererConfig(type, [fakeTrack('empty', []), track])).toMatchObject({
      sensor: 'gnss',
      options: { field: 'speed', min, max },
    })
  }
})
