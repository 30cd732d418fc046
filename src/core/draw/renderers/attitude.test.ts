import { describe, expect, test } from 'vitest'
import { defaultOptions } from '../../config/parse-options.ts'
import type { SensorRecord } from '../../recording/recording.ts'
import { fakeSurface, textsOf } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeTrack } from '../../testing/fake-recording.ts'
import { fakeSample } from '../../testing/fake-sample.ts'
import type { Point } from '../surface.ts'
import { readAttitude } from '../parts/attitude/read-attitude.ts'
import { attitude } from './attitude.ts'

type Options = Parameters<typeof attitude.draw>[1]['options']

/** The middle is at 110, 110, and 4 px are 1° of pitch. */
const DEFAULTS: Options = {
  ...defaultOptions(attitude.specs),
  rollField: 'roll',
  pitchField: 'pitch',
  size: 200,
  pitchSpan: 50,
}

function draw(record: SensorRecord | null, options: Partial<Options> = {}): DrawCall[] {
  const { surface, calls } = fakeSurface()
  attitude.draw(surface, {
    frameIndex: 0,
    timestampMs: 0,
    recordingRangeMs: [0, 0],
    timeZone: 'UTC',
    options: { ...DEFAULTS, ...options },
    sample: record && fakeSample(record),
    series: [],
    events: [],
    images: [],
    calibration: null,
  })
  return calls
}

/** The first two corners of the sky, which are the left and the right end of the horizon. */
function horizonOf(calls: readonly DrawCall[]): [Point, Point] {
  const sky = calls.find((each) => each.call === 'fillShape' && each.color === DEFAULTS.skyColor)
  const [left, right] = sky?.call === 'fillShape' ? sky.path : []
  if (left?.step !== 'point' || right?.step !== 'point') throw new Error('There is no sky.')
  return [left, right]
}

describe('the angles', () => {
  test.each<[string, Partial<Options>, object]>([
    ['are degrees: right side down, nose up', {}, { rollDeg: 1, pitchDeg: 2 }],
    ['may have the left side down', { positiveRoll: 'left' }, { rollDeg: -1, pitchDeg: 2 }],
    ['may have the nose down', { positivePitch: 'down' }, { rollDeg: 1, pitchDeg: -2 }],
  ])('%s', (_rule, options, expected) => {
    const sample = fakeSample({ roll: 1, pitch: 2 })
    expect(readAttitude(sample, { ...DEFAULTS, ...options })).toEqual(expected)
  })

  test('may be radians', () => {
    const sample = fakeSample({ roll: Math.PI / 2, pitch: -Math.PI / 4 })
    const found = readAttitude(sample, { ...DEFAULTS, fieldUnit: 'rad' })
    expect(found?.rollDeg).toBeCloseTo(90)
    expect(found?.pitchDeg).toBeCloseTo(-45)
  })

  test('are none if one of them is missing', () => {
    expect(readAttitude(fakeSample({ roll: 1 }), DEFAULTS)).toBeNull()
    expect(readAttitude(fakeSample({ roll: 1, pitch: null }), DEFAULTS)).toBeNull()
  })
})

describe('the horizon', () => {
  test('is in the middle of level flight', () => {
    const [left, right] = horizonOf(draw({ roll: 0, pitch: 0 }))
    expect([left.y, right.y]).toEqual([110, 110])
  })

  test('goes down when the nose goes up', () => {
    const [left, right] = horizonOf(draw({ roll: 0, pitch: 10 }))
    expect([left.y, right.y]).toEqual([150, 150])
  })

  test('is higher on the right when the right side is down', () => {
    const [left, right] = horizonOf(draw({ roll: 30, pitch: 0 }))
    expect(right.y).toBeLessThan(110)
    expect(Math.atan2(left.y - right.y, right.x - left.x)).toBeCloseTo(Math.PI / 6)
  })

  test('is drawn inside the shape only', () => {
    const calls = draw({ roll: 0, pitch: 0 })
    const clip = calls.findIndex((each) => each.call === 'clip')
    const sky = calls.findIndex((each) => 'color' in each && each.color === DEFAULTS.skyColor)
    expect(clip).toBeGreaterThanOrEqual(0)
    expect(sky).toBeGreaterThan(clip)
    const rectangle = draw({ roll: 0, pitch: 0 }, { shape: 'rectangle' })
    expect(rectangle.find((each) => each.call === 'clip')?.path[0]?.step).toBe('rounded')
  })
})

describe('the pitch ladder', () => {
  test('has a number at both ends of each step', () => {
    expect(textsOf(draw({ roll: 0, pitch: 0 }))).toEqual(['10', '10', '10', '10'])
    expect(textsOf(draw({ roll: 0, pitch: 20 }))).toEqual(['10', '10', '20', '20', '30', '30'])
  })

  test('ends at straight up', () => {
    const texts = textsOf(draw({ roll: 0, pitch: 85 }))
    expect(texts).toContain('90')
    expect(texts).not.toContain('100')
  })

  test('with steps that are too close is an error of the option', () => {
    expect(attitude.check?.({ ...DEFAULTS, ladderStep: 1 })).toMatchObject([
      { option: 'ladderStep' },
    ])
    expect(attitude.check?.(DEFAULTS)).toEqual([])
  })
})

describe('the roll scale', () => {
  /** The tip of the pointer. */
  const pointerOf = (calls: readonly DrawCall[]): Point | null => {
    for (const each of calls) {
      if (each.call !== 'fillShape' || each.path.length !== 4) continue
      const [tip] = each.path
      if (each.color === DEFAULTS.accentColor && tip?.step === 'point') return tip
    }
    return null
  }

  test('has a pointer that stays with the sky', () => {
    expect(pointerOf(draw({ roll: 0, pitch: 0 }))?.x).toBeCloseTo(110)
    expect(pointerOf(draw({ roll: 30, pitch: 0 }))?.x).toBeLessThan(110)
  })

  test('may be left out', () => {
    expect(pointerOf(draw({ roll: 0, pitch: 0 }, { showRollScale: false }))).toBeNull()
  })
})

test('without a number there is no horizon, and the instrument says N/A', () => {
  for (const calls of [draw(null), draw({ roll: 1, pitch: 'x' })]) {
    expect(textsOf(calls)).toEqual(['N/A'])
    expect(calls.some((each) => 'color' in each && each.color === DEFAULTS.skyColor)).toBe(false)
  }
})

test('of a log, it shows roll and pitch, and not how fast they change', () => {
  const track = (...names: string[]) => ({
    ...fakeTrack('log', [{ timestamp_ms: 0 }]),
    fields: names.map((name) => ({ name, type: 'number' as const, count: 1 })),
  })
  expect(attitude.fit?.(track('roll_rate', 'roll_deg', 'pitch_deg', 'yaw_deg'))?.options).toEqual({
    rollField: 'roll_deg',
    pitchField: 'pitch_deg',
    fieldUnit: 'deg',
  })
  expect(attitude.fit?.(track('imu.roll_rad', 'imu.pitch_rad'))?.options.fieldUnit).toBe('rad')
  expect(attitude.fit?.(track('roll_deg', 'pitch_radps'))).toBeNull()
})
