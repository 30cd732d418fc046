import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thinTogether } from './thin-together.ts'

/** Records 10 ms apart. */
const timesOf = (values: readonly number[]): number[] => values.map((_, index) => index * 10)

function thin(values: readonly number[], tolerance: number): number[] {
  return thinTogether(timesOf(values), [{ values, tolerance }])
}

describe('quantities that are thinned together', () => {
  test('keep both ends of a straight line, and its corners', () => {
    expect(thin([0, 1, 2, 3, 2, 1, 0], 0.01)).toEqual([0, 3, 6])
    expect(thin([5], 1)).toEqual([0])
    expect(thin([], 1)).toEqual([])
  })

  test('keep the records that any one of them needs', () => {
    const flat = { values: [0, 0, 0, 0, 0], tolerance: 0.1 }
    const step = { values: [0, 0, 0, 9, 9], tolerance: 0.1 }
    expect(thinTogether([0, 10, 20, 30, 40], [flat, step])).toEqual([0, 2, 3, 4])
  })

  test('keep a jump at one moment', () => {
    expect(thinTogether([0, 10, 10, 20], [{ values: [0, 0, 9, 9], tolerance: 1 }])).toEqual([
      0, 1, 2, 3,
    ])
  })

  test('keep both sides of a gap, and the gap', () => {
    expect(thin([0, 0, 0, NaN, NaN, NaN, 0, 0, 0], 1)).toEqual([0, 2, 3, 5, 6, 8])
  })

  test('whatever the log: no record is farther from the line between kept ones than its tolerance', () => {
    const record = fc.record({
      stepMs: fc.integer({ min: 1, max: 50 }),
      a: fc.double({ min: -100, max: 100, noNaN: true }),
      b: fc.double({ min: -3, max: 3, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 80 }), (records) => {
        let timeMs = 0
        const times = records.map(({ stepMs }) => (timeMs += stepMs))
        const quantities = [
          { values: records.map(({ a }) => a), tolerance: 40 },
          { values: records.map(({ b }) => b), tolerance: 1.5 },
        ]
        const kept = thinTogether(times, quantities)
        expect(kept).toEqual([...new Set(kept)].toSorted((x, y) => x - y))
        expect([kept[0], kept.at(-1)]).toEqual([0, records.length - 1])
        for (const [index, time] of times.entries()) {
          const after = kept.findIndex((each) => each >= index)
          const [from, to] = [kept[Math.max(0, after - 1)] as number, kept[after] as number]
          const lengthMs = (times[to] as number) - (times[from] as number)
          const share = lengthMs > 0 ? (time - (times[from] as number)) / lengthMs : 1
          for (const { values, tolerance } of quantities) {
            const [start, end] = [values[from] as number, values[to] as number]
            const onLine = start + share * (end - start)
            expect(Math.abs(onLine - (values[index] as number))).toBeLessThan(tolerance + 1e-6)
          }
        }
      }),
    )
  })
})
