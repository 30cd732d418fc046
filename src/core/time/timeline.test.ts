import { defaultSensorConfig } from '../config/overlay-config.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeTrack } from '../testing/fake-recording.ts'
import {} from './match.ts'
import type { Matching } from './match.ts'
import { eventsInOrder, overallRangeMs, samplesAt, trackRangeMs } from './timeline.ts'
import type { MatchedTrack } from './timeline.ts'

const DEFAULTS = defaultSensorConfig()

function sensor(
  name: string,
  timesMs: readonly number[],
  matching: Partial<Matching> = {},
): MatchedTrack {
  return {
    track: fakeTrack(
      name,
      timesMs.map((timestampMs, n) => ({ timestamp_ms: timestampMs, n })),
    ),
    matching: { ...DEFAULTS, ...matching },
  }
}

describe('the time range of one sensor', () => {
  test('is its first and last time on the video’s clock: the offset is applied', () => {
    expect(trackRangeMs(sensor('a', [100, 200, 700]))).toEqual([100, 700])
    expect(trackRangeMs(sensor('a', [100, 700], { timeOffsetMs: 50 }))).toEqual([150, 750])
    expect(trackRangeMs(sensor('a', [100, 700], { timeOffsetMs: -50 }))).toEqual([50, 650])
  })

  test('has the scale applied', () => {
    const range = trackRangeMs(sensor('a', [100, 700], { timeOffsetMs: 50, timeScale: 2 }))
    expect(range).toEqual([100, 400])
  })

  test('of one record begins and ends there', () => {
    expect(trackRangeMs(sensor('a', [5]))).toEqual([5, 5])
  })

  test('of an empty log is nothing', () => {
    expect(trackRangeMs(sensor('a', []))).toBeNull()
  })
})

describe('the time range of all sensors', () => {
  test('reaches from the earliest to the latest of them, offsets applied', () => {
    const tracks = [
      sensor('a', [100, 200]),
      sensor('empty', []),
      sensor('b', [0, 50], { timeOffsetMs: 1000 }),
    ]
    expect(overallRangeMs(tracks)).toEqual([100, 1050])
    expect(overallRangeMs(tracks.toReversed())).toEqual([100, 1050])
  })

  test('is nothing where no sensor has a record', () => {
    expect(overallRangeMs([])).toBeNull()
    expect(overallRangeMs([sensor('empty', [])])).toBeNull()
  })
})

test('all sensors at a time: each by its own strategy, offset and tolerance', () => {
  const samples = samplesAt(
    [
      sensor('forward', [100, 200]),
      sensor('backward', [100, 200], { strategy: 'backward' }),
      sensor('shifted', [100, 200], { timeOffsetMs: -60 }),
      sensor('strict', [100, 200], { toleranceMs: 10 }),
      sensor('empty', []),
    ],
    150,
  )
  expect([...samples.keys()]).toEqual(['forward', 'backward', 'shifted', 'strict', 'empty'])
  expect(samples.get('forward')).toMatchObject({ sample: { record: { n: 0 } } })
  expect(samples.get('backward')).toMatchObject({ sample: { record: { n: 1 } } })
  expect(samples.get('shifted')).toMatchObject({ sample: { record: { n: 1 } } })
  expect(samples.get('strict')).toMatchObject({ kind: 'none', reason: 'outside-tolerance' })
  expect(samples.get('empty')).toMatchObject({ kind: 'none', reason: 'empty-log' })
})

describe('events in time order across sensors', () => {
  test('equal times are grouped, in the order of the sensors', () => {
    const events = [...eventsInOrder([sensor('a', [100, 100, 300]), sensor('b', [50, 100])])]
    expect(
      events.map(({ timestampMs, records }) => [
        timestampMs,
        records.map((each) => `${each.sensor}${String(each.record.n)}`),
      ]),
    ).toEqual([
      [50, ['b0']],
      [100, ['a0', 'a1', 'b1']],
      [300, ['a2']],
    ])
  })

  test('they stand on the video’s clock', () => {
    const events = [
      ...eventsInOrder([
        sensor('late', [0], { timeOffsetMs: 200 }),
        sensor('a', [100, 200]),
        sensor('fast', [600], { timeScale: 2 }),
      ]),
    ]
    expect(events.map(({ timestampMs, records }) => [timestampMs, records.length])).toEqual([
      [100, 1],
      [200, 2],
      [300, 1],
    ])
  })

  test('no sensors, or empty logs, have no events', () => {
    expect([...eventsInOrder([])]).toEqual([])
    expect([...eventsInOrder([sensor('empty', [])])]).toEqual([])
  })

  test('each record comes once, and times strictly rise', () => {
    const log = fc
      .array(fc.integer({ min: -10, max: 10 }), { maxLength: 20 })
      .map((times) => times.sort((a, b) => a - b))
    const offsets = fc.constantFrom(0, 1, -2.5)
    fc.assert(
      fc.property(fc.array(fc.tuple(log, offsets), { maxLength: 5 }), (logs) => {
        const tracks = logs.map(([times, timeOffsetMs], index) =>
          sensor(String(index), times, { timeOffsetMs }),
        )
        const events = [...eventsInOrder(tracks)]
        const times = events.map(({ timestampMs }) => timestampMs)
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
        const seen = events.flatMap(({ timestampMs, records }) =>
          records.map((each) => [each.sensor, each.record.n, timestampMs]),
        )
        const everyRecord = logs.flatMap(([logTimes, offset], index) =>
          logTimes.map((time, n) => [String(index), n, time + offset]),
        )
        const inOrder = (list: unknown[][]): string[] => list.map((each) => each.join()).sort()
        expect(inOrder(seen)).toEqual(inOrder(everyRecord))
      }),
      { seed: 20251027, numRuns: 500 },
    )
  })
})
