import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitSyncPoints, moveSyncPoints, timeBeforeLine, timeOnLine } from './sync-points.ts'
import type { SyncPoint } from './sync-points.ts'

const EPOCH_MS = 1_761_525_010_400

function point(videoMs: number, logMs: number, isLeftOut = false): SyncPoint {
  return { videoMs, logMs, isLeftOut }
}

describe('the line of sync points', () => {
  test('of one point has its offset, and the scale 1', () => {
    const { line } = fitSyncPoints([point(1000, 250)])
    expect(line.scale).toBe(1)
    expect(timeOnLine(1000, line)).toBe(250)
    expect(timeOnLine(1500, line)).toBe(750)
    expect(timeBeforeLine(750, line)).toBe(1500)
  })

  test('of two points goes through both', () => {
    const { line, residuals } = fitSyncPoints([point(1000, 250), point(3000, 2650)])
    expect(line.scale).toBeCloseTo(1.2, 12)
    expect(timeOnLine(1000, line)).toBeCloseTo(250, 9)
    expect(timeOnLine(3000, line)).toBeCloseTo(2650, 9)
    expect(residuals.map(({ isOutlier }) => isOutlier)).toEqual([false, false])
  })

  test('of more points is the least-squares line, and each point has its distance from it', () => {
    const { line, residuals } = fitSyncPoints([point(0, 0), point(100, 103), point(200, 200)])
    expect(line.scale).toBe(1)
    expect(residuals.map(({ residualMs }) => residualMs)).toEqual([-1, 2, -1])
  })

  test('follows a drift of 20 ppm on epoch times', () => {
    const points = [0, 200_000, 400_000, 600_000].map((sinceMs) =>
      point(EPOCH_MS + sinceMs, EPOCH_MS - 4000 + sinceMs * (1 + 20e-6)),
    )
    const { line } = fitSyncPoints(points)
    expect((line.scale - 1) * 1e6).toBeCloseTo(20, 2)
    expect(timeOnLine(EPOCH_MS + 300_000, line)).toBeCloseTo(EPOCH_MS + 296_006, 2)
  })

  test('does not follow a point that is left out, whose distance is still known', () => {
    const points = [point(0, 0), point(100, 100), point(200, 900, true)]
    const { line, residuals } = fitSyncPoints(points)
    expect(line.scale).toBe(1)
    expect(residuals[2]).toEqual({ residualMs: 700, isOutlier: true })
  })

  test('moves with the log, as a positive offset moves it', () => {
    expect(moveSyncPoints([point(1000.1, 250), point(2000, 1250, true)], 0.2)).toEqual([
      point(1000.3, 250),
      point(2000.2, 1250, true),
    ])
  })
})

describe('an outlier', () => {
  const nearLine = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => point(n * 1000, n * 1000 + (n % 2)))

  test('is further from the line than 3 times the median, and than 5 ms', () => {
    const { residuals } = fitSyncPoints([...nearLine, point(3500, 3600)])
    expect(residuals.map(({ isOutlier }) => isOutlier)).toEqual([
      ...nearLine.map(() => false),
      true,
    ])
  })

  test('is none within 5 ms, however close the others are', () => {
    const { residuals } = fitSyncPoints([...nearLine, point(3500, 3504)])
    expect(residuals.some(({ isOutlier }) => isOutlier)).toBe(false)
  })
})

describe('points that give no line are refused', () => {
  test.each<[string, SyncPoint[], RegExp]>([
    ['all left out', [point(0, 0, true)], /no point is in use/],
    ['all at one time of the video', [point(5, 0), point(5, 10)], /same time of the video/],
    ['a clock more than twice as fast', [point(0, 0), point(10, 21)], /2\.1 times as fast/],
    ['a clock less than half as fast', [point(0, 0), point(10, 4)], /0\.4 times as fast/],
    ['a clock that runs backwards', [point(0, 10), point(10, 0)], /-1 times as fast/],
  ])('%s', (_, points, fault) => {
    expect(() => fitSyncPoints(points)).toThrow(fault)
  })
})

/** Plain least squares in exact whole numbers of microseconds: slope and intercept as fractions. */
function plainLine(points: readonly SyncPoint[]): (videoMs: number) => number {
  const micros = (ms: number): bigint => BigInt(Math.round(ms * 1000))
  const n = BigInt(points.length)
  let [sx, sy, sxx, sxy] = [0n, 0n, 0n, 0n]
  for (const { videoMs, logMs } of points) {
    const [x, y] = [micros(videoMs), micros(logMs)]
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
  }
  const divisor = n * sxx - sx * sx
  const slope = n * sxy - sx * sy
  return (videoMs) => {
    // sy/n + slope/divisor · (x − sx/n), as one fraction
    const numerator = sy * divisor + slope * (n * micros(videoMs) - sx)
    const denominator = n * divisor
    return Number((numerator * 1000n) / denominator) / 1_000_000
  }
}

test('the fit is that of plain least squares, in exact arithmetic, on any times', () => {
  const start = fc.constantFrom(0, -5000, EPOCH_MS)
  const cases = fc.record({
    videoStart: start,
    logStart: start,
    scale: fc.double({ min: 0.7, max: 1.6, noNaN: true }),
    // Steps of the video in µs, and the error of each point in µs.
    steps: fc.array(
      fc.tuple(fc.integer({ min: 100_000, max: 9e8 }), fc.integer({ min: -9000, max: 9000 })),
      { minLength: 2, maxLength: 12 },
    ),
  })
  fc.assert(
    fc.property(cases, ({ videoStart, logStart, scale, steps }) => {
      let sinceMicros = 0
      const points = steps.map(([step, error]) => {
        sinceMicros += step
        const logMicros = Math.round(sinceMicros * scale) + error
        return point(videoStart + sinceMicros / 1000, logStart + logMicros / 1000)
      })
      const { line, residuals } = fitSyncPoints(points)
      const plain = plainLine(points)
      for (const [index, { videoMs, logMs }] of points.entries()) {
        expect(timeOnLine(videoMs, line)).toBeCloseTo(plain(videoMs), 2)
        expect(residuals[index]?.residualMs).toBeCloseTo(logMs - plain(videoMs), 2)
        expect(timeBeforeLine(timeOnLine(videoMs, line), line)).toBeCloseTo(videoMs, 2)
      }
    }),
    { seed: 20251027, numRuns: 500 },
  )
})
