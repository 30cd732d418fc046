import { describe, expect, test } from 'vitest'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { FrameTask } from '../frames/frame-task.ts'
import { RunRecord } from '../record/run-record.ts'
import { SPLICED } from '../testing/spliced.ts'
import { FrameTasks } from './frame-tasks.ts'

/** Frames 100, 101 and 102. */
const plan = {
  frames: [100, 101, 102].map((frameIndex) => ({ frameIndex, fileName: `${frameIndex}.png` })),
  jobAt: (position: number) => ({ frameIndex: 100 + position, fileName: `${100 + position}.png` }),
} as unknown as FramePlan
const recording = { source: { kind: 'images' }, video: null } as unknown as RecordingFolder

describe('with care', () => {
  test('a frame is taken when the one before it is settled, and told before a worker gets it', async () => {
    const begun: number[] = []
    const record = new RunRecord(plan, 1, null)
    const tasks = new FrameTasks(recording, 'overlay', plan, record, {
      leftOut: new Map([[101, 'It ended a browser.']]),
      begin: (frameIndex) => {
        begun.push(frameIndex)
        return Promise.resolve()
      },
    })
    expect(tasks.mayTake).toBe(true)
    const [first] = tasks.take(1)
    expect(tasks.mayTake).toBe(false)
    expect((await first)?.position).toBe(0)
    expect(begun).toEqual([100])
    tasks.close()
    expect(tasks.mayTake).toBe(true)
    const [second] = tasks.take(1)
    expect((await second)?.position).toBe(2)
    expect(begun).toEqual([100, 102])
    expect(record.skipped).toEqual([
      { frameIndex: 101, fileName: '101.png', reason: 'It ended a browser.' },
    ])
  })
})

describe('frames that an earlier run may have finished', () => {
  const positionsOf = async (taken: Promise<FrameTask>[]): Promise<number[]> =>
    (await Promise.all(taken)).map(({ position }) => position)

  test('are taken last, and only if they are not kept', async () => {
    const record = new RunRecord(plan, 1, null)
    const tasks = new FrameTasks(recording, 'overlay', plan, record)
    tasks.hold([0, 2])
    expect(await positionsOf(tasks.take(3))).toEqual([1])
    expect(tasks.mayTake, 'they are waited for').toBe(false)
    record.keep(0, SPLICED)
    tasks.release()
    expect(tasks.mayTake).toBe(true)
    expect(await positionsOf(tasks.take(3))).toEqual([2])
    expect(tasks.take(3)).toEqual([])
  })

  test('are also waited for where no other frame can be rendered', () => {
    const record = new RunRecord(plan, 1, null)
    const leftOut = new Map([[101, 'It ended a browser.']])
    const care = { leftOut, begin: () => Promise.resolve() }
    const tasks = new FrameTasks(recording, 'overlay', plan, record, care)
    tasks.hold([0, 2])
    expect(tasks.take(1)).toEqual([])
    expect(tasks.mayTake).toBe(false)
  })
})

test('without care, any number of frames is taken', () => {
  const tasks = new FrameTasks(recording, 'overlay', plan, new RunRecord(plan, 1, null))
  expect(tasks.take(2)).toHaveLength(2)
  expect(tasks.mayTake).toBe(true)
})
