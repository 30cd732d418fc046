import { expect, test } from 'vitest'
import { measureTiming } from './frame-times.ts'

const framesAt = (timesMs: number[]): Parameters<typeof measureTiming>[0] =>
  timesMs.map((timestampMs, frameIndex) => ({ frameIndex, timestampMs, fileName: null }))

test('the rate is right even with jitter of whole milliseconds and with a gap', () => {
  const timesMs = Array.from({ length: 300 }, (_, index) => {
    const gapMs = index > 150 ? 60_000 : 0
    return Math.round((index * 1000) / 30) + gapMs
  })
  const timing = measureTiming(framesAt(timesMs), 'timestamps.csv')
  expect(timing?.framesPerSecond).toBeCloseTo(30, 1)
  expect(timing?.jitterMs).toBe(0.5)
  expect(timing?.rangeMs).toEqual([0, 69_967])
})

test('the range contains every time, in whatever order the rows are', () => {
  expect(measureTiming(framesAt([20, 0, 10]), null)).toMatchObject({
    source: 'assumed',
    rangeMs: [0, 20],
  })
})

test('a single frame has no rate, and no frames have no timing', () => {
  expect(measureTiming(framesAt([7]), null)).toMatchObject({ framesPerSecond: 0, jitterMs: 0 })
  expect(measureTiming([], null)).toBeNull()
})
