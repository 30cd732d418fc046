import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  extremesBetween,
  meanPath,
  pathBetween,
  stretchesBetween,
  thinSeries,
  valueAt,
} from './series.ts'
import type { Series } from './series.ts'

/** A series that is not thinned: every record has a bucket of its own. */
function seriesOf(...points: readonly (readonly [timeMs: number, value: number])[]): Series {
  return thinSeries(
    points.map(([timeMs]) => timeMs),
    points.map(([, value]) => value),
    1,
  )
}

const pointsOf = ({ timesMs, values }: Series): [number, number][] =>
  Array.from(timesMs, (timeMs, index) => [timeMs, values[index] as number])

/** Values 10 ms apart from 0. */
function thin(values: readonly number[], bucketMs: number): [number, number][] {
  const times = values.map((_, index) => index * 10)
  return pointsOf(thinSeries(times, values, bucketMs))
}

describe('a series is thinned by min–max', () => {
  test('of a bucket, the lowest and the highest stay, in the order of their times', () => {
    expect(thin([5, 9, 1, 5, 2, 3], 40)).toEqual([
      [10, 9],
      [20, 1],
      [40, 2],
      [50, 3],
    ])
  })

  test('a spike of one record is never lost', () => {
    const values = Array<number>(10_000).fill(50)
    values[4321] = 51
    values[8765] = -1
    const kept = thin(values, 20_000)
    expect(kept).toContainEqual([43_210, 51])
    expect(kept).toContainEqual([87_650, -1])
    expect(kept.length).toBeLessThanOrEqual(10)
  })

  test('where records are rarer than buckets, all of them stay', () => {
    expect(thin([5, 5, 6, 7], 5)).toHaveLength(4)
  })

  test('a gap stays a gap, and a long one takes no more than two points of a bucket', () => {
    expect(thin([1, NaN, 2], 1000)).toEqual([
      [0, 1],
      [10, NaN],
      [20, 2],
    ])
    const gap = Array<number>(500).fill(NaN)
    expect(thin([1, ...gap, 2], 1000).filter(([, value]) => Number.isNaN(value))).toHaveLength(11)
  })

  test('a value alone between two gaps stays alone', () => {
    expect(thin([NaN, 7, NaN], 1000)).toEqual([
      [0, NaN],
      [10, 7],
      [20, NaN],
    ])
  })

  test('it knows its lowest and its highest value', () => {
    expect(seriesOf([0, 3], [1, NaN], [2, -4])).toMatchObject({ minValue: -4, maxValue: 3 })
    expect(seriesOf([0, NaN])).toMatchObject({ minValue: NaN, maxValue: NaN })
  })

  test('whatever the log: at most four points a bucket, in order, and no extreme is lost', () => {
    const value = fc.oneof(fc.constant(NaN), fc.double({ noNaN: true, min: -1e6, max: 1e6 }))
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 200 }),
        fc.integer({ min: 5, max: 500 }),
        (values, bucketMs) => {
          const kept = thin(values, bucketMs)
          const counts = new Map<number, number>()
          for (const [timeMs] of kept) {
            const bucket = Math.floor(timeMs / bucketMs)
            counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
          }
          expect(Math.max(0, ...counts.values())).toBeLessThanOrEqual(4)
          expect(kept.map(([timeMs]) => timeMs)).toEqual(
            kept.map(([timeMs]) => timeMs).toSorted((a, b) => a - b),
          )
          const numbers = values.filter((each) => !Number.isNaN(each))
          const keptNumbers = kept.map(([, each]) => each).filter((each) => !Number.isNaN(each))
          expect(Math.min(...keptNumbers)).toBe(Math.min(...numbers))
          expect(Math.max(...keptNumbers)).toBe(Math.max(...numbers))
        },
      ),
    )
  })
})

test('the value at a time is that of the record, or of the line between two; else there is none', () => {
  const series = seriesOf([0, 0], [100, 10], [200, NaN], [300, 30])
  expect([0, 50, 100, 300].map((timeMs) => valueAt(series, timeMs))).toEqual([0, 5, 10, 30])
  expect([-1, 150, 200, 250, 301].map((timeMs) => valueAt(series, timeMs))).toEqual(
    Array(5).fill(NaN),
  )
  expect(valueAt(seriesOf(), 0)).toBeNaN()
})

describe('the curve between two times', () => {
  const curve = (series: Series, fromMs: number, toMs: number): [number, number][][] =>
    stretchesBetween(series, fromMs, toMs).map((stretch) =>
      stretch.map(({ timeMs, value }) => [timeMs, value]),
    )
  const ramp = seriesOf([0, 0], [100, 10], [200, 20], [300, 30])

  test('reaches the ends of the window on the lines between records', () => {
    expect(curve(ramp, 50, 250)).toEqual([
      [
        [50, 5],
        [100, 10],
        [200, 20],
        [250, 25],
      ],
    ])
  })

  test('a record on an end of the window is there once', () => {
    expect(curve(ramp, 100, 200)).toEqual([
      [
        [100, 10],
        [200, 20],
      ],
    ])
  })

  test('between two records it is the line alone', () => {
    expect(curve(ramp, 110, 120)).toEqual([
      [
        [110, 11],
        [120, 12],
      ],
    ])
  })

  test('before the first and after the last record there is none', () => {
    expect(curve(ramp, -50, 50)).toEqual([
      [
        [0, 0],
        [50, 5],
      ],
    ])
    expect(curve(ramp, -50, -10)).toEqual([])
    expect(curve(ramp, 310, 400)).toEqual([])
    expect(curve(seriesOf(), 0, 1)).toEqual([])
  })

  test('a gap parts it, at an end of the window too', () => {
    const torn = seriesOf([0, 1], [100, 2], [200, NaN], [300, 3], [400, 4])
    expect(curve(torn, 0, 400)).toEqual([
      [
        [0, 1],
        [100, 2],
      ],
      [
        [300, 3],
        [400, 4],
      ],
    ])
    expect(curve(torn, 150, 250)).toEqual([])
    expect(curve(torn, 50, 150)).toEqual([
      [
        [50, 1.5],
        [100, 2],
      ],
    ])
  })
})

describe('the extremes between two times', () => {
  const series = seriesOf([0, 9], [100, 2], [200, NaN], [300, -5], [400, 7])

  test('are those of the records, both ends included', () => {
    expect(extremesBetween(series, 100, 300)).toEqual([-5, 2])
    expect(extremesBetween(series, 301, 1000)).toEqual([7, 7])
  })

  test('of all records are those of the series', () => {
    expect(extremesBetween(series, -Infinity, Infinity)).toEqual([-5, 9])
  })

  test('are none where there is no value', () => {
    expect(extremesBetween(series, 150, 250)).toBeNull()
    expect(extremesBetween(series, 500, 600)).toBeNull()
    expect(extremesBetween(seriesOf([0, NaN]), -Infinity, Infinity)).toBeNull()
  })
})

describe('the path of two series', () => {
  test('is at the times of the first, on the line between records of the second', () => {
    const [first, second] = [seriesOf([0, 1], [50, 2], [100, 3]), seriesOf([0, 10], [100, 20])]
    expect(pathBetween(first, second, 0, 100)).toEqual([
      [
        { timeMs: 0, values: [1, 10] },
        { timeMs: 50, values: [2, 15] },
        { timeMs: 100, values: [3, 20] },
      ],
    ])
  })

  test('has a gap where either has one', () => {
    const first = seriesOf([0, 1], [20, 1], [40, NaN], [60, 1], [80, 1], [100, 1])
    const second = seriesOf([0, 1], [70, 1], [80, NaN], [90, 1], [100, 1])
    const times = pathBetween(first, second, 0, 100).map((part) => part.map(({ timeMs }) => timeMs))
    expect(times).toEqual([[0, 20], [60], [100]])
  })

  test('has no point before the first and after the last record of the second', () => {
    const first = seriesOf([0, 1], [50, 1], [100, 1])
    expect(pathBetween(first, seriesOf([40, 5], [60, 5]), 0, 100)).toEqual([
      [{ timeMs: 50, values: [1, 5] }],
    ])
  })

  test('is smoothed by means over parts of time that do not depend on where it begins', () => {
    const values = [0, 4, 1, 3, 10, 20] as const
    const path = values.map((value, index) => ({
      timeMs: index * 10,
      values: [value, -value] as [number, number],
    }))
    const means = meanPath(path, 20)
    expect(means).toEqual([
      { timeMs: 5, values: [2, -2] },
      { timeMs: 25, values: [2, -2] },
      { timeMs: 45, values: [15, -15] },
    ])
    expect(meanPath(path.slice(1), 20).slice(1)).toEqual(means.slice(1))
  })
})
