import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CurvePyramid, FINEST_BUCKET, MOST_SINGLE_RECORDS } from './curve-pyramid.ts'

function pyramidOf(values: readonly unknown[], recordCount = values.length): CurvePyramid {
  const pyramid = new CurvePyramid(recordCount)
  for (const value of values) pyramid.take(value)
  return pyramid
}

/** Values with gaps, as a log has them. */
const values = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(null, 'n/a', NaN, Infinity) },
  ),
  { maxLength: 3000 },
)

describe('the pyramid of a curve', () => {
  test('has the lowest and the highest value of every bucket of every level', () => {
    fc.assert(
      fc.property(values, fc.boolean(), (list, isLong) => {
        // A longer log begins with buckets instead of single records.
        const pyramid = pyramidOf(list, isLong ? MOST_SINGLE_RECORDS + 1 : list.length)
        expect(pyramid.levels[0]?.size).toBe(isLong ? FINEST_BUCKET : 1)
        for (const { size, lows, highs } of pyramid.levels) {
          for (let bucket = 0; bucket * size < list.length; bucket++) {
            const plain = list
              .slice(bucket * size, (bucket + 1) * size)
              .filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[]
            expect(lows[bucket]).toBe(plain.length === 0 ? NaN : Math.min(...plain))
            expect(highs[bucket]).toBe(plain.length === 0 ? NaN : Math.max(...plain))
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('knows the extremes of all values', () => {
    const pyramid = pyramidOf([3, null, -7, 12, 'x'])
    expect([pyramid.lowest, pyramid.highest]).toEqual([-7, 12])
    expect(pyramidOf([null]).lowest).toBeNaN()
  })

  test('never loses a spike of one record among a million', () => {
    const count = 1_000_000
    const pyramid = new CurvePyramid(count)
    for (let index = 0; index < count; index++) pyramid.take(index === 654_321 ? 99 : index % 7)
    for (const { size, highs } of pyramid.levels) {
      expect(highs[Math.floor(654_321 / size)], `buckets of ${size}`).toBe(99)
    }
    expect(pyramid.isComplete).toBe(true)
  })

  test('takes less than a tenth of the memory of its log, whose shortest line has 20 bytes', () => {
    const count = 1_000_000
    const logBytes = count * (20 + Float64Array.BYTES_PER_ELEMENT)
    expect(new CurvePyramid(count).byteLength).toBeLessThan(logBytes / 10)
  })

  test('gives the level that is just fine enough', () => {
    const pyramid = new CurvePyramid(1_000_000)
    expect([0.5, 16, 63, 64, 1e9].map((count) => pyramid.levelFor(count).size)).toEqual([
      16, 16, 16, 64, 16_384,
    ])
  })
})
