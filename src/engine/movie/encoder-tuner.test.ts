import { describe, expect, test } from 'vitest'
import type { Tuning } from '../workers/auto-tuner.ts'
import { EncoderTuner } from './encoder-tuner.ts'

/** Tunes a long run. @param ratesByCount frames/s by the number of encoders */
function tune(mostWorkers: number, ratesByCount: Record<number, number>): Tuning[] {
  let [nowMs, count] = [0, 1]
  const tuner = new EncoderTuner({ workerCount: 1, mostWorkers }, () => nowMs)
  const tunings: Tuning[] = []
  for (let frame = 0; frame < 20_000; frame++) {
    nowMs += 1000 / (ratesByCount[count] ?? NaN)
    const tuning = tuner.note(frame % count)
    if (!tuning) continue
    tunings.push(tuning)
    count = tuning.workerCount
  }
  return tunings
}

describe('the number of encoders', () => {
  test('is doubled as long as that makes the video faster', () => {
    const tunings = tune(8, { 1: 50, 2: 95, 4: 150, 8: 152 })
    expect(tunings.map(({ workerCount }) => workerCount)).toEqual([2, 4, 8, 4])
    expect(tunings.at(-1)?.reason).toBe(
      '4 workers: 1 made 50 frames/s, 2 made 95 frames/s, 4 made 150 frames/s, 8 made 152 frames/s.',
    )
  })

  test('goes back to one if a second one gains nothing', () => {
    expect(tune(8, { 1: 60, 2: 62 }).map(({ workerCount }) => workerCount)).toEqual([2, 1])
  })

  test('goes up to the allowed number', () => {
    expect(tune(3, { 1: 10, 2: 20, 3: 30 }).map(({ workerCount }) => workerCount)).toEqual([
      2, 3, 3,
    ])
  })

  test('is not tuned if only one is allowed', () => {
    expect(tune(1, { 1: 10 })).toEqual([])
  })

  test('is judged only when every encoder works', () => {
    let nowMs = 0
    const tuner = new EncoderTuner({ workerCount: 2, mostWorkers: 4 }, () => (nowMs += 20))
    const tunings = Array.from({ length: 500 }, () => tuner.note(0))
    expect(tunings.every((tuning) => tuning === null)).toBe(true)
  })
})
