import { describe, expect, test } from 'vitest'
import { LoadTimes, nextSpeed, PlayClock } from './play-clock.ts'

describe('the clock of the player', () => {
  test('runs at its rate from when and where it is started', () => {
    const clock = new PlayClock(50_000, 0.5)
    expect([clock.isRunning, clock.isReached(50_000, 1000)]).toEqual([false, false])
    clock.start(1000)
    expect([clock.isRunning, clock.isReached(50_000, 1000)]).toEqual([true, true])
    expect(clock.isReached(50_100, 1199)).toBe(false)
    expect(clock.isReached(50_100, 1200)).toBe(true)
  })

  test('runs backwards: a time is reached when it lies ahead no more', () => {
    const clock = new PlayClock(10_000, -2)
    clock.start(0)
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

  test('expects the longest but one of the last five times of loading', () => {
    const times = new LoadTimes()
    expect(times.expectedMs).toBe(0)
    for (const ms of [40, 10, 20, 90, 20]) times.add(ms)
    expect(times.expectedMs).toBe(40)
    times.add(10)
    expect(times.expectedMs).toBe(20)
  })
})
