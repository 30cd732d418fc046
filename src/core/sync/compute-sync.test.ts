import { describe, expect, test } from 'vitest'
import { computeSync } from './compute-sync.ts'
import type { VideoSignal } from './compute-sync.ts'
import type { LogSignal, SyncQuantity } from './log-signals.ts'
import { makeSignal } from './signal.ts'
import type { Signal } from './signal.ts'
import { onOtherClock, sampled, seededDrive, seededNumbers } from './testing/seeded-signals.ts'

const ofVideo = (quantity: SyncQuantity, signal: Signal, isIndirect = false): VideoSignal => ({
  quantity,
  name: `the ${quantity}`,
  signal,
  isIndirect,
})
const ofLog = (quantity: SyncQuantity, signal: Signal): LogSignal => ({
  quantity,
  field: quantity,
  signal,
})

function drive(seed: number, intervalMs: number, noise = 0): Signal {
  const range = { seed, startS: 0, endS: 60, intervalMs, noise }
  return sampled(seededDrive(seed, 60), range)
}

/** Still, but for one turn at the end; and it trembles all the time, as its seed says. */
function oneTurn(trembleSeed: number, noiseSeed: number): Signal {
  const [tremble, noise] = [seededNumbers(trembleSeed), seededNumbers(noiseSeed)]
  const timesMs = Float64Array.from({ length: 400 }, (_, index) => index * 33)
  return makeSignal(
    timesMs,
    timesMs.map((_, index) => Math.max(0, index - 380) ** 2 + tremble() + noise() - 1),
  )
}

describe('a log and a video', () => {
  test('that have no quantity in common are told so', () => {
    const { verdict, reason, pair } = computeSync(
      [ofVideo('speed', drive(1, 40))],
      [ofLog('turn', drive(1, 100))],
    )
    expect([verdict, pair]).toEqual(['cannot_tell', null])
    expect(reason).toContain('has no quantity that the video has too')
  })

  test('are compared by the quantity that tells more', () => {
    const { verdict, pair, candidates } = computeSync(
      [ofVideo('turn', drive(2, 40)), ofVideo('speed', drive(3, 40, 1))],
      [ofLog('turn', drive(4, 100)), ofLog('speed', onOtherClock(drive(3, 100), 1500))],
    )
    expect(verdict).toBe('high')
    expect(pair?.log.field).toBe('speed')
    expect(Math.abs((candidates[0]?.offsetMs ?? NaN) - 1500)).toBeLessThan(20)
  })

  test('that are copies of each other are sure, although there are many axes', () => {
    const axes = [5, 6, 7].map((seed) => oneTurn(seed, seed))
    const { verdict, candidates } = computeSync(
      axes.map((signal) => ofVideo('turn', signal)),
      axes.map((signal) => ofLog('turn', onOtherClock(signal, 2000))),
    )
    expect([verdict, Math.round(candidates[0]?.offsetMs ?? NaN)]).toEqual(['high', 2000])
  })

  test('are never sure by what other things than the motion make too', () => {
    const log = [ofLog('speed', onOtherClock(drive(3, 100), 1500))]
    expect(computeSync([ofVideo('speed', drive(3, 40, 1), true)], log).verdict).toBe('low')
    const { reason } = computeSync([ofVideo('speed', drive(3, 40), true)], log)
    expect(reason).not.toContain('can be wrong by some frames')
    expect(reason).toContain('not so well that no other shift is possible')
  })

  test('are never sure by what turns and the lens show in too, and the ± says so', () => {
    const log = [ofLog('speed', onOtherClock(drive(3, 100), 1500))]
    const video = ofVideo('speed', drive(3, 40))
    const [sure, rough] = [video, { ...video, isRough: true }].map((each) =>
      computeSync([each], log),
    )
    expect([sure?.verdict, rough?.verdict]).toEqual(['high', 'low'])
    expect(rough?.reason).toContain('can be wrong by some frames')
    expect(rough?.candidates[0]?.plusMinusMs).toBeGreaterThanOrEqual(100)
    expect(rough?.candidates[0]?.offsetMs).toBe(sure?.candidates[0]?.offsetMs)
  })

  test.each([0, 4])('with noise %i lie within their ± in 9 of 10 recordings', (noise) => {
    const FRAME_MS = 100
    const found = Array.from({ length: 20 }, (_, seed) => {
      const speed = seededDrive(900 + seed, 40)
      const range = { startS: 0, endS: 40 }
      const video = sampled(speed, { ...range, seed, intervalMs: FRAME_MS, noise })
      const log = sampled(speed, { ...range, seed: seed + 50, intervalMs: 200 })
      // When in its frame a picture was taken is not known.
      const lateMs = (seededNumbers(seed)() - 0.5) * FRAME_MS
      const signal = { ...ofVideo('speed', video), takenWithinMs: FRAME_MS }
      const { candidates } = computeSync([signal], [ofLog('speed', onOtherClock(log, lateMs))])
      return candidates[0] ?? { offsetMs: NaN, plusMinusMs: NaN }
    })
    const isWithin = ({ offsetMs, plusMinusMs }: (typeof found)[number]): boolean =>
      Math.abs(offsetMs) <= plusMinusMs
    expect(found.filter(isWithin).length).toBeGreaterThanOrEqual(18)
    const spreads = found.map(({ plusMinusMs }) => plusMinusMs).sort((a, b) => a - b)
    expect(spreads[10], 'half of them tell it within two frames').toBeLessThan(2 * FRAME_MS)
  })

  test('with coloured noise lie within their ± in 9 of 10 recordings', () => {
    const isWithin = Array.from({ length: 20 }, (_, seed) => {
      const speed = seededDrive(900 + seed, 40)
      const range = { startS: 0, endS: 40 }
      const clean = sampled(speed, { ...range, seed, intervalMs: 100 })
      const next = seededNumbers(seed + 77)
      let error = 0
      const values = clean.values.map((value) => {
        error = 0.9 * error + 2 * (next() + next() + next() - 1.5)
        return value + error
      })
      const log = sampled(speed, { ...range, seed: seed + 50, intervalMs: 200 })
      const { candidates } = computeSync(
        [ofVideo('speed', { ...clean, values })],
        [ofLog('speed', onOtherClock(log, 1234))],
      )
      const { offsetMs = NaN, plusMinusMs = NaN } = candidates[0] ?? {}
      return Math.abs(offsetMs - 1234) <= plusMinusMs
    })
    expect(isWithin.filter(Boolean).length).toBeGreaterThanOrEqual(18)
  })

  test('that share one turn are sure only if they tremble together too', () => {
    const sync = (trembleSeed: number): string =>
      computeSync(
        [ofVideo('turn', oneTurn(5, 6))],
        [ofLog('turn', onOtherClock(oneTurn(trembleSeed, 7), 2000))],
      ).verdict
    expect(sync(5)).toBe('high')
    expect(sync(8)).not.toBe('high')
  })

  test('are as sure by several nearly equal signals of one name as by one of them', () => {
    const log = [ofLog('speed', onOtherClock(drive(3, 100, 8), 1500))]
    const confidenceOf = (video: VideoSignal[]): number =>
      computeSync(video, log).candidates[0]?.confidence ?? NaN
    const roads = [0, 1, 2].map(() => ofVideo('speed', drive(3, 40, 8), true))
    const one = confidenceOf(roads.slice(0, 1))
    expect(one).toBeLessThan(0.99)
    expect(confidenceOf(roads)).toBeCloseTo(one)
    const named = roads.map((each, index) => ({ ...each, name: `signal ${index}` }))
    expect(confidenceOf(named)).toBeLessThan(0.9 * one)
  })

  test('of two drives fit no better when there are many pairs to choose from', () => {
    for (const seed of [1, 2]) {
      const roads = [0, 1, 2].map((each) => ofVideo('speed', drive(10 * seed + each, 40, 1)))
      expect(computeSync(roads, [ofLog('speed', drive(500 + seed, 100))]).verdict).toBe(
        'cannot_tell',
      )
    }
  })
})
