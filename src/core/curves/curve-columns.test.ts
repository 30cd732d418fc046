import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillColumns } from './curve-columns.ts'
import type { CurveBuckets, CurveColumns } from './curve-columns.ts'
import { CurvePyramid } from './curve-pyramid.ts'
import type { CurveLevel } from './curve-pyramid.ts'

const WIDTH = 40

function columns(): CurveColumns {
  return { lows: new Float64Array(WIDTH), highs: new Float64Array(WIDTH) }
}

function bucketsOf({ size, lows, highs }: CurveLevel, doneCount: number): CurveBuckets {
  return { size, lows, highs, firstBucket: 0, doneCount }
}

const records = fc
  .array(
    fc.record({
      stepMs: fc.integer({ min: 0, max: 30 }),
      value: fc.option(fc.integer({ min: -100, max: 100 }), { freq: 8 }),
    }),
    { minLength: 1, maxLength: 400 },
  )
  .map((list) => {
    let timeMs = 0
    const timesMs = Float64Array.from(list, ({ stepMs }) => (timeMs += stepMs))
    return { timesMs, values: list.map(({ value }) => value ?? NaN) }
  })
const windows = fc
  .tuple(fc.integer({ min: -200, max: 4000 }), fc.integer({ min: 1, max: 6000 }))
  .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs, longestMs: Infinity }))

describe('a curve in columns', () => {
  test('passes through every record that is seen, at every level', () => {
    fc.assert(
      fc.property(records, windows, ({ timesMs, values }, window) => {
        const pyramid = new CurvePyramid(values.length)
        for (const value of values) pyramid.take(value)
        for (const level of pyramid.levels) {
          const found = columns()
          fillColumns(bucketsOf(level, values.length), timesMs, window, found)
          const columnsPerMs = WIDTH / (window.toMs - window.fromMs)
          timesMs.forEach((timeMs, index) => {
            const column = Math.floor((timeMs - window.fromMs) * columnsPerMs)
            const value = values[index] as number
            if (column < 0 || column >= WIDTH || Number.isNaN(value)) return
            expect(found.lows[column]).toBeLessThanOrEqual(value)
            expect(found.highs[column]).toBeGreaterThanOrEqual(value)
          })
        }
      }),
      { numRuns: 200 },
    )
  })

  test('of single records is the line through them, and nothing else', () => {
    fc.assert(
      fc.property(records, windows, ({ timesMs, values }, window) => {
        const found = columns()
        const list = Float64Array.from(values)
        fillColumns(
          { size: 1, firstBucket: 0, lows: list, highs: list, doneCount: list.length },
          timesMs,
          window,
          found,
        )
        const plain = drawPlainly(timesMs, values, window)
        const rounded = (list: Iterable<number>): number[] =>
          Array.from(list, (value) => Math.round(value * 1e6) / 1e6 + 0)
        expect(rounded(found.lows)).toEqual(rounded(plain.map(([low]) => low)))
        expect(rounded(found.highs)).toEqual(rounded(plain.map(([, high]) => high)))
      }),
      { numRuns: 200 },
    )
  })

  test('is not drawn over a gap of the log', () => {
    const timesMs = Float64Array.of(0, 1000, 3000, 4000)
    const list = Float64Array.of(5, 5, 5, 5)
    const found = columns()
    const window = { fromMs: 0, toMs: 4000, longestMs: 1500 }
    fillColumns(
      { size: 1, firstBucket: 0, lows: list, highs: list, doneCount: 4 },
      timesMs,
      window,
      found,
    )
    expect([...found.lows].map((low) => (Number.isNaN(low) ? '-' : '#')).join('')).toBe(
      `${'#'.repeat(11)}${'-'.repeat(19)}${'#'.repeat(10)}`,
    )
  })

  test('shows what is read so far', () => {
    const timesMs = Float64Array.from({ length: 100 }, (_, index) => index)
    const pyramid = new CurvePyramid(100)
    for (let index = 0; index < 50; index++) pyramid.take(1)
    const found = columns()
    fillColumns(
      bucketsOf(pyramid.levelFor(4), pyramid.doneCount),
      timesMs,
      { fromMs: 0, toMs: 100, longestMs: Infinity },
      found,
    )
    expect(found.lows.findLastIndex((low) => !Number.isNaN(low))).toBe(19)
  })
})

/** Every line between two records by itself, cut at the edges of the columns. */
function drawPlainly(
  timesMs: Float64Array,
  values: readonly number[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): [low: number, high: number][] {
  const columnsPerMs = WIDTH / (toMs - fromMs)
  const positions = Array.from(timesMs, (timeMs) => (timeMs - fromMs) * columnsPerMs)
  return Array.from({ length: WIDTH }, (_, column) => {
    const seen: number[] = []
    values.forEach((value, index) => {
      const position = positions[index] as number
      if (Math.floor(position) === column && !Number.isNaN(value)) seen.push(value)
      const [next = NaN, nextPosition = NaN] = [values[index + 1], positions[index + 1]]
      if (Number.isNaN(value) || Number.isNaN(next) || nextPosition === position) return
      const [start, end] = [Math.max(position, column), Math.min(nextPosition, column + 1)]
      if (start > end || start === column + 1) return
      for (const at of [start, end]) {
        seen.push(value + ((next - value) * (at - position)) / (nextPosition - position))
      }
    })
    return seen.length === 0 ? [NaN, NaN] : [Math.min(...seen), Math.max(...seen)]
  })
}
