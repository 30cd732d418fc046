import { describe, expect, test } from 'vitest'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { defaultOptions } from '../../config/parse-options.ts'
import type { SensorRecord } from '../../recording/recording.ts'
import { fakeSurface, textsOf } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { fakeTrack } from '../../testing/fake-recording.ts'
import { fakeSample } from '../../testing/fake-sample.ts'
import { readHeadingDeg } from '../parts/compass/heading.ts'
import { compass } from './compass.ts'

type Options = Parameters<typeof compass.draw>[1]['options']

const DEFAULTS: Options = { ...defaultOptions(compass.specs), field: 'heading' }

function draw(record: SensorRecord | null, options: Partial<Options> = {}): DrawCall[] {
  const { surface, calls } = fakeSurface()
  compass.draw(surface, {
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

/** Where the middle of a text is. */
function middleOf(calls: readonly DrawCall[], text: string): number {
  const found = calls.find((each) => each.call === 'fillText' && each.text === text)
  if (found?.call !== 'fillText') throw new Error(`"${text}" is not drawn.`)
  const sizePx = Number(/([\d.]+)px/.exec(found.font)?.[1])
  return found.x + (text.length * sizePx) / 4
}

describe('the heading', () => {
  test.each<[string, Partial<Options>, number, number]>([
    ['is in degrees from north', {}, 331.4, 331.4],
    ['may be in radians', { fieldUnit: 'rad' }, Math.PI / 2, 90],
    ['has an offset', { offset: 20 }, 350, 10],
    ['may grow counterclockwise', { turns: 'counterclockwise' }, 30, 330],
    ['of a robot is 0 to the east', { turns: 'counterclockwise', offset: 90 }, 180, 270],
    ['below 0 wraps', {}, -10, 350],
    ['above 360 wraps', {}, 725, 5],
  ])('%s', (_rule, options, heading, expected) => {
    const found = readHeadingDeg(fakeSample({ heading }), { ...DEFAULTS, ...options })
    expect(found).toBeCloseTo(expected)
  })

  test.each([[null], [undefined], ['12'], [NaN]])('is none for the value %j', (heading) => {
    expect(readHeadingDeg(fakeSample({ heading }), DEFAULTS)).toBeNull()
  })
})

describe('the rose', () => {
  test('says the heading in three digits, and the point of the compass', () => {
    expect(textsOf(draw({ heading: 6.7 })).slice(-2)).toEqual(['007°', 'N'])
    expect(textsOf(draw({ heading: 359.6 })).slice(-2)).toEqual(['000°', 'N'])
    expect(textsOf(draw({ heading: 331 })).slice(-2)).toEqual(['331°', 'NW'])
  })

  test('has the heading at the top: for east, north is on the left', () => {
    const calls = draw({ heading: 90 })
    const middle = DEFAULTS.size / 2 + 10
    expect(middleOf(calls, 'E')).toBeCloseTo(middle)
    expect(middleOf(calls, 'N')).toBeLessThan(middle - DEFAULTS.size / 4)
    expect(middleOf(calls, 'S')).toBeGreaterThan(middle + DEFAULTS.size / 4)
  })

  test('may have north at the top, whatever the heading', () => {
    const calls = draw({ heading: 90 }, { up: 'north' })
    expect(middleOf(calls, 'N')).toBeCloseTo(DEFAULTS.size / 2 + 10)
  })

  test('without degrees has an arrow and no number of its own', () => {
    expect(textsOf(draw({ heading: 90 }, { showDegrees: false }))).not.toContain('090°')
  })

  test('says N/A without a heading, and claims no direction', () => {
    expect(textsOf(draw(null))).toEqual(['N/A'])
    expect(textsOf(draw({ heading: null }, { showDegrees: false }))).toEqual(['N/A'])
    expect(textsOf(draw(null, { up: 'north' }))).toContain('N')
  })
})

describe('the tape', () => {
  // 4 px a degree: there is a label every 15°.
  const tape = { form: 'tape', size: 480, tapeSpan: 120 } as const
  const middle = 10 + 240

  test('wraps at north', () => {
    const calls = draw({ heading: 350 }, tape)
    expect(middleOf(calls, '345')).toBeCloseTo(middle - 5 * 4)
    expect(middleOf(calls, 'N')).toBeCloseTo(middle + 10 * 4)
    expect(middleOf(calls, '15')).toBeCloseTo(middle + 25 * 4)
  })

  test('is the same on both sides of north', () => {
    const labels = (heading: number): string[] => textsOf(draw({ heading }, tape)).slice(0, -1)
    expect(labels(359.9)).toEqual(labels(360.1))
  })

  test('has fewer labels where they would touch', () => {
    expect(textsOf(draw({ heading: 10 }, { ...tape, tapeSpan: 360 }))).not.toContain('15')
  })

  test('says the heading below, if it is wanted', () => {
    expect(textsOf(draw({ heading: 350 }, tape)).at(-1)).toBe('350°')
    expect(textsOf(draw({ heading: 350 }, { ...tape, showDegrees: false }))).not.toContain('350°')
  })

  test('says N/A without a heading', () => {
    expect(textsOf(draw(null, tape))).toEqual(['N/A'])
  })
})

describe('of a log', () => {
  const track = (...names: string[]) => ({
    ...fakeTrack('log', [{ timestamp_ms: 0 }]),
    fields: names.map((name) => ({ name, type: 'number' as const, count: 1 })),
  })

  test('it shows the heading', () => {
    const added = newRendererConfig('compass', [track('yaw_rate', 'bearing_deg', 'heading_deg')])
    expect(added.options).toMatchObject({ field: 'heading_deg', fieldUnit: 'deg' })
  })

  test('the name says the unit', () => {
    const added = newRendererConfig('compass', [track('pose.yaw_rad')])
    expect(added.options).toMatchObject({ field: 'pose.yaw_rad', fieldUnit: 'rad' })
  })

  test('how fast it turns is no heading', () => {
    expect(compass.fit?.(track('yaw_rate', 'yaw_radps', 'heading_accuracy', 'speed'))).toBeNull()
  })
})
