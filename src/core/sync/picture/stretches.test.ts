import { describe, expect, test } from 'vitest'
import { computeSync } from '../compute-sync.ts'
import type { ComputedSync } from '../compute-sync.ts'
import { makeSignal } from '../signal.ts'
import type { Signal } from '../signal.ts'
import { candidateSettings } from '../sync-settings.ts'
import { defaultSensorConfig } from '../../config/overlay-config.ts'
import { alignTimeMs } from '../../time/match.ts'
import { onOtherClock, sampled, seededDrive } from '../testing/seeded-signals.ts'
import { placesForStretches, richestStretches } from './stretches.ts'
import type { FrameRun, StretchFrames } from './stretches.ts'

const FRAME_MS = 40
const HOUR_S = 3600
const timesMs = Float64Array.from({ length: (HOUR_S * 1000) / FRAME_MS }, (_, at) => at * FRAME_MS)
/** A key frame every two seconds. */
const frames: StretchFrames = { timesMs, isStart: (position) => position % 50 === 0 }
const NOTHING = makeSignal([], [])

/** What the frames of these runs show of a quantity. */
function seenIn(whole: Signal, runs: readonly FrameRun[]): Signal {
  const [times, values]: [number[], number[]] = [[], []]
  for (const { from, to } of runs) {
    for (let position = from; position < to; position++) {
      times.push(whole.timesMs[position] as number)
      values.push(whole.values[position] as number)
    }
  }
  return makeSignal(times, values)
}

function stretchesOf(whole: Signal): FrameRun[] {
  const parts = placesForStretches(frames) ?? []
  const probes = parts.flat().flatMap((place) => place.probes)
  const probed = { turn: seenIn(whole, probes), tilt: NOTHING, motion: NOTHING }
  return richestStretches(parts, timesMs, probed)
}

function filmed(quantity: (timeS: number) => number, noise: number): Signal {
  const whole = sampled(quantity, { seed: 3, startS: 0, endS: HOUR_S, intervalMs: FRAME_MS, noise })
  return { ...whole, timesMs }
}

function logged(quantity: (timeS: number) => number): Signal {
  return sampled(quantity, { seed: 5, startS: -30, endS: HOUR_S + 30, intervalMs: 100 })
}

function compare(video: Signal, log: Signal): ComputedSync {
  return computeSync(
    [{ quantity: 'speed', name: 'the picture', signal: video, isIndirect: false }],
    [{ quantity: 'speed', field: 'speed', signal: log }],
  )
}

describe('of an hour', () => {
  test('3 to 5 stretches are measured, apart from each other, which begin where decoding can begin', () => {
    const runs = stretchesOf(filmed(seededDrive(1, HOUR_S), 1))
    expect([3, 4, 5]).toContain(runs.length)
    expect(runs.every(({ from }) => frames.isStart(from))).toBe(true)
    expect(runs.slice(1).every(({ from }, index) => from >= (runs[index]?.to ?? NaN))).toBe(true)
    const measured = runs.reduce((sum, { from, to }) => sum + to - from, 0)
    expect(measured * FRAME_MS).toBeLessThanOrEqual(5 * 45_000)
    const probes = (placesForStretches(frames) ?? []).flat().flatMap((place) => place.probes)
    expect(probes.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThan(1000)
  })

  test('those stretches are measured that are rich in motion', () => {
    const drive = seededDrive(2, HOUR_S)
    // In each fifth of it, something moves for two minutes only.
    const isRich = (timeS: number): boolean => timeS % 720 >= 300 && timeS % 720 < 420
    const runs = stretchesOf(filmed((timeS) => (isRich(timeS) ? drive(timeS) : 0), 0))
    expect(runs).toHaveLength(5)
    for (const { from, to } of runs) {
      const middleS = ((from + to) / 2) * (FRAME_MS / 1000)
      expect(isRich(middleS), `${middleS} s`).toBe(true)
    }
  })

  test.each([-9871, -333, 7890])('a shift of %i ms is found within a frame', (shiftMs) => {
    const drive = seededDrive(Math.abs(shiftMs), HOUR_S)
    const whole = filmed(drive, 4)
    const { verdict, candidates } = compare(
      seenIn(whole, stretchesOf(whole)),
      onOtherClock(logged(drive), shiftMs),
    )
    expect(verdict).toBe('high')
    expect(Math.abs((candidates[0]?.offsetMs ?? NaN) - shiftMs)).toBeLessThan(FRAME_MS)
  })

  test.each([40, 200])(
    'a drift of %i ppm is found, so that both ends lie within a frame',
    (ppm) => {
      const drive = seededDrive(ppm, HOUR_S)
      const whole = filmed(drive, 1)
      const log = onOtherClock(logged(drive), 1234, ppm)
      const { candidates } = compare(seenIn(whole, stretchesOf(whole)), log)
      const [best] = candidates
      if (!best) throw new Error('Nothing was found.')
      const settings = candidateSettings(best, [0, HOUR_S * 1000])
      const matching = { ...defaultSensorConfig(), ...settings }
      for (const videoMs of [0, HOUR_S * 1000]) {
        const trueMs = (videoMs - 1234) * (1 + ppm / 1e6)
        expect(Math.abs(alignTimeMs(videoMs, matching) - trueMs), `at ${videoMs}`).toBeLessThan(
          FRAME_MS,
        )
      }
    },
  )

  test('of a picture with much noise, offset and drift lie within their ±, also at both ends', () => {
    const drive = seededDrive(40, HOUR_S)
    const whole = filmed(drive, 4)
    const log = onOtherClock(logged(drive), 1234, 40)
    const [best] = compare(seenIn(whole, stretchesOf(whole)), log).candidates
    const { offsetMs, atMs, plusMinusMs, driftPpm, driftPlusMinusPpm } = best ?? {}
    if (!offsetMs || !atMs || !plusMinusMs || !driftPpm || !driftPlusMinusPpm) {
      throw new Error('No drift was found.')
    }
    for (const videoMs of [0, atMs, HOUR_S * 1000]) {
      const fromMiddle = (videoMs - atMs) * 1e-6
      const foundMs = videoMs - offsetMs + fromMiddle * driftPpm
      const trueMs = (videoMs - 1234) * (1 + 40e-6)
      const boundMs = plusMinusMs + Math.abs(fromMiddle) * driftPlusMinusPpm
      expect(Math.abs(foundMs - trueMs), `at ${videoMs}`).toBeLessThan(boundMs)
    }
  })

  test('a still picture, a constant speed and the log of another drive cannot tell', () => {
    const drive = seededDrive(7, HOUR_S)
    const still = filmed(() => 0, 0)
    const even = filmed(() => 18, 1)
    const other = filmed(seededDrive(8, HOUR_S), 1)
    for (const whole of [still, even, other]) {
      const { verdict } = compare(seenIn(whole, stretchesOf(whole)), logged(drive))
      expect(verdict).toBe('cannot_tell')
    }
  })
})

test('of a video with hardly a key frame, the whole is as quick', () => {
  expect(placesForStretches({ timesMs, isStart: (position) => position === 0 })).toBeNull()
})
