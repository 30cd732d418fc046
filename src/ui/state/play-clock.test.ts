import { describe, expect, test } from 'vitest'
import { LoadTimes, nextSpeed, PlayClock } from './play-clock.ts'

describe('the clock of the player', () => {
  test('runs at its rate from where it started', () => {
    const clock = new PlayClock(1000, 50_000, 0.5)
    expect([1000, 1200, 3000].map((nowMs) => clock.dueMs(nowMs))).toEqual([50_000, 50_100, 51_000])
    expect(clock.isReached(50_100, 1199)).toBe(false)
    expect(clock.isReached(50_100, 1200)).toBe(true)
  })

  test('runs backwards: a time is reached when it lies ahead no more', () => {
    const clock = new PlayClock(0, 10_000, -2)
    expect(clock.dueMs(1000)).toBe(8000)
    expect([9000, 8000, 7000].map((timeMs) => clock.isReached(timeMs, 1000))).toEqual([
      true,
      true,
      false,
    ])
  })

  test('has speeds from 0.1 to 8', () => {
    expect([nextSpeed(1, 1), nextSpeed(8, 1), nextSpeed(1, -1), nextSpeed(0.1, -1)]).toEqual([
      2, 8, 0.5, 0.1,
    ])
  })

  test('expects the longest of the last five times of loading', () => {
    const times = new LoadTimes()
    expect(times.longestMs).toBe(0)
    for (const ms of [90, 10, 20, 30, 20]) times.add(ms)
    expect(times.longestMs).toBe(90)
    times.add(10)
    expect(times.longestMs).toBe(30)
  })
})
