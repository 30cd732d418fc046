import { describe, expect, test } from 'vitest'
import { newRendererConfig } from '../../config/fit-renderer.ts'
import { parseConfig } from '../../config/parse-config.ts'
import { planFrames } from '../../plan/plan-frames.ts'
import type { SensorRecord } from '../../recording/recording.ts'
import { fakeSurface } from '../../testing/fake-context.ts'
import type { DrawCall, PathStep } from '../../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../../testing/fake-recording.ts'
import { drawOverlay } from '../draw-overlay.ts'
import { sharedDataOf } from '../shared-data.ts'

/** About 1000 m to the north. */
const KILOMETRE_DEG = 1000 / 111_195

/**
 * 1 km to the north in 500 ms, and 1 km to the east from there in 400 ms, at 60° north. The map of
 * 200 × 200 px begins at 0, 0; the whole track is drawn in 180 × 180 px of it.
 */
const corner = [0, 500, 900].map((timestamp_ms, index) => ({
  timestamp_ms,
  lat: 60 + (index > 0 ? KILOMETRE_DEG : 0),
  lon: 10 + (index > 1 ? 2 * KILOMETRE_DEG : 0),
  speed: [10, 10, 30][index],
}))

const plain = {
  type: 'map',
  sensor: 'gps',
  latitude: 'lat',
  longitude: 'lon',
  width: 200,
  height: 200,
  position: { x: 0, y: 0 },
  panel: { enabled: false },
  font: { size: 10 },
  track: { color: 'red', thickness: 10, ahead_alpha: 0.25 },
  marker: { shape: 'none' },
  scale_bar: false,
}

interface Drawn {
  calls: DrawCall[]
  texts: string[]
  /** Ends of the lines on the track. */
  travelled: [number, number][]
  ahead: [number, number][]
}

/** What is drawn on the frame at a hundredth of its time in ms. */
function drawn(
  records: readonly SensorRecord[],
  position: number,
  options: Record<string, unknown> = {},
  sensor: Record<string, unknown> = {},
): Drawn {
  const config = parseConfig({
    sensors: { gps: sensor },
    renderers: [{ ...plain, ...options }],
  })
  const plan = planFrames(fakeRecording({ sensors: [fakeTrack('gps', records)] }), config)
  expect(plan.problems).toEqual([])
  const { surface, calls, texts } = fakeSurface()
  drawOverlay(surface, structuredClone(plan.jobAt(position)), structuredClone(sharedDataOf(plan)))
  const pointsOf = (lineWidth: number, alpha: number): [number, number][] =>
    calls.flatMap((each) =>
      each.call === 'strokeLine' && each.lineWidth === lineWidth && each.alpha === alpha
        ? each.points.map(({ x, y }) => [Math.round(x), Math.round(y)] as [number, number])
        : [],
    )
  return { calls, texts: texts(), travelled: pointsOf(10, 1), ahead: pointsOf(10, 0.25) }
}

describe('the whole track', () => {
  test('fits into the map, with the same scale to the north and to the east', () => {
    const { travelled } = drawn(corner, 9)
    expect(travelled).toEqual([
      [10, 190],
      [10, 10],
      [190, 10],
    ])
  })

  test('is strong where it was travelled, and faint ahead', () => {
    const { travelled, ahead } = drawn(corner, 7)
    expect(travelled.at(-1)).toEqual([100, 10])
    expect(ahead).toEqual([
      [100, 10],
      [190, 10],
    ])
  })

  test('has no line over a gap: a record without a place, or a long time', () => {
    const [first, second, third] = corner
    const torn = [first, { ...second, lat: null }, third].map((each) => ({ ...each }))
    const apart = { track: { ...plain.track, longest_gap: 0.45 } }
    expect(drawn(torn, 9).travelled).toEqual([])
    expect(drawn(corner, 9, apart).travelled).toEqual([
      [10, 100],
      [190, 100],
    ])
  })

  test('with heading up, fits in every direction', () => {
    const { travelled } = drawn(corner, 9, { view: { up: 'heading' } })
    for (const [x, y] of travelled) expect(Math.hypot(x - 100, y - 100)).toBeLessThan(91)
    // The way to the east is up.
    expect(travelled[1]?.[0]).toBe(travelled[2]?.[0])
    expect(travelled[1]?.[1]).toBeGreaterThan(travelled[2]?.[1] ?? 0)
  })
})

describe('the surroundings', () => {
  const near = { shows: 'surroundings', radius: 500 }

  test('are as far as the radius from the position, which is in the middle', () => {
    const { travelled, ahead } = drawn(corner, 5, { view: near })
    expect(travelled).toEqual([
      [100, 300],
      [100, 100],
    ])
    expect(ahead).toEqual([
      [100, 100],
      [300, 100],
    ])
  })

  test('may have the heading of a field up', () => {
    const records = corner.map((each) => ({ ...each, course: 90 }))
    const view = { ...near, up: 'heading' }
    const { ahead, texts } = drawn(records, 5, { view, heading: 'course' })
    expect(ahead).toEqual([
      [100, 100],
      [100, -100],
    ])
    expect(texts).toEqual(['N'])
  })

  test('are N/A without a position', () => {
    const records = corner.map((each, index) => (index === 1 ? { ...each, lat: null } : each))
    const { texts, travelled } = drawn(records, 6, { view: near })
    expect(texts).toEqual(['N/A'])
    expect(travelled).toEqual([])
  })
})

describe('the position', () => {
  const markerOf = (given: Drawn): PathStep[] | undefined => {
    const found = given.calls.find((each) => each.call === 'fillShape' && each.color === 'lime')
    return found?.call === 'fillShape' ? found.path : undefined
  }
  const dot = { marker: { shape: 'dot', color: 'lime', size: 10 } }
  const arrow = { marker: { shape: 'arrow', color: 'lime', size: 10 } }

  test('moves on the line between two records', () => {
    const [circle] = markerOf(drawn(corner, 7, dot)) ?? []
    expect(circle).toMatchObject({ step: 'arc', y: 10 })
    expect(circle).toHaveProperty('x', expect.closeTo(100, 6))
  })

  test('is an arrow that points along the track', () => {
    const xs = (markerOf(drawn(corner, 7, arrow)) ?? []).flatMap((each) =>
      each.step === 'point' ? [Math.round(each.x)] : [],
    )
    // The tip, one side, the notch, the other side, and back to the tip: to the east.
    expect(xs).toEqual([105, 96, 98, 96, 105])
  })

  test('is a dot if the direction is not known', () => {
    expect(markerOf(drawn(corner, 0, arrow))?.[0]?.step).toBe('arc')
  })

  test('is not there, and N/A, if no record matches', () => {
    const late = drawn(corner, 3, dot, { tolerance_ms: 100 })
    expect(markerOf(late)).toBeUndefined()
    expect(late.texts).toEqual(['N/A'])
  })

  test('of an empty log is N/A, and nothing else is drawn', () => {
    const { texts, calls } = drawn([], 3, { scale_bar: true })
    expect(texts).toEqual(['N/A'])
    expect(calls).toHaveLength(1)
  })
})

describe('colours by a field', () => {
  const colour = { color_by: { field: 'speed', low: 'blue', high: 'red', unit: 'm/s' } }

  test('go from the lowest value to the highest', () => {
    const { calls, texts } = drawn(corner, 9, colour)
    const colors = calls.flatMap((each) =>
      each.call === 'strokeLine' && each.lineWidth === 10 ? [each.color] : [],
    )
    expect(colors).toEqual([
      'color-mix(in oklch, red 0.0%, blue)',
      'color-mix(in oklch, red 52.2%, blue)',
    ])
    expect(texts).toEqual(['30 m/s', '10'])
  })

  test('without a value, the track has its own colour', () => {
    const records = corner.map((each) => ({ ...each, speed: null }))
    const { calls, texts } = drawn(records, 9, colour)
    expect(calls.filter((each) => each.call === 'strokeLine' && each.color === 'red')).toHaveLength(
      1,
    )
    expect(texts).toEqual([])
  })
})

test('the scale bar has a round length in the scale of the map', () => {
  const { calls, texts } = drawn(corner, 9, { scale_bar: true })
  expect(texts).toEqual(['200 m'])
  const bar = calls.find((each) => each.call === 'strokeLine' && each.color === 'white')
  const xs = bar?.call === 'strokeLine' ? bar.points.map(({ x }) => x) : []
  // 180 px are a kilometre.
  expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(36, 1)
})

describe('in a private zone', () => {
  const zone = (around: string, extra: Record<string, unknown> = {}): Record<string, unknown> => ({
    privacy: { radius: 250, around, ...extra },
    marker: { shape: 'dot', color: 'lime', size: 10 },
  })
  /** Metres of all that is drawn of the track and the position, from a corner of the track. */
  const nearestM = (
    { calls }: Drawn,
    [cornerX, cornerY]: [number, number],
    pxPerM: number,
  ): number =>
    Math.min(
      ...calls.flatMap((each) =>
        each.call === 'strokeLine'
          ? each.points.map(
              ({ x, y }) => (Math.hypot(x - cornerX, y - cornerY) - each.lineWidth / 2) / pxPerM,
            )
          : [],
      ),
    )

  test('nothing is drawn around the start, the width of lines included', () => {
    const found = drawn(corner, 1, zone('start'))
    expect(found.calls.some((each) => each.call === 'fillShape')).toBe(false)
    // The track is drawn as large as its public part: 750 m to the north, 1000 m to the east.
    const pxPerM = 0.18
    const start: [number, number] = [10, 100 + 0.18 * (750 / 2 + 250)]
    expect(nearestM(found, start, pxPerM)).toBeGreaterThanOrEqual(249.9)
  })

  test('around both ends, or around a point, the track is left out too', () => {
    const endsOf = (options: Record<string, unknown>): number => {
      const { travelled, ahead } = drawn(corner, 5, options)
      return travelled.length + ahead.length
    }
    expect(endsOf(zone('start_and_end'))).toBe(4)
    const point = { latitude: 60 + KILOMETRE_DEG, longitude: 10 }
    const { travelled, ahead } = drawn(corner, 5, zone('point', point))
    expect([travelled.length, ahead.length]).toEqual([2, 2])
    expect(travelled[1]?.[1]).not.toBe(ahead[0]?.[1])
  })

  test('the surroundings of the position are not shown', () => {
    const view = { shows: 'surroundings', radius: 500 }
    const { texts, travelled, ahead } = drawn(corner, 1, { ...zone('start'), view })
    expect(texts).toEqual(['N/A'])
    expect([...travelled, ...ahead]).toEqual([])
  })

  test('a track that lies inside it wholly is not drawn', () => {
    const { texts, travelled } = drawn(corner, 5, { privacy: { radius: 5000 } })
    expect(texts).toEqual(['N/A'])
    expect(travelled).toEqual([])
  })
})

test('a new map takes the places and the heading of a log', () => {
  const withFields = (name: string, fields: readonly string[]): ReturnType<typeof fakeTrack> => ({
    ...fakeTrack(name, []),
    fields: fields.map((field) => ({ name: field, type: 'number' as const, count: 1 })),
  })
  const tracks = [
    withFields('lidar', ['latency', 'length']),
    withFields('plain', ['lat', 'lng']),
    withFields('gnss', ['fix.latitude', 'fix.longitude', 'bearing_deg']),
  ]
  expect(newRendererConfig('map', tracks)).toMatchObject({
    sensor: 'gnss',
    options: { latitude: 'fix.latitude', longitude: 'fix.longitude', heading: 'bearing_deg' },
  })
})

test('equal limits of the colours are an error of the option', () => {
  const config = parseConfig({ renderers: [{ ...plain, color_by: { min: 5, max: 5 } }] })
  const sensors = [fakeTrack('gps', corner)]
  expect(planFrames(fakeRecording({ sensors }), config).problems).toMatchObject([
    { severity: 'error', where: { key: 'renderers[0].color_by.max' } },
  ])
})
