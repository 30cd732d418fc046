import { describe, expect, test } from 'vitest'
import { fineEvidence } from './fine-evidence.ts'
import { makeSignal } from './signal.ts'
import type { Signal } from './signal.ts'
import { onOtherClock, sampled, seededDrive, seededNumbers } from './testing/seeded-signals.ts'

/** Trembling of two clocks: what both feel, and what each adds. */
function trembling(seed: number, noise: number): Signal {
  const shared = seededNumbers(99)
  const own = seededNumbers(seed)
  const timesMs = Float64Array.from({ length: 600 }, (_, index) => index * 33)
  return makeSignal(
    timesMs,
    timesMs.map(() => shared() - 0.5 + noise * (own() - 0.5)),
  )
}

describe('the fine structure', () => {
  const video = trembling(1, 1.5)
  const log = onOtherClock(trembling(2, 1.5), 4000)

  test('confirms the shift at which two signals tremble together', () => {
    expect(fineEvidence([{ video, log }], 4000, 70)).toBeGreaterThan(8)
  })

  test('says nothing of other shifts', () => {
    for (const offsetMs of [1000, 2500, 5500, 7000]) {
      expect(fineEvidence([{ video, log }], offsetMs, 70)).toBeLessThan(3)
    }
  })

  test('counts every axis that was looked at', () => {
    const other = { video: trembling(3, 1e6), log: trembling(4, 1e6) }
    const [one, many] = [[], Array.from({ length: 8 }, () => other)].map((others) =>
      fineEvidence([{ video, log }, ...others], 4000, 70),
    ) as [number, number]
    expect(many).toBeCloseTo(one - Math.log(9), 0)
  })

  test('has nothing to say of signals without one', () => {
    const steady = sampled(() => 3, { seed: 1, startS: 0, endS: 30, intervalMs: 33 })
    expect(fineEvidence([{ video: steady, log: steady }], 0, 70)).toBe(0)
    const few = sampled(seededDrive(1, 2), { seed: 1, startS: 0, endS: 1, intervalMs: 33 })
    expect(fineEvidence([{ video: few, log: few }], 0, 70)).toBe(0)
  })
})
