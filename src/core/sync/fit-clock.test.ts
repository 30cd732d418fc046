import { expect, test } from 'vitest'
import { fitClock } from './fit-clock.ts'
import type { ClockFit } from './fit-clock.ts'
import { SignalMeans } from './signal.ts'
import type { Signal } from './signal.ts'
import { onOtherClock, sampled, seededDrive } from './testing/seeded-signals.ts'

function drive(seed: number, noise: number, durationS = 60): Signal {
  return sampled(seededDrive(seed, durationS), {
    seed: seed + 100,
    startS: 0,
    endS: durationS,
    intervalMs: 50,
    noise,
  })
}

function fit(video: Signal, log: Signal, aroundMs: number, hasDrift = false): ClockFit | null {
  const options = { aroundMs, reachMs: 1000, widthMs: 100, blockMs: 1000, hasDrift }
  return fitClock(video.timesMs, video.values, new SignalMeans(log), options)
}

test('a clock is found from 200 ms away, and what stands out does not pull it', () => {
  const { timesMs, values, ...rest } = drive(1, 0.5)
  // For six seconds, a lorry is measured instead of the road.
  const lorry = values.map((value, index) =>
    (timesMs[index] as number) > 20_000 && (timesMs[index] as number) < 26_000 ? 30 : value,
  )
  const log = onOtherClock(drive(1, 0), 700)
  const found = fit({ timesMs, values: lorry, ...rest }, log, 900)
  expect(Math.abs((found?.offsetMs ?? NaN) - 700)).toBeLessThan(20)
})

test('two standard deviations cover the error of most recordings, and are not wide for nothing', () => {
  const found = Array.from({ length: 20 }, (_, seed) =>
    fit(drive(seed, 4), onOtherClock(drive(seed, 0), 300), 350),
  )
  const covered = found.filter((each) => each && Math.abs(each.offsetMs - 300) <= 2 * each.sigmaMs)
  expect(covered.length).toBeGreaterThanOrEqual(16)
  const sigmas = found.map((each) => each?.sigmaMs ?? Infinity).sort((a, b) => a - b)
  expect(sigmas[10]).toBeLessThan(60)
})

test('a drift is found with the shift', () => {
  const log = onOtherClock(drive(7, 0, 300), 300, 400)
  const found = fit(drive(7, 0.5, 300), log, 200, true)
  expect(Math.abs((found?.drift ?? NaN) * 1e6 - 400)).toBeLessThan(20)
})

test('a log that never changes, and a fit that runs away, give nothing', () => {
  const still = sampled(() => 5, { seed: 1, startS: 0, endS: 60, intervalMs: 50 })
  expect(fit(drive(1, 0), still, 0)).toBeNull()
  expect(fit(drive(1, 0), onOtherClock(drive(1, 0), 3000), 0)).toBeNull()
})
