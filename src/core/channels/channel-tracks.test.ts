import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import type { FramePlan } from '../plan/frame-plan.ts'
import { planFrames } from '../plan/plan-frames.ts'
import type { SensorRecord, SensorTrack } from '../recording/recording.ts'
import { fakeRecording, fakeTrack } from '../testing/fake-recording.ts'

/** A log whose fields are known. */
function log(name: string, records: readonly SensorRecord[]): SensorTrack {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const fields = names.map((each) => ({ name: each, type: 'number' as const, count: 1 }))
  return { ...fakeTrack(name, records), fields }
}

/** Ten frames, 100 ms apart from 0, and a renderer that shows a field. */
function plan(
  sensors: SensorTrack[],
  channels: Record<string, Record<string, unknown>>,
  renderer: Record<string, unknown>,
  matching: Record<string, unknown> = {},
): FramePlan {
  const config = parseConfig({
    sensors: Object.fromEntries(sensors.map(({ name }) => [name, matching])),
    channels,
    renderers: [{ type: 'value', ...renderer }],
  })
  return planFrames(fakeRecording({ sensors }), config)
}

/** What each frame shows of a channel. */
function shown(made: FramePlan, channel: string): unknown[] {
  expect(made.problems).toEqual([])
  return made.frames.map((_, position) => {
    const value = made.jobAt(position).layers[0]?.sample?.record[channel]
    return typeof value === 'number' ? Number(value.toFixed(9)) : value
  })
}

const every = (stepMs: number, values: readonly unknown[], field = 'v'): SensorRecord[] =>
  values.map((value, index) => ({ timestamp_ms: index * stepMs, [field]: value }))

describe('a channel', () => {
  const car = log('car', every(200, [0, 10, 20, 40, 40], 'v'))

  test('is a value of each record, and a frame takes it by matching', () => {
    const made = plan(
      [car],
      { half: { sensor: 'car', expression: 'v / 2' } },
      { sensor: 'car', field: 'half' },
    )
    expect(shown(made, 'half')).toEqual([0, 0, 5, 5, 10, 10, 20, 20, 20, 20])
  })

  test('is interpolated where its sensor is', () => {
    const made = plan(
      [car],
      { half: { sensor: 'car', expression: 'v / 2' } },
      { sensor: 'car', field: 'half' },
      { strategy: 'linear' },
    )
    expect(shown(made, 'half').slice(0, 6)).toEqual([0, 2.5, 5, 7.5, 10, 15])
  })

  test('gives a renderer without a sensor its own', () => {
    const made = plan([car], { half: { sensor: 'car', expression: 'v / 2' } }, { field: 'half' })
    expect(shown(made, 'half')[2]).toBe(5)
  })

  test('can be used in conditions, in templates and in curves', () => {
    const channels = { half: { sensor: 'car', expression: 'v / 2' } }
    const made = plan([car], channels, { sensor: 'car', field: 'v', show_when: 'half > 7' })
    expect(made.frames.map((_, position) => made.jobAt(position).layers.length)).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1, 1, 1,
    ])
    const chart = plan([car], channels, { type: 'chart', field: 'half' })
    expect(Array.from(chart.series[0]?.values ?? [])).toEqual([0, 5, 10, 20, 20])
    const text = plan([car], channels, { type: 'text', template: '{half:.1f}' })
    expect(text.problems).toEqual([])
  })

  test('stands before the fields of its own log, and after those of others', () => {
    const other = log('other', every(100, [7], 'v'))
    const channels = { v: { sensor: 'car', expression: '-v' } }
    expect(shown(plan([car, other], channels, { sensor: 'car', field: 'v' }), 'v')[2]).toBe(-10)
    expect(shown(plan([car, other], channels, { sensor: 'other', field: 'v' }), 'v')[2]).toBe(7)
  })

  test('of another log is what a frame at the time of the record would show', () => {
    const slow = log('slow', every(300, [1, 2, null, 4], 'w'))
    const channels = {
      w: { sensor: 'slow', field: 'w' },
      sum: { sensor: 'car', expression: 'v + w' },
    }
    const made = plan([car, slow], channels, { field: 'sum' })
    expect(shown(made, 'sum')).toEqual(
      [1, 1, 11, 11, 22, 22, null, null, 40, 40].map((value, index) => (index >= 8 ? null : value)),
    )
  })

  test('has the seconds since the first frame', () => {
    const made = plan([car], { t: { sensor: 'car', expression: 'time()' } }, { field: 't' })
    expect(shown(made, 't').slice(0, 5)).toEqual([0, 0, 0.2, 0.2, 0.4])
  })

  test('of an unknown field, sensor or place is an error that names it', () => {
    const keysOf = (channels: Record<string, Record<string, unknown>>): unknown[] =>
      plan([car], channels, { sensor: 'car', field: 'v' }).problems.map(({ where }) => where.key)
    expect(keysOf({ a: { sensor: 'cra', field: 'v' } })).toEqual(['channels.a.sensor'])
    expect(keysOf({ a: { sensor: 'car', field: 'vv' } })).toEqual(['channels.a.field'])
    expect(keysOf({ a: { sensor: 'car', expression: 'vv + 1' } })).toEqual([
      'channels.a.expression',
    ])
    expect(keysOf({ a: { sensor: 'car', expression: 'distance()' } })).toEqual([
      'channels.a.expression',
    ])
    expect(keysOf({ a: { expression: '1 + 1' } })).toEqual(['channels.a'])
  })
})

describe('a derivative', () => {
  const d = { rate: { sensor: 'log', expression: 'd(v)' } }
  const rates = (records: SensorRecord[], matching = {}): unknown[] => {
    const made = plan([log('log', records)], d, { field: 'rate' }, matching)
    return shown(made, 'rate').slice(0, records.length)
  }

  test('is the slope between the records around, and at the ends that to the neighbour', () => {
    expect(rates(every(100, [0, 1, 4, 9]))).toEqual([10, 20, 40, 50])
  })

  test('takes one side where the other has no value', () => {
    expect(rates(every(100, [0, 1, null, 9, 10]))).toEqual([10, 10, null, 10, 10])
  })

  test('is unknown between two records without a neighbour, and over a gap', () => {
    expect(rates(every(100, [null, 1, null]))).toEqual([null, null, null])
    const gap = [0, 100, 600, 700].map((timestamp_ms, index) => ({
      timestamp_ms,
      v: 100 * (index % 2),
    }))
    const made = plan([log('log', gap)], d, { field: 'rate' }, { tolerance_ms: 250 })
    const none = undefined
    expect(shown(made, 'rate')).toEqual([
      ...[1000, 1000, 1000, 1000],
      ...[none, none],
      ...[1000, 1000, 1000, 1000],
    ])
  })

  test('knows nothing of the time between records at the same time', () => {
    const twice = [0, 100, 100, 200].map((timestamp_ms, v) => ({ timestamp_ms, v }))
    expect(rates(twice).slice(0, 3)).toEqual([10, 15, 10])
  })
})

describe('a distance', () => {
  test('of places is that along the track; a record without a place adds nothing', () => {
    // A degree of latitude is 111.195 km.
    const records = [48, 48.001, null, 48.003, 48.003].map((lat, index) => ({
      timestamp_ms: index * 100,
      lat,
      lon: 11,
    }))
    for (const expression of ['distance()', 'distance(lat, lon)']) {
      const channels = { way: { sensor: 'log', expression } }
      const way = shown(plan([log('log', records)], channels, { field: 'way' }), 'way')
      const rounded = way.map((each) => (typeof each === 'number' ? Math.round(each) : each))
      expect(rounded.slice(0, 5)).toEqual([0, 111, null, 334, 334])
    }
  })

  test('of a speed is its sum over time', () => {
    const channels = { way: { sensor: 'log', expression: 'distance(v)' } }
    const made = plan([log('log', every(200, [10, 20, 20, 0]))], channels, { field: 'way' })
    expect(
      shown(made, 'way')
        .filter((_, index) => index % 2 === 0)
        .slice(0, 4),
    ).toEqual([0, 3, 7, 9])
  })
})

describe('smoothing', () => {
  const smoothed = (kind: string, values: readonly unknown[]): unknown[] => {
    const smooth = { kind, window_ms: 200 }
    const channels = { s: { sensor: 'log', field: 'v', smooth } }
    return shown(plan([log('log', every(100, values))], channels, { field: 's' }), 's').slice(
      0,
      values.length,
    )
  }

  test('by the mean has half of the window on each side', () => {
    expect(smoothed('mean', [0, 3, 6, 0])).toEqual([1.5, 3, 3, 3])
  })

  test('by the median forgets a single spike', () => {
    expect(smoothed('median', [1, 1, 90, 1, 2])).toEqual([1, 1, 1, 2, 1.5])
  })

  test('by exponential weights is closest to the record itself', () => {
    const weight = Math.exp(-3)
    const [, middle] = smoothed('exponential', [0, 10, 4])
    expect(middle).toBeCloseTo((10 + 4 * weight) / (1 + 2 * weight), 8)
  })

  test('takes what the window has, and knows nothing where it has nothing', () => {
    expect(smoothed('mean', [4, null, 8, null, null, null, 1])).toEqual([4, 6, 8, 8, null, 1, 1])
  })
})

describe('any log', () => {
  const records = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 0, max: 120 }),
        a: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(null)),
        b: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 25 },
    )
    .map((all) => {
      let clockMs = 0
      return all.map(({ gap, a, b }) => ({ timestamp_ms: (clockMs += gap), a, b }))
    })

  test('gives the numbers that plain sums over its records give, in any order of frames', () => {
    fc.assert(
      fc.property(
        records,
        fc.constantFrom(40, 130, 400),
        fc.shuffledSubarray([...Array(10).keys()], { minLength: 10 }),
        (all, windowMs, order) => {
          const smooth = (kind: string) => ({ kind, window_ms: windowMs })
          const channels = {
            ratio: { sensor: 'log', expression: 'clamp(a / b, -3, 3)' },
            rate: { sensor: 'log', expression: 'd(a * b)' },
            mean: { sensor: 'log', field: 'a', smooth: smooth('mean') },
            median: { sensor: 'log', field: 'a', smooth: smooth('median') },
            exponential: { sensor: 'log', field: 'a', smooth: smooth('exponential') },
            way: { sensor: 'log', expression: 'distance(a)' },
          }
          const names = Object.keys(channels)
          const template = names.map((name) => `{${name}}`).join(' ')
          const made = plan([log('log', all)], channels, { type: 'text', sensor: 'log', template })
          for (const position of order) {
            const record = made.jobAt(position).layers[0]?.sample?.record
            const index = all.findLastIndex(({ timestamp_ms }) => timestamp_ms <= position * 100)
            if (index < 0) continue
            const expected = reference(all, index, windowMs)
            for (const name of names) {
              const value = expected[name as keyof typeof expected]
              if (Number.isNaN(value)) expect(record?.[name], name).toBeNull()
              else expect(record?.[name], name).toBeCloseTo(value, 6)
            }
          }
        },
      ),
      { seed: 12, numRuns: 120 },
    )
  })

  type Row = { timestamp_ms: number; a: number | null; b: number }

  /** By the definitions, without any shortcut. */
  function reference(all: readonly Row[], index: number, windowMs: number) {
    const own = all[index] as Row
    const valueOf = ({ a }: Row): number => a ?? NaN
    const near = all.filter(
      (row) => row.a !== null && Math.abs(row.timestamp_ms - own.timestamp_ms) <= windowMs / 2,
    )
    const sorted = near.map(valueOf).sort((x, y) => x - y)
    const half = (sorted.length - 1) / 2
    const weights = near.map((row) =>
      Math.exp((-6 * Math.abs(row.timestamp_ms - own.timestamp_ms)) / windowMs),
    )
    const sumOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0)
    const earlier = all.filter(({ timestamp_ms }) => timestamp_ms < own.timestamp_ms).at(-1)
    const later = all.find(({ timestamp_ms }) => timestamp_ms > own.timestamp_ms)
    const ends = [earlier, later].map((row) => (row && row.a !== null ? row : own)) as [Row, Row]
    const seconds = (ends[1].timestamp_ms - ends[0].timestamp_ms) / 1000
    const rise = valueOf(ends[1]) * ends[1].b - valueOf(ends[0]) * ends[0].b
    const known = all.slice(0, index + 1).filter(({ a }) => a !== null)
    const steps = known.slice(1).map((row, each) => {
      const before = known[each] as Row
      return (
        ((valueOf(before) + valueOf(row)) / 2) * ((row.timestamp_ms - before.timestamp_ms) / 1000)
      )
    })
    return {
      ratio: Math.max(-3, Math.min(3, valueOf(own) / own.b)),
      rate: own.a === null || seconds === 0 ? NaN : rise / seconds,
      mean: sumOf(sorted) / sorted.length,
      median: ((sorted[Math.floor(half)] ?? NaN) + (sorted[Math.ceil(half)] ?? NaN)) / 2,
      exponential:
        sumOf(near.map((row, each) => valueOf(row) * (weights[each] as number))) / sumOf(weights),
      way: own.a === null ? NaN : sumOf(steps),
    }
  }
})
