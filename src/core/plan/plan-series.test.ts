import { describe, expect, test } from 'vitest'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { SensorConfig } from '../config/sensor-config.ts'
import type { SensorRecord } from '../recording/recording.ts'
import { fakeTrack } from '../testing/fake-recording.ts'
import type { Series } from '../time/series.ts'
import { MOST_SERIES_POINTS, SeriesPlan } from './plan-series.ts'
import type { TrackEntry } from './plan-tracks.ts'

/** A log of `count` records, 10 ms apart. `readCount` tells how many were read. */
function logOf(
  count: number,
  valueAt: (index: number) => unknown,
  matching: Partial<SensorConfig> = {},
): TrackEntry & { readCount: () => number } {
  const records: SensorRecord[] = Array.from({ length: count }, (_, index) => ({
    timestamp_ms: index * 10,
    speed: valueAt(index),
  }))
  const log = fakeTrack('speed', records)
  let readCount = 0
  return {
    track: {
      ...log,
      recordAt: (index) => {
        readCount++
        return log.recordAt(index)
      },
    },
    matching: { ...defaultSensorConfig(), ...matching },
    readCount: () => readCount,
  }
}

const WHOLE = { field: 'speed', windowMs: null }

function readWhole(entry: TrackEntry, rangeMs: [number, number]): Series {
  const plan = new SeriesPlan(rangeMs)
  plan.add('speed', entry, WHOLE)
  const [series] = plan.series
  if (!series) throw new Error('There is no series.')
  return series
}

describe('a series', () => {
  test('has the records of the log during the recording, and one more on each side', () => {
    const { timesMs, values } = readWhole(
      logOf(100, (index) => index),
      [105, 135],
    )
    expect([...timesMs]).toEqual([100, 110, 120, 130, 140])
    expect([...values]).toEqual([10, 11, 12, 13, 14])
  })

  test('has times of the video’s clock', () => {
    const late = logOf(10, (index) => index, { timeOffsetMs: 1000, timeScale: 0.5 })
    expect([...readWhole(late, [1000, 1180]).timesMs].slice(0, 3)).toEqual([1000, 1020, 1040])
  })

  test.each([null, undefined, 'fast', [1], true, NaN, Infinity])(
    'has a gap for the value %j',
    (value) => {
      const series = readWhole(
        logOf(3, (index) => (index === 1 ? value : 5)),
        [0, 20],
      )
      expect([...series.values]).toEqual([5, NaN, 5])
    },
  )

  test('has a gap where no record lies within the tolerance of a frame', () => {
    const rare = (matching: Partial<SensorConfig>): number[] => {
      const entry = logOf(2, (index) => index, matching)
      entry.track.timesMs = Float64Array.of(0, 1000)
      return [...readWhole(entry, [0, 1000]).values]
    }
    expect(rare({})).toEqual([0, 1])
    expect(rare({ toleranceMs: 1000 })).toEqual([0, 1])
    expect(rare({ toleranceMs: 999 })).toEqual([0, NaN, 1])
    expect(rare({ toleranceMs: 500, strategy: 'nearest' })).toEqual([0, 1])
    expect(rare({ toleranceMs: 499, strategy: 'nearest' })).toEqual([0, NaN, 1])
  })

  test('of an empty log is empty', () => {
    expect(
      readWhole(
        logOf(0, () => 0),
        [0, 100],
      ).timesMs,
    ).toHaveLength(0)
  })
})

describe('a window', () => {
  test('keeps at least a few hundred points, and a spike of one record', () => {
    const plan = new SeriesPlan([0, 60_000])
    const busy = logOf(6000, (index) => (index === 3141 ? 99 : index % 7))
    plan.add('speed', busy, { field: 'speed', windowMs: 10_000 })
    const { timesMs, values } = plan.series[0] as Series
    const inWindow = timesMs.filter((timeMs) => timeMs >= 20_000 && timeMs <= 30_000)
    expect(inWindow.length).toBeGreaterThan(500)
    expect(inWindow.length).toBeLessThan(2100)
    expect(values).toContain(99)
  })

  test('reaches beyond the recording, for the frames at its ends', () => {
    const plan = new SeriesPlan([5000, 6000])
    plan.add(
      'speed',
      logOf(2000, (index) => index),
      { field: 'speed', windowMs: 1000 },
    )
    const { timesMs } = plan.series[0] as Series
    expect(timesMs[0]).toBeLessThanOrEqual(4000)
    expect(timesMs.at(-1)).toBeGreaterThanOrEqual(7000)
  })

  test('takes a worker less than 2 MB, even for a long recording with many records', () => {
    const hourMs = 3_600_000
    const plan = new SeriesPlan([0, hourMs])
    const entry = logOf(hourMs / 10, (index) => Math.sin(index))
    plan.add('speed', entry, { field: 'speed', windowMs: 1000 })
    const { timesMs, values } = plan.series[0] as Series
    expect(timesMs.length).toBeLessThanOrEqual(MOST_SERIES_POINTS)
    expect(timesMs.byteLength + values.byteLength).toBeLessThan(2_000_000)
  })
})

describe('a series is prepared once', () => {
  test('for two renderers that ask for the same', () => {
    const plan = new SeriesPlan([0, 1000])
    const entry = logOf(100, (index) => index)
    const asked = [
      plan.add('speed', entry, { field: 'speed', windowMs: 10_000 }),
      plan.add('speed', entry, WHOLE),
      plan.add('speed', entry, { field: 'speed', windowMs: 10_000 }),
      plan.add('speed', entry, { field: 'speed', windowMs: 12_000 }),
      plan.add('speed', entry, { field: 'rpm', windowMs: 10_000 }),
      plan.add('front', entry, { field: 'speed', windowMs: 10_000 }),
    ]
    expect(asked).toEqual([0, 1, 0, 0, 2, 3])
    expect(plan.series).toHaveLength(4)
    expect(plan.series).toBe(plan.series)
  })

  test('and only when it is needed; a new plan reads no record again', () => {
    const entry = logOf(100, (index) => index)
    const plan = new SeriesPlan([0, 1000])
    plan.add('speed', entry, WHOLE)
    expect(entry.readCount()).toBe(0)
    expect(plan.series[0]?.values).toHaveLength(100)
    expect(entry.readCount()).toBe(100)
    expect([...readWhole(entry, [200, 300]).values]).toEqual([
      19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    ])
    expect(entry.readCount()).toBe(100)
  })

  test('without reading records outside the recording', () => {
    const entry = logOf(1000, (index) => index)
    readWhole(entry, [5000, 5100])
    expect(entry.readCount()).toBe(13)
  })
})
