import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PacketTurns } from './packet-turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The times of the pictures that a decoder gets: 0 ms, 10 ms and so on to 1,000 ms. */
function decode(turns: PacketTurns): number[] {
  const got = [0]
  const pump = async (): Promise<void> => {
    for (let timeMs = 0; timeMs < 1000; timeMs += 10) {
      if (!(await turns.next(timeMs))) break
      got.push(timeMs + 10)
    }
    got.push(NaN)
  }
  void pump()
  return got
}

test('behind the last wanted picture, a decoder gets four more, and then one at a time', async () => {
  const got = decode(new PacketTurns({ fromMs: 0, untilMs: 200, goesOn: true }))
  await vi.advanceTimersByTimeAsync(1)
  expect(got.at(-1)).toBe(240)
  await vi.advanceTimersByTimeAsync(8)
  expect(got.at(-1)).toBe(250)
})

test('when that picture is there, it gets nothing until others are wanted', async () => {
  const turns = new PacketTurns({ fromMs: 0, untilMs: 200, goesOn: true })
  const got = decode(turns)
  await vi.advanceTimersByTimeAsync(1)
  turns.rest()
  await vi.advanceTimersByTimeAsync(1000)
  expect(got.at(-1)).toBeLessThanOrEqual(250)
  turns.want({ fromMs: 0, untilMs: 400, goesOn: true })
  await vi.advanceTimersByTimeAsync(1)
  expect(got.at(-1)).toBe(440)
})

test('a decoder that does not go on ends with that picture', async () => {
  const got = decode(new PacketTurns({ fromMs: 0, untilMs: 200, goesOn: false }))
  await vi.advanceTimersByTimeAsync(1)
  expect(got.slice(-2)).toEqual([200, NaN])
})

test('without a last one, it gets all of them', async () => {
  const turns = new PacketTurns({ fromMs: 0, untilMs: Infinity, goesOn: true })
  const got = decode(turns)
  turns.rest()
  await vi.advanceTimersByTimeAsync(1)
  expect(got.slice(-2)).toEqual([1000, NaN])
})

test('a decoder that waits can be ended', async () => {
  const turns = new PacketTurns({ fromMs: 0, untilMs: 200, goesOn: true })
  const got = decode(turns)
  await vi.advanceTimersByTimeAsync(1)
  turns.end()
  await vi.advanceTimersByTimeAsync(1)
  expect(got.slice(-2)).toEqual([240, NaN])
})
