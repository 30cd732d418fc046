import { describe, expect, test } from 'vitest'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import { emptyConfig } from '../../core/config/parse-config.ts'
import { planWorkers } from './plan-workers.ts'
import { estimateMemoryBytes } from './worker-limit.ts'
import type { Machine } from './worker-limit.ts'

const fullHd = { widthPx: 1920, heightPx: 1080 }
const eightK = { widthPx: 7680, heightPx: 4320 }
const machine: Machine = { coreCount: 8, deviceMemoryGib: 8 }

function plan(output: Partial<OutputConfig>, size = fullHd, on = machine) {
  return planWorkers({ ...emptyConfig().output, ...output }, size, on)
}

describe('the number of workers', () => {
  test.each<[OutputConfig['numWorkers'], number]>([
    ['all_cores', 8],
    ['auto', 8],
    ['leave_two_free', 6],
    [3, 3],
    [16, 16],
  ])('%s is %i on 8 cores', (numWorkers, workerCount) => {
    expect(plan({ numWorkers })).toMatchObject({ workerCount, isReduced: false })
  })

  test('is one if frames are rendered one after another', () => {
    expect(plan({ mode: 'sequential', numWorkers: 5 }).workerCount).toBe(1)
  })

  test('is one at first for a video, and may grow to one for each core', () => {
    const { reason, ...planned } = plan({ format: 'mp4' })
    expect(planned).toMatchObject({ workerCount: 1, mostWorkers: 8, isTuned: true })
    expect(reason).toBe('1 worker at first, because its decoder and encoder use other cores.')
  })

  test('is what was set for a video, but no more than its segments', () => {
    const set = plan({ format: 'webm', numWorkers: 4 })
    expect(set).toMatchObject({ workerCount: 4, mostWorkers: 4, isTuned: false })
    expect(set.reason).toBe('4 workers, as set.')
    const few = planWorkers(
      { ...emptyConfig().output, format: 'webm', numWorkers: 4 },
      fullHd,
      machine,
      3,
    )
    expect(few).toMatchObject({ workerCount: 3, isTuned: false, isReduced: false })
    expect(few.reason).toBe('3 workers, one for each segment that the video can be cut into.')
  })

  test('is one for a video in one segment, and the reason says so', () => {
    const alone = planWorkers({ ...emptyConfig().output, format: 'mp4' }, fullHd, machine, 1)
    expect(alone).toMatchObject({ workerCount: 1, mostWorkers: 1, isTuned: false })
    expect(alone.reason).toBe(
      '1 worker, as the video is short or can only be decoded in one piece.',
    )
  })

  test('leaves two cores free for a video, too', () => {
    expect(plan({ format: 'mp4', numWorkers: 'leave_two_free' }).mostWorkers).toBe(6)
  })

  test('is at least one, however few cores there are', () => {
    const { workerCount } = plan({ numWorkers: 'leave_two_free' }, fullHd, {
      coreCount: 2,
      deviceMemoryGib: 8,
    })
    expect(workerCount).toBe(1)
  })

  test('is at most one for each frame, without a warning', () => {
    const few = planWorkers(emptyConfig().output, fullHd, machine, 3)
    expect(few).toMatchObject({ workerCount: 3, isReduced: false, mostWorkers: 3 })
    expect(few.reason).toBe('3 workers, one for each frame.')
    expect(few.memoryBytes).toBe(estimateMemoryBytes({ format: 'png' }, fullHd, 3))
  })

  test('is at most two for each core, and the reason says so if more were asked for', () => {
    const { workerCount, isReduced, reason } = plan({ numWorkers: 40 })
    expect({ workerCount, isReduced }).toEqual({ workerCount: 16, isReduced: true })
    expect(reason).toBe('16 instead of 40 workers: more than two workers per core only use memory.')
  })
})

describe('the memory of a run', () => {
  test('grows with the workers and the size of the frames', () => {
    const [one, two] = [
      estimateMemoryBytes({ format: 'png' }, fullHd, 1),
      estimateMemoryBytes({ format: 'png' }, fullHd, 2),
    ]
    expect(two - one).toBe(40e6 + 4 * 1920 * 1080 * 4)
    expect(
      estimateMemoryBytes({ format: 'png' }, { widthPx: 3840, heightPx: 2160 }, 1),
    ).toBeGreaterThan(one)
    expect(plan({ numWorkers: 2 }).memoryBytes).toBe(two)
  })

  test('with the picture on the stage, is not less than what two workers at 8K took in bench/SOAK.md', () => {
    const measuredBytes = 1756 * 2 ** 20
    const bytes = estimateMemoryBytes({ format: 'jpeg' }, eightK, 2)
    expect(bytes).toBeGreaterThanOrEqual(measuredBytes)
    expect(bytes).toBeLessThan(1.1 * measuredBytes)
  })

  test('is more for a video, because each worker has a decoder and an encoder', () => {
    const frames = estimateMemoryBytes({ format: 'png' }, fullHd, 2)
    const video = estimateMemoryBytes({ format: 'mp4' }, fullHd, 2)
    expect(video).toBeGreaterThan(1.5 * frames)
    const fitting = plan({ format: 'mp4', numWorkers: 8, memoryLimitMb: 1100 })
    expect(fitting.workerCount).toBe(3)
  })

  test('stays within the limit with fewer workers, and the reason says so', () => {
    const { workerCount, memoryBytes, isReduced, reason } = plan({ memoryLimitMb: 500 })
    expect({ workerCount, isReduced }).toEqual({ workerCount: 3, isReduced: true })
    expect(memoryBytes).toBeLessThanOrEqual(500e6)
    expect(reason).toBe(
      '3 instead of 8 workers: all would take about 864 MB, and the limit is 500 MB.',
    )
  })

  test('stays within half of the machine’s memory if no limit is set, or half of 4 GiB if that is unknown', () => {
    // 33 megapixels × 4 bytes × 4 frames is 0.53 GB a worker, and the stage takes 0.46 GB.
    expect(plan({}, eightK, { coreCount: 32, deviceMemoryGib: 8 }).workerCount).toBe(6)
    expect(plan({}, eightK, { coreCount: 32, deviceMemoryGib: undefined }).workerCount).toBe(2)
  })

  test('limits how many workers auto may use', () => {
    expect(plan({ numWorkers: 'auto' }).mostWorkers).toBe(16)
    expect(plan({ numWorkers: 'auto', memoryLimitMb: 1000 }).mostWorkers).toBe(9)
  })

  test('allows one worker even if the limit is too low for one', () => {
    expect(plan({ memoryLimitMb: 1 })).toMatchObject({ workerCount: 1, isReduced: true })
  })
})
