import { describe, expect, test } from 'vitest'
import { tuneWorkers } from './auto-tuner.ts'

const CORES = 4
const plan = { workerCount: 4, mostWorkers: 8 }

describe('auto', () => {
  test('keeps one worker for each core if the frames keep the cores busy', () => {
    const tuned = tuneWorkers(plan, { frameCount: 16, durationMs: 400, computeMs: 1500 }, CORES)
    expect(tuned).toEqual({
      workerCount: 4,
      chunkSize: 1,
      reason:
        '4 workers: the first 16 frames kept the cores busy for 94 % of the time, so more workers would gain nothing.',
    })
  })

  test('adds workers if they wait for the disk, as many as keep the cores busy', () => {
    const tuned = tuneWorkers(plan, { frameCount: 16, durationMs: 400, computeMs: 1100 }, CORES)
    expect(tuned.workerCount).toBe(6)
    expect(tuned.reason).toBe(
      '6 workers: the first 16 frames kept the cores busy for 69 % of the time and waited for the disk for the rest; more workers use that time.',
    )
  })

  test('adds no more than memory allows', () => {
    const probe = { frameCount: 16, durationMs: 400, computeMs: 100 }
    expect(tuneWorkers(plan, probe, CORES).workerCount).toBe(8)
    const tuned = tuneWorkers({ workerCount: 4, mostWorkers: 4 }, probe, CORES)
    expect(tuned.workerCount).toBe(4)
    expect(tuned.reason).toContain('memory allows no more')
  })

  test.each([
    [100, 1],
    [20, 1],
    [5, 4],
    [0.5, 16],
  ])('hands out frames of %d ms in chunks of %i', (frameMs, chunkSize) => {
    const durationMs = (16 * frameMs) / plan.workerCount
    const probe = { frameCount: 16, durationMs, computeMs: durationMs * CORES }
    expect(tuneWorkers(plan, probe, CORES).chunkSize).toBe(chunkSize)
  })
})
