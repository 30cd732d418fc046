import { countAtOrBefore } from '../../time/match.ts'
import { makeSignal } from '../signal.ts'
import type { Signal } from '../signal.ts'

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A drive as a function of seconds: stretches of random lengths with random speeds from 0 to 25 m/s. */
export function seededDrive(seed: number, durationS: number): (timeS: number) => number {
  const next = seededNumbers(seed)
  const turns: { atS: number; speed: number }[] = []
  for (let atS = -20; atS < durationS + 20; atS += 2 + 6 * next()) {
    turns.push({ atS, speed: 25 * next() })
  }
  const timesS = Float64Array.from(turns, ({ atS }) => atS)
  return (timeS) => {
    const begunCount = countAtOrBefore(timesS, timeS)
    const after = begunCount < turns.length ? Math.max(1, begunCount) : 1
    const [from, to] = [turns[after - 1], turns[after]]
    if (!from || !to) return 0
    const share = Math.min(1, Math.max(0, (timeS - from.atS) / (to.atS - from.atS)))
    return from.speed + (to.speed - from.speed) * share * share * (3 - 2 * share)
  }
}

/** A quantity as a log has it: at uneven times around an interval, with noise. */
export function sampled(
  quantity: (timeS: number) => number,
  { seed, startS, endS, intervalMs, noise = 0 }: SampledOptions,
): Signal {
  const next = seededNumbers(seed)
  const [timesMs, values]: [number[], number[]] = [[], []]
  for (let timeMs = startS * 1000; timeMs <= endS * 1000; timeMs += intervalMs) {
    const unevenMs = timeMs + (next() - 0.5) * intervalMs * 0.4
    timesMs.push(unevenMs)
    values.push(quantity(unevenMs / 1000) + noise * (next() + next() + next() - 1.5))
  }
  return makeSignal(timesMs, values)
}

export interface SampledOptions {
  seed: number
  startS: number
  endS: number
  intervalMs: number
  noise?: number
}

/** The signal as a log has it whose clock is behind by an offset, and runs faster by a drift. */
export function onOtherClock({ timesMs, ...rest }: Signal, offsetMs: number, ppm = 0): Signal {
  return { ...rest, timesMs: timesMs.map((timeMs) => (timeMs - offsetMs) * (1 + ppm / 1e6)) }
}
