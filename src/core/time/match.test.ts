import { defaultSensorConfig } from '../config/overlay-config.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeTrack } from '../testing/fake-recording.ts'
import {
  alignTimeMs,
  clockScale,
  countAtOrBefore,
  countBefore,
  matchSample,
  snapshotTimeMs,
  STRATEGIES,
} from './match.ts'
import type { Matching, MatchResult, Strategy } from './match.ts'
import type { SensorRecord, SensorTrack } from '../recording/recording.ts'

const DEFAULTS = defaultSensorConfig()

/** A log whose records are numbered in `n`. */
function logAt(...timesMs: number[]): SensorTrack {
  return fakeTrack(
    'log',
    timesMs.map((timestampMs, n) => ({ timestamp_ms: timestampMs, n })),
  )
}

function match(
  track: SensorTrack,
  snapshotMs: number,
  matching: Partial<Matching> = {},
): MatchResult {
  return matchSample(track, snapshotMs, { ...DEFAULTS, ...matching })
}

/** The matched record, or null. */
function recordOf(result: MatchResult): SensorRecord | null {
  return result.kind === 'match' ? result.sample.record : null
}

/** The number of the matched record, or null. */
function picked(track: SensorTrack, snapshotMs: number, matching: Partial<Matching> = {}): unknown {
  return recordOf(match(track, snapshotMs, matching))?.n ?? null
}

describe('aligned_time_ms = (snapshot_time_ms − time_offset_ms) · time_scale', () => {
  test('the defaults are: forward, no offset, scale 1, no limit', () => {
    expect(DEFAULTS).toMatchObject({
      strategy: 'forward',
      timeOffsetMs: 0,
      timeScale: 1,
      toleranceMs: null,
    })
  })

  test('the offset is taken away: minus, not plus', () => {
    expect(alignTimeMs(1000, { ...DEFAULTS, timeOffsetMs: 150 })).toBe(850)
    expect(alignTimeMs(1000, { ...DEFAULTS, timeOffsetMs: -150 })).toBe(1150)
  })

  test('a positive offset moves the log later on the video’s clock', () => {
    const log = logAt(1000, 2000)
    expect(picked(log, 2000)).toBe(1)
    expect(picked(log, 2000, { timeOffsetMs: 500 })).toBe(0)
    expect(picked(log, 2500, { timeOffsetMs: 500 })).toBe(1)
  })

  test('the scale comes after the offset', () => {
    const matching = { ...DEFAULTS, timeOffsetMs: 100, timeScale: 1.5 }
    expect(alignTimeMs(300, matching)).toBe(300)
    expect(picked(logAt(0, 300, 301), 300, matching)).toBe(1)
  })

  test('a record’s time on the video’s clock is the inverse', () => {
    const matching = { ...DEFAULTS, timeOffsetMs: 100, timeScale: 1.5 }
    expect(snapshotTimeMs(300, matching)).toBe(300)
    expect(snapshotTimeMs(0, matching)).toBe(100)
  })
})

describe('what each strategy picks', () => {
  const log = logAt(100, 200, 300)

  test.each([
    [99.9, null],
    [100, 0],
    [199.9, 0],
    [200, 1],
    [300, 2],
    [1e9, 2],
  ])('forward: the last record at or before the aligned time (at %d: %s)', (timeMs, expected) => {
    expect(picked(log, timeMs, { strategy: 'forward' })).toBe(expected)
  })

  test.each([
    [-1e9, 0],
    [100, 0],
    [100.1, 1],
    [200, 1],
    [300, 2],
    [300.1, null],
  ])('backward: the first record at or after it (at %d: %s)', (timeMs, expected) => {
    expect(picked(log, timeMs, { strategy: 'backward' })).toBe(expected)
  })

  test.each([
    [-1e9, 0],
    [149.9, 0],
    [150.1, 1],
    [200, 1],
    [251, 2],
    [1e9, 2],
  ])('nearest: the closer one (at %d: %s)', (timeMs, expected) => {
    expect(picked(log, timeMs, { strategy: 'nearest' })).toBe(expected)
  })

  test('nearest: on a tie the later', () => {
    expect(picked(log, 150, { strategy: 'nearest' })).toBe(1)
    expect(picked(log, 250, { strategy: 'nearest' })).toBe(2)
  })

  test('without a match the reason is told, and how far away the record is that was not taken', () => {
    expect(match(log, 90)).toEqual({
      kind: 'none',
      reason: 'before-first',
      alignedTimeMs: 90,
      nearestDistanceMs: 10,
    })
    expect(match(log, 340, { strategy: 'backward' })).toMatchObject({
      reason: 'after-last',
      nearestDistanceMs: 40,
    })
    expect(match(log, 190, { toleranceMs: 20 })).toMatchObject({
      reason: 'outside-tolerance',
      nearestDistanceMs: 90,
    })
  })
})

describe('tolerance', () => {
  const log = logAt(100, 200)

  test('a distance equal to the tolerance still matches', () => {
    expect(picked(log, 150, { toleranceMs: 50 })).toBe(0)
    expect(picked(log, 150, { strategy: 'backward', toleranceMs: 50 })).toBe(1)
    expect(picked(log, 250, { strategy: 'nearest', toleranceMs: 50 })).toBe(1)
  })

  test('a distance strictly greater than the tolerance is no match', () => {
    expect(picked(log, 150.001, { toleranceMs: 50 })).toBeNull()
    expect(picked(log, 149.999, { strategy: 'backward', toleranceMs: 50 })).toBeNull()
    expect(picked(log, 250.001, { strategy: 'nearest', toleranceMs: 50 })).toBeNull()
  })

  test('a tolerance of 0 takes a record at the very time only', () => {
    expect(picked(log, 100, { toleranceMs: 0 })).toBe(0)
    expect(picked(log, 100.001, { toleranceMs: 0 })).toBeNull()
  })

  test('it is measured on the sensor’s clock: from the aligned time', () => {
    expect(picked(log, 1150, { timeOffsetMs: 1000, toleranceMs: 50 })).toBe(0)
    expect(picked(log, 1151, { timeOffsetMs: 1000, toleranceMs: 50 })).toBeNull()
  })

  test('a stale record on the strategy’s side is never replaced by a close one on the other', () => {
    expect(picked(log, 199, { strategy: 'forward', toleranceMs: 50 })).toBeNull()
    expect(picked(log, 101, { strategy: 'backward', toleranceMs: 50 })).toBeNull()
  })
})

describe('equal timestamps', () => {
  const log = logAt(100, 200, 200, 200, 300)

  test('forward takes the last of them', () => {
    expect(picked(log, 200)).toBe(3)
    expect(picked(log, 250)).toBe(3)
  })

  test('backward takes the first of them', () => {
    expect(picked(log, 200, { strategy: 'backward' })).toBe(1)
    expect(picked(log, 150, { strategy: 'backward' })).toBe(1)
  })

  test('nearest takes what forward or backward would on its side', () => {
    expect(picked(log, 210, { strategy: 'nearest' })).toBe(3)
    expect(picked(log, 190, { strategy: 'nearest' })).toBe(1)
  })
})

describe('what the renderer is handed', () => {
  test('the record plus snapshot_time_ms and aligned_time_ms', () => {
    const track = fakeTrack('speed', [{ timestamp_ms: 800, speed: 88.2, gps: { fix: true } }])
    expect(match(track, 1000, { timeOffsetMs: 100 })).toEqual({
      kind: 'match',
      sample: {
        record: {
          timestamp_ms: 800,
          speed: 88.2,
          gps: { fix: true },
          snapshot_time_ms: 1000,
          aligned_time_ms: 900,
        },
        recordTimeMs: 800,
        snapshotTimeMs: 1000,
        alignedTimeMs: 900,
      },
    })
  })

  test('the log’s own record stays as it was', () => {
    const record = { timestamp_ms: 800, speed: 88.2 }
    match(fakeTrack('speed', [record]), 1000)
    expect(record).toEqual({ timestamp_ms: 800, speed: 88.2 })
  })

  test.each(STRATEGIES)('an empty log hands over nothing (%s)', (strategy) => {
    expect(match(logAt(), 1000, { strategy })).toEqual({
      kind: 'none',
      reason: 'empty-log',
      alignedTimeMs: 1000,
      nearestDistanceMs: null,
    })
  })
})

describe('linear', () => {
  const linear = { strategy: 'linear' } as const
  const track = fakeTrack('imu', [
    { timestamp_ms: 1000, speed: 10, gps: { lat: 40, place: { alt: 1 } }, gear: 'D', xs: [1] },
    { timestamp_ms: 2000, speed: 30, gps: { lat: 44, place: { alt: 5 } }, gear: 'R', xs: [9] },
  ])

  test('numeric fields are interpolated between the two neighbours, nested ones too', () => {
    expect(recordOf(match(track, 1250, linear))).toMatchObject({
      timestamp_ms: 1250,
      speed: 15,
      gps: { lat: 41, place: { alt: 2 } },
    })
  })

  test('a field may have any name', () => {
    const named = (value: number): SensorRecord =>
      JSON.parse(
        `{"timestamp_ms":${value},"__proto__":${value},"constructor":{"__proto__":{"x":${value}}},"toString":"a"}`,
      ) as SensorRecord
    const record = recordOf(match(fakeTrack('odd', [named(0), named(10)]), 5, linear))
    expect(JSON.stringify(record)).toContain(
      '"__proto__":5,"constructor":{"__proto__":{"x":5}},"toString":"a"',
    )
  })

  test('a field that only the earlier record has is as in forward, whatever its name', () => {
    const first = JSON.parse('{"timestamp_ms":0,"__proto__":{"x":1}}') as SensorRecord
    const record = recordOf(match(fakeTrack('odd', [first, { timestamp_ms: 10 }]), 5, linear))
    expect(JSON.stringify(record)).toContain('"__proto__":{"x":1}')
  })

  test('the other fields are as in forward', () => {
    expect(recordOf(match(track, 1999, linear))).toMatchObject({ gear: 'D', xs: [1] })
  })

  test('a field that is a number in only one of the two is as in forward', () => {
    const mixed = fakeTrack('mixed', [
      { timestamp_ms: 0, a: 1, b: null, c: 3, d: { e: 1 } },
      { timestamp_ms: 10, a: null, b: 2, d: 7 },
    ])
    const record = recordOf(match(mixed, 5, linear))
    expect(record).toMatchObject({ a: 1, b: null, c: 3, d: { e: 1 } })
  })

  test('the record’s time is the aligned time that it was interpolated at', () => {
    const result = match(track, 1350, { ...linear, timeOffsetMs: 100 })
    expect(result).toMatchObject({ sample: { recordTimeMs: 1250, alignedTimeMs: 1250 } })
  })

  test('at a record’s very time it is that record', () => {
    expect(recordOf(match(track, 2000, linear))).toMatchObject({ speed: 30, gear: 'R', xs: [9] })
    expect(recordOf(match(logAt(5, 5), 5, linear))).toMatchObject({ n: 1 })
  })

  test('both neighbours must be within tolerance', () => {
    expect(match(track, 1500, { ...linear, toleranceMs: 500 }).kind).toBe('match')
    expect(match(track, 1499, { ...linear, toleranceMs: 500 })).toMatchObject({
      reason: 'outside-tolerance',
    })
    expect(match(track, 1501, { ...linear, toleranceMs: 500 })).toMatchObject({
      reason: 'outside-tolerance',
    })
  })

  test('before the first record and after the last there is no match', () => {
    expect(match(track, 999, linear)).toMatchObject({ kind: 'none', reason: 'before-first' })
    expect(match(track, 2001, linear)).toMatchObject({ kind: 'none', reason: 'after-last' })
  })
})

describe('lookup is by binary search over a typed array of times', () => {
  test.each(STRATEGIES)('%s reads a few dozen of 1,000,000 times, and two records at most', (s) => {
    const times = Float64Array.from({ length: 1_000_000 }, (_, index) => index * 10)
    let timesRead = 0
    const counted = new Proxy(times, {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) timesRead++
        return Reflect.get(target, key) as unknown
      },
    })
    let recordsRead = 0
    const track: SensorTrack = {
      ...logAt(),
      timesMs: counted,
      recordAt(index) {
        recordsRead++
        return { timestamp_ms: index * 10, n: index }
      },
    }
    expect(match(track, 7_654_321, { strategy: s }).kind).toBe('match')
    expect(timesRead).toBeLessThan(60)
    expect(recordsRead).toBe(s === 'linear' ? 2 : 1)
  })
})

/**
 * The rules again, as a plain scan of the whole log that does not even need it sorted: the index
 * of the record a strategy picks, or null.
 */
function scan(
  timesMs: readonly number[],
  alignedMs: number,
  strategy: Exclude<Strategy, 'linear'>,
  toleranceMs: number | null,
): number | null {
  let found: number | null = null
  for (const [index, timeMs] of timesMs.entries()) {
    const best = found === null ? null : (timesMs[found] as number)
    const distance = Math.abs(timeMs - alignedMs)
    const bestDistance = best === null ? Infinity : Math.abs(best - alignedMs)
    const isPast = timeMs <= alignedMs
    const isComing = timeMs >= alignedMs
    // Of equal times the one in the future keeps the first, the past the last.
    const isLater = best === null || timeMs > best || (timeMs === best && !isComing)
    const isBetter = {
      forward: isPast && (best === null || timeMs >= best),
      backward: isComing && (best === null || timeMs < best),
      nearest: distance < bestDistance || (distance === bestDistance && isLater),
    }[strategy]
    if (isBetter) found = index
  }
  if (found === null) return null
  const distance = Math.abs((timesMs[found] as number) - alignedMs)
  return toleranceMs !== null && distance > toleranceMs ? null : found
}

describe('sync points say how the clocks relate in place of offset and scale', () => {
  test('of one point: aligned = log₀ + (snapshot − video₀)', () => {
    const matching = { ...DEFAULTS, syncPoints: [{ videoMs: 300, logMs: 100, isLeftOut: false }] }
    expect(alignTimeMs(350, matching)).toBe(150)
    expect(snapshotTimeMs(150, matching)).toBe(350)
    expect(clockScale(matching)).toBe(1)
  })

  test('each strategy finds with them what it finds with the offset and the drift that they mean', () => {
    const cases = fc.record({
      timesMs: fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 40 }),
      strategy: fc.constantFrom(...STRATEGIES),
      toleranceMs: fc.option(fc.integer({ min: 0, max: 200 })),
      offsetMs: fc.integer({ min: -1000, max: 1000 }),
      ppm: fc.integer({ min: -500, max: 500 }),
      snapshotMs: fc.integer({ min: 0, max: 4000 }),
      pointsMs: fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { minLength: 2, maxLength: 6 }),
    })
    fc.assert(
      fc.property(cases, ({ timesMs, offsetMs, ppm, snapshotMs, pointsMs, ...rest }) => {
        const log = logAt(...timesMs.sort((a, b) => a - b))
        const plain = { ...rest, timeOffsetMs: offsetMs, timeScale: 1 + ppm / 1e6 }
        const syncPoints = pointsMs.map((videoMs) => ({
          videoMs,
          logMs: alignTimeMs(videoMs, { ...DEFAULTS, ...plain }),
          isLeftOut: false,
        }))
        // A record exactly at the aligned time, or at the limit, may fall to either side by rounding.
        const alignedMs = alignTimeMs(snapshotMs, { ...DEFAULTS, ...plain })
        const isClose = (ms: number): boolean => Math.abs(ms) < 1e-3
        fc.pre(
          !timesMs.some((timeMs) => {
            const distanceMs = Math.abs(timeMs - alignedMs)
            return isClose(distanceMs) || isClose(distanceMs - (rest.toleranceMs ?? Infinity))
          }),
        )
        const distances = timesMs
          .map((timeMs) => Math.abs(timeMs - alignedMs))
          .sort((a, b) => a - b)
        const gapsMs = distances.map((each, n) => each - (distances[n - 1] ?? -1))
        fc.pre(rest.strategy !== 'nearest' || gapsMs.every((gap) => gap === 0 || gap > 1e-3))
        const found = match(log, snapshotMs, { ...rest, syncPoints })
        const expected = match(log, snapshotMs, plain)
        expect(found.kind).toBe(expected.kind)
        const [one, other] = [recordOf(found)?.n, recordOf(expected)?.n]
        if (typeof one === 'number') expect(one).toBeCloseTo(Number(other), 3)
        else expect(one).toBe(other)
      }),
      { seed: 20251027, numRuns: 2000 },
    )
  })
})

describe('binary search finds what a plain scan of the log finds', () => {
  // Small whole and quarter numbers make duplicates, exact hits and ties frequent.
  const timeMs = fc.oneof(
    fc.integer({ min: -5, max: 15 }),
    fc.integer({ min: -20, max: 60 }).map((quarters) => quarters / 4),
    fc.integer({ min: -1e6, max: 1e6 }).map((micros) => micros / 1000),
  )
  const cases = fc.record({
    timesMs: fc.array(timeMs, { maxLength: 40 }).map((times) => times.sort((a, b) => a - b)),
    snapshotMs: timeMs,
    timeOffsetMs: fc.oneof(fc.constant(0), timeMs),
    timeScale: fc.oneof(
      fc.constant(1),
      fc.constantFrom(0.5, 2, 1.0001),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
    ),
    toleranceMs: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 8 }).map((quarters) => quarters / 4),
      fc.double({ min: 0, max: 100, noNaN: true }),
    ),
  })
  const runs = { seed: 20251027, numRuns: 4000 }

  test.each(['forward', 'backward', 'nearest'] as const)('%s', (strategy) => {
    fc.assert(
      fc.property(cases, ({ timesMs, snapshotMs, ...rest }) => {
        const alignedMs = (snapshotMs - rest.timeOffsetMs) * rest.timeScale
        const expected = scan(timesMs, alignedMs, strategy, rest.toleranceMs)
        expect(picked(logAt(...timesMs), snapshotMs, { strategy, ...rest })).toBe(expected)
      }),
      runs,
    )
  })

  test('linear', () => {
    fc.assert(
      fc.property(cases, ({ timesMs, snapshotMs, ...rest }) => {
        const alignedMs = (snapshotMs - rest.timeOffsetMs) * rest.timeScale
        const before = scan(timesMs, alignedMs, 'forward', rest.toleranceMs)
        const after = scan(timesMs, alignedMs, 'backward', rest.toleranceMs)
        const actual = picked(logAt(...timesMs), snapshotMs, { strategy: 'linear', ...rest })
        if (before === null || after === null) {
          expect(actual).toBeNull()
          return
        }
        const [fromMs, toMs] = [timesMs[before] as number, timesMs[after] as number]
        const share = fromMs === toMs ? 0 : (alignedMs - fromMs) / (toMs - fromMs)
        expect(actual).toBeCloseTo(before + share * (share === 0 ? 0 : after - before), 6)
      }),
      runs,
    )
  })

  test('counting before, and at or before, a time', () => {
    fc.assert(
      fc.property(cases, ({ timesMs, snapshotMs }) => {
        const typed = Float64Array.from(timesMs)
        expect(countBefore(typed, snapshotMs)).toBe(timesMs.filter((t) => t < snapshotMs).length)
        expect(countAtOrBefore(typed, snapshotMs)).toBe(
          timesMs.filter((t) => t <= snapshotMs).length,
        )
      }),
      runs,
    )
  })
})
