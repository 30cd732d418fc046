import { expect, test } from 'vitest'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import { alignTimeMs } from '../time/match.ts'
import { candidateSettings } from './sync-settings.ts'

const RANGE_MS = [1000, 601_000] as const

test('a candidate without a certain drift becomes an offset, to a tenth of a millisecond', () => {
  const plain = { timeOffsetMs: 12.3, timeScale: 1, syncPoints: [] }
  for (const [driftPpm, driftPlusMinusPpm] of [
    [null, null],
    [30, 40],
  ] as const) {
    const candidate = { offsetMs: 12.345, atMs: 301_000, driftPpm, driftPlusMinusPpm }
    expect(candidateSettings(candidate, RANGE_MS)).toEqual(plain)
  }
})

test('a candidate with a drift becomes two sync points, with its offset where it holds', () => {
  const candidate = { offsetMs: 500, atMs: 301_000, driftPpm: 200, driftPlusMinusPpm: 10 }
  const settings = candidateSettings(candidate, RANGE_MS)
  expect(settings).toMatchObject({ timeOffsetMs: 0, timeScale: 1 })
  const matching = { ...defaultSensorConfig(), ...settings }
  expect(alignTimeMs(301_000, matching)).toBeCloseTo(300_500, 6)
  expect(alignTimeMs(601_000, matching)).toBeCloseTo(600_560, 6)
})
