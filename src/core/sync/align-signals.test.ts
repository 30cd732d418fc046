import { describe, expect, test } from 'vitest'
import { alignSignals } from './align-signals.ts'
import { computeSync } from './compute-sync.ts'
import type { ComputedSync } from './compute-sync.ts'
import type { Signal } from './signal.ts'
import { makeSignal } from './signal.ts'
import { onOtherClock, sampled, seededDrive, seededNumbers } from './testing/seeded-signals.ts'

const SEEDS = [0, 1]
const SHIFTS_MS = [-9871, 41, 9999]

function drive(seed: number, durationS: number, intervalMs: number, noise = 0): Signal {
  return sampled(seededDrive(seed, durationS), {
    seed,
    startS: 0,
    endS: durationS,
    intervalMs,
    noise,
  })
}

function sync(video: Signal, log: Signal): ComputedSync {
  return computeSync(
    [{ quantity: 'speed', name: 'the road', signal: video, isIndirect: false }],
    [{ quantity: 'speed', field: 'speed', signal: log }],
  )
}

describe('a log of the same drive', () => {
  test.each(SHIFTS_MS)('that lies %i ms away is found within 10 ms, and surely', (shiftMs) => {
    const video = drive(4, 60, 33.3, 1)
    const log = onOtherClock(drive(4, 60, 100), shiftMs)
    const { verdict, candidates } = sync(video, log)
    expect(verdict).toBe('high')
    expect(Math.abs((candidates[0]?.offsetMs ?? NaN) - shiftMs)).toBeLessThan(10)
  })

  test('that covers ten times as long as the video is found in its place', () => {
    const speed = seededDrive(8, 600)
    const video = sampled(speed, { seed: 1, startS: 400, endS: 460, intervalMs: 40, noise: 1 })
    const log = sampled(speed, { seed: 2, startS: 0, endS: 600, intervalMs: 100 })
    const [best] = alignSignals(video, log, false)?.candidates ?? []
    expect(Math.abs(best?.offsetMs ?? NaN)).toBeLessThan(10)
    expect(best?.confidence).toBeGreaterThan(0.9)
  })

  test('whose sign is the other one is found where the sign is free, and only there', () => {
    const video = drive(5, 60, 40)
    const { timesMs, values } = onOtherClock(drive(5, 60, 40), 2500)
    const log = makeSignal(
      timesMs,
      values.map((value) => -value),
    )
    const [free] = alignSignals(video, log, true)?.candidates ?? []
    expect(free?.offsetMs).toBeCloseTo(2500, -1)
    expect(free?.r).toBeLessThan(-0.99)
    const [bound] = alignSignals(video, log, false)?.candidates ?? []
    expect(bound?.confidence ?? 0).toBeLessThan(0.3)
  })

  test.each([200])('whose clock drifts by %i ppm over 10 minutes tells it within 20', (ppm) => {
    const video = drive(6, 600, 33.3, 1)
    const [best] =
      alignSignals(video, onOtherClock(drive(6, 600, 100), 3000, ppm), false)?.candidates ?? []
    expect(Math.abs((best?.driftPpm ?? NaN) - ppm)).toBeLessThan(20)
    expect(Math.abs((best?.driftPpm ?? NaN) - ppm)).toBeLessThan(best?.driftPlusMinusPpm ?? NaN)
    // In the middle, the log is 3000 ms away and what the drift has added by then.
    expect(best?.offsetMs).toBeCloseTo(3000 - (297_000 * ppm) / 1e6, -1.5)
  })
})

describe('a recording that cannot tell says so', () => {
  test.each(SEEDS)('of a log of another drive (%i)', (seed) => {
    const { verdict } = sync(drive(20 + seed, 60, 33.3, 1), drive(40 + seed, 90, 100))
    expect(verdict).toBe('cannot_tell')
  })

  test.each(SEEDS)('of a still picture with the noise of a camera (%i)', (seed) => {
    const still = sampled(() => 0, { seed, startS: 0, endS: 60, intervalMs: 33.3, noise: 1 })
    expect(sync(still, drive(seed, 60, 100)).verdict).toBe('cannot_tell')
    const nothing = sampled(() => 0, { seed, startS: 0, endS: 60, intervalMs: 33.3 })
    expect(sync(nothing, drive(seed, 60, 100)).verdict).toBe('cannot_tell')
  })

  test.each(SEEDS)('of a constant speed (%i)', (seed) => {
    const next = seededNumbers(seed)
    const steady = sampled(() => 13 + 0.1 * Math.round(next()), {
      seed,
      startS: 0,
      endS: 60,
      intervalMs: 100,
    })
    const video = sampled(() => 13, {
      seed: seed + 1,
      startS: 0,
      endS: 60,
      intervalMs: 33.3,
      noise: 1,
    })
    expect(sync(video, steady).verdict).toBe('cannot_tell')
  })

  test('of a speed that goes up and down evenly: several shifts fit equally well', () => {
    const wave = (timeS: number): number => 15 + 5 * Math.sin(timeS)
    const video = sampled(wave, { seed: 1, startS: 0, endS: 60, intervalMs: 33.3, noise: 0.2 })
    const log = sampled(wave, { seed: 2, startS: -60, endS: 120, intervalMs: 100 })
    expect(sync(video, log).verdict).not.toBe('high')
  })

  test('of signals that are too short', () => {
    expect(sync(drive(1, 1, 100), drive(1, 60, 100)).verdict).toBe('cannot_tell')
    expect(sync(makeSignal([], []), drive(1, 60, 100)).verdict).toBe('cannot_tell')
  })
})
