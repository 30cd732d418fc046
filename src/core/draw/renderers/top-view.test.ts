import { describe, expect, test } from 'vitest'
import { defaultOptions } from '../../config/parse-options.ts'
import { fakeSurface, textsOf } from '../../testing/fake-context.ts'
import type { DrawCall } from '../../testing/fake-context.ts'
import { PLAIN_CALIBRATION } from '../../testing/fake-recording.ts'
import { fakeSample } from '../../testing/fake-sample.ts'
import type { Calibration } from '../camera.ts'
import type { Point, Rect } from '../surface.ts'
import { topView } from './top-view.ts'

type Options = Parameters<typeof topView.draw>[1]['options']

/** Distances begin at 110, 194, and 1.8 px are 1 m. */
const DEFAULTS: Options = {
  ...defaultOptions(topView.specs),
  width: 200,
  height: 200,
  range: 100,
  ring: 50,
}
const FONT_PX = 10
const EGO = { x: 110, y: 194 }
const PX_PER_M = (194 - 10 - 7) / 100
const SMALLEST_PX = 3.6

const degrees = (tangent: number): number => (Math.atan(tangent) * 180) / Math.PI

/** @param leftM of the axis, of the middle of its rear */
function targetAt(id: number, distance_m: number, leftM: number, widthM = 1.8) {
  return {
    id,
    type: 'car',
    distance_m,
    angle_left: degrees((leftM + widthM / 2) / distance_m),
    angle_right: degrees((leftM - widthM / 2) / distance_m),
    angle_top: 1,
    angle_bottom: -1,
  }
}

function draw(
  targets: unknown,
  options: Partial<Options> = {},
  calibration: Calibration | null = null,
): DrawCall[] {
  const { surface, calls } = fakeSurface()
  topView.draw(surface, {
    frameIndex: 0,
    timestampMs: 0,
    recordingRangeMs: [0, 0],
    timeZone: 'UTC',
    options: { ...DEFAULTS, font: { ...DEFAULTS.font, size: FONT_PX }, ...options },
    sample: targets === null ? null : fakeSample({ targets }),
    series: [],
    events: [],
    images: [],
    calibration,
  })
  return calls
}

const roundedOf = (calls: readonly DrawCall[], color: string, from = 0): Rect[] =>
  calls
    .flatMap((each) => {
      if (each.call !== 'fillShape' || each.color !== color) return []
      const [first] = each.path
      return first?.step === 'rounded' ? [first.rect] : []
    })
    .slice(from)

const marksOf = (calls: readonly DrawCall[]): Rect[] => roundedOf(calls, DEFAULTS.accentColor)
/** The first rectangle of this colour is the ground of the whole. */
const tagsOf = (calls: readonly DrawCall[]): Rect[] => roundedOf(calls, DEFAULTS.dialColor, 1)

describe('a target', () => {
  test('stands at its distance ahead, beyond its rear', () => {
    const [mark] = marksOf(draw([targetAt(3, 50, 0, 0.1)]))
    expect((mark?.x ?? 0) + SMALLEST_PX / 2).toBeCloseTo(EGO.x)
    expect((mark?.y ?? 0) + (mark?.height ?? 0)).toBeCloseTo(EGO.y - 50 * PX_PER_M)
  })

  test('on the left is on the left, as wide as it is', () => {
    const [mark] = marksOf(draw([targetAt(3, 50, 20, 10)]))
    expect(mark?.x).toBeCloseTo(EGO.x - 25 * PX_PER_M)
    expect(mark?.width).toBeCloseTo(10 * PX_PER_M)
  })

  test('beyond the range or beside the view is not drawn', () => {
    expect(marksOf(draw([targetAt(1, 110, 0), targetAt(2, 20, 90), targetAt(3, 20, -90)]))).toEqual(
      [],
    )
  })

  test('that cannot be read is not drawn', () => {
    expect(marksOf(draw([{ ...targetAt(1, 20, 0), distance_m: null }, 'car']))).toEqual([])
  })

  test('may have a colour of its type, and others may be left out', () => {
    const calls = draw([targetAt(1, 20, 0), targetAt(2, 40, 0)], { colorBy: 'type', nearest: 1 })
    expect(roundedOf(calls, '#4dd2ff')).toHaveLength(1)
    expect(marksOf(calls)).toEqual([])
  })
})

describe('the labels', () => {
  const crowd = Array.from({ length: 8 }, (_, index) => targetAt(index, 30 + index, index % 3))

  test('say the id', () => {
    expect(textsOf(draw([targetAt(7, 20, 0)]))).toContain('ID:7')
  })

  test('of a crowd do not cover each other', () => {
    const tags = tagsOf(draw(crowd))
    expect(tags).toHaveLength(8)
    for (const [index, a] of tags.entries()) {
      for (const b of tags.slice(index + 1)) {
        const isApart =
          a.x + a.width <= b.x ||
          b.x + b.width <= a.x ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y
        expect(isApart).toBe(true)
      }
    }
  })
})

describe('the ground', () => {
  test('has rings with their metres', () => {
    const calls = draw([])
    const radii = calls.flatMap((each) => {
      const [first] = each.call === 'strokeShape' ? each.path : []
      return first?.step === 'arc' ? [first.radius] : []
    })
    expect(radii.map((radius) => radius / PX_PER_M)).toEqual([
      expect.closeTo(50),
      expect.closeTo(100),
    ])
    expect(textsOf(calls)).toEqual(['50 m', '100 m'])
  })

  /** The far ends of the lines that begin at the vehicle, as degrees to the right. */
  const edgesOf = (calls: readonly DrawCall[]): number[] =>
    calls.flatMap((each) => {
      if (each.call !== 'strokeLine') return []
      const [from, to] = each.points as [Point, Point]
      if (Math.abs(from.x - EGO.x) > 1e-6 || Math.abs(from.y - EGO.y) > 1e-6) return []
      return [degrees((to.x - from.x) / (from.y - to.y))]
    })

  test('has the field of view of the camera, if there is a calibration', () => {
    const camera = { ...PLAIN_CALIBRATION, fxPx: 960, cxPx: 960 }
    expect(edgesOf(draw([], {}, camera))).toEqual([expect.closeTo(-45), expect.closeTo(45)])
    expect(edgesOf(draw([], {}, null))).toEqual([])
  })

  test('may have a field of view in degrees, or none', () => {
    expect(edgesOf(draw([], { fieldOfView: 60 }))).toEqual([
      expect.closeTo(-30),
      expect.closeTo(30),
    ])
    expect(edgesOf(draw([], { fieldOfView: 'none' }, PLAIN_CALIBRATION))).toEqual([])
  })
})

test('without a record, or without targets in it, it says N/A', () => {
  expect(textsOf(draw(null))).toContain('N/A')
  expect(textsOf(draw('none'))).toContain('N/A')
  expect(textsOf(draw([]))).not.toContain('N/A')
})

test('in feet, rings are at round numbers of feet, and labels say feet', () => {
  const calls = draw([targetAt(1, 50, 0)], { distanceUnit: 'ft', labelText: 'distance', ring: 25 })
  expect(textsOf(calls)).toEqual(['100 ft', '200 ft', '300 ft', '164 ft'])
  const radii = calls.flatMap((each) =>
    each.call === 'strokeShape' && each.path[0]?.step === 'arc' ? [each.path[0].radius] : [],
  )
  expect(radii[0]).toBeCloseTo(100 * 0.3048 * PX_PER_M)
})
