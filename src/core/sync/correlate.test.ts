import fc from 'fast-check'
import { expect, test } from 'vitest'
import { correlate, dependence } from './correlate.ts'
import { seededNumbers } from './testing/seeded-signals.ts'

/** Pearson's r of the values beside each other, by its definition; null if they are too few. */
function plainR(x: Float64Array, y: Float64Array, shift: number, least: number): number | null {
  const both = Array.from(x.keys()).flatMap((index) => {
    const [a, b] = [x[index], y[index - shift]]
    return a === undefined || b === undefined || Number.isNaN(a + b) ? [] : [[a, b] as const]
  })
  if (both.length < least) return null
  const mean = (of: 0 | 1): number => both.reduce((sum, pair) => sum + pair[of], 0) / both.length
  const [mx, my] = [mean(0), mean(1)]
  const sum = (f: (a: number, b: number) => number): number =>
    both.reduce((total, [a, b]) => total + f(a - mx, b - my), 0)
  return sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b))
}

test('the correlation at every shift is Pearson’s r of the values that both have, gaps or not', () => {
  const values = fc
    .array(fc.option(fc.integer({ min: -50, max: 50 }), { nil: NaN, freq: 8 }), {
      minLength: 8,
      maxLength: 40,
    })
    .map((each) => Float64Array.from(each))
  let comparedCount = 0
  fc.assert(
    fc.property(values, values, (x, y) => {
      const [video, log] = [x, y].map((each, index) => ({
        startMs: 1000 * index,
        stepMs: 20,
        values: each,
      })) as [Parameters<typeof correlate>[0], Parameters<typeof correlate>[1]]
      const curve = correlate(video, log, 5)
      curve.offsetsMs.forEach((offsetMs, index) => {
        const shift = index - (y.length - 1)
        expect(offsetMs).toBe(-1000 + 20 * shift)
        const r = curve.r[index] as number
        if (Number.isNaN(r)) return
        expect(r).toBeCloseTo(plainR(x, y, shift, 5) ?? NaN, 6)
        comparedCount++
      })
      const known = curve.r.filter((r) => !Number.isNaN(r))
      const least = Array.from(curve.counts).filter((count) => count >= 5)
      expect(known.length).toBeLessThanOrEqual(least.length)
    }),
    { seed: 20251027, numRuns: 200 },
  )
  expect(comparedCount).toBeGreaterThan(2000)
})

test('values that follow each other slowly count as fewer than they are', () => {
  const next = seededNumbers(3)
  const noise = Float64Array.from({ length: 2000 }, () => next() - 0.5)
  const slow = noise.map((_, index) =>
    noise.subarray(Math.max(0, index - 40), index + 1).reduce((a, b) => a + b, 0),
  )
  expect(dependence(noise, noise)).toBeLessThan(3)
  expect(dependence(slow, slow)).toBeGreaterThan(15)
})
