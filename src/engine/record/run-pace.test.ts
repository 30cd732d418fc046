import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RunPace } from './run-pace.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date'] }))
afterEach(() => void vi.useRealTimers())

/** A run of one frame each 100 ms. */
function work(pace: RunPace, frameCount: number): void {
  for (let frame = 0; frame < frameCount; frame++) {
    vi.advanceTimersByTime(100)
    pace.noteFrame()
  }
}

describe('a pause', () => {
  test('changes neither the speed nor the time left', () => {
    const pace = new RunPace()
    work(pace, 20)
    const before = pace.measure(20, 50)
    expect(before).toEqual({
      elapsedMs: 2000,
      framesPerSecondNow: 10,
      framesPerSecondMean: 10,
      remainingMs: 5000,
    })
    pace.setPaused(true)
    vi.advanceTimersByTime(60_000)
    expect(pace.measure(20, 50)).toEqual(before)
    pace.setPaused(false)
    expect(pace.measure(20, 50)).toEqual(before)
    work(pace, 10)
    expect(pace.measure(30, 40)).toMatchObject({ elapsedMs: 3000, framesPerSecondNow: 10 })
  })

  test('begins when the frames in hand are done', () => {
    const pace = new RunPace()
    work(pace, 20)
    pace.setPaused(true)
    work(pace, 3)
    vi.advanceTimersByTime(5000)
    pace.setPaused(false)
    expect(pace.elapsedMs).toBe(2300)
    pace.end()
    expect(pace.pausedMs).toBe(5000)
  })

  test('in which the run ends is not counted either', () => {
    const pace = new RunPace()
    work(pace, 20)
    pace.setPaused(true)
    vi.advanceTimersByTime(5000)
    pace.end()
    vi.advanceTimersByTime(5000)
    expect([pace.elapsedMs, pace.pausedMs]).toEqual([2000, 5000])
  })
})
