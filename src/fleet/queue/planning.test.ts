import { describe, expect, test } from 'vitest'
import { noRedis } from '../testing/redis-server.ts'
import { testQueue } from '../testing/test-queue.ts'
import { RUN_CLASSES } from './job-names.ts'
import type { RunClass } from './job-names.ts'
import type { PlanPlace } from './planning.ts'
import { WORKERS_KEY } from './worker-signs.ts'

describe.skipIf(noRedis !== null)('when recordings are planned and opened', () => {
  const fleet = testQueue()

  const keyOf = (place: number): { run: string; place: number; round: number } => ({
    run: 'r1',
    place,
    round: 0,
  })
  const addPlan = (runClass: RunClass, place = 0): Promise<void> =>
    fleet.queue.addPlans([keyOf(place)], runClass)
  const open = (runClass: RunClass, place: number, chunkCount: number): Promise<string> => {
    const missing = Array.from({ length: chunkCount }, (_, index) => ({ index, frameCount: 1 }))
    const planned = { plan: 'p', environment: 'e', frameCount: chunkCount, chunkCount, missing }
    return fleet.queue.open(keyOf(place), runClass, planned, 4)
  }
  const placeNow = async (): Promise<PlanPlace> => {
    const { place } = await fleet.queue.planning.look(0)
    if (!place) throw new Error('No recording should be planned now.')
    return place
  }

  test('without a plan that waits, there is no place for one', async () => {
    expect((await fleet.queue.planning.look(0)).place).toBeNull()
  })

  test('the place has the class of the first plan that waits', async () => {
    for (const runClass of [...RUN_CLASSES].reverse()) {
      await addPlan(runClass)
      expect((await placeNow()).rank).toBe(RUN_CLASSES.indexOf(runClass))
      await fleet.clear()
    }
  })

  test('a plan whose worker was lost is taken although no other one waits', async () => {
    // The engine puts it into a list without priorities.
    await fleet.queue.plans.add('plan', keyOf(0))
    expect(await fleet.queue.plans.getPrioritizedCount()).toBe(0)
    expect(await fleet.queue.planning.claim('a', await placeNow())).toBe(true)
  })

  test('more plans are not in hand than there is room for', async () => {
    const { planning } = fleet.queue
    await addPlan('bulk')
    const place = await placeNow()
    expect(place.mostCount).toBe(4)
    const workers = ['a', 'b', 'c', 'd', 'e']
    const claims = await Promise.all(workers.map((each) => planning.claim(each, place)))
    expect(claims).toEqual([true, true, true, true, false])
    expect((await planning.look(0)).place).toBeNull()
    await planning.release('b', place)
    expect(await planning.claim('e', await placeNow())).toBe(true)
  })

  test('plans in hand do not hold up a more urgent one', async () => {
    await addPlan('bulk')
    const place = await placeNow()
    for (const each of ['a', 'b', 'c', 'd']) await fleet.queue.planning.claim(each, place)
    await addPlan('interactive', 1)
    expect(await fleet.queue.planning.claim('e', await placeNow())).toBe(true)
  })

  test('chunks of a more urgent class come before a plan', async () => {
    await open('interactive', 0, 1)
    await addPlan('bulk', 1)
    expect((await fleet.queue.planning.look(0)).place).toBeNull()
  })

  test('as many plans may be in hand as bring the chunks that are missing', async () => {
    for (const place of [0, 1, 2, 3]) await open('bulk', place, 1)
    await addPlan('bulk', 4)
    expect((await fleet.queue.planning.look(0)).place).toBeNull()
    // Two chunks may wait for each worker.
    for (const id of ['a', 'b', 'c', 'd', 'e'])
      await fleet.queue.redis.zadd(WORKERS_KEY, Date.now(), id)
    expect((await placeNow()).mostCount).toBe(6)
    // One chunk is in the hand of the worker that looks.
    expect((await fleet.queue.planning.look(1)).place?.mostCount).toBe(5)
  })

  test('recordings that are opened at the same time count as open', async () => {
    const { planning } = fleet.queue
    const names = ['a', 'b', 'c', 'd', 'e']
    const begin = (name: string): Promise<boolean> => planning.beginOpening(name, 2, 1, 4)
    expect(await Promise.all(names.map(begin))).toEqual([true, true, true, true, false])
    await planning.endOpening('a')
    expect(await begin('e')).toBe(true)
    // A more urgent one does not wait for them.
    expect(await planning.beginOpening('urgent', 0, 1, 4)).toBe(true)
  })

  test('one recording is not opened by two workers at the same time', async () => {
    expect(await fleet.queue.planning.beginOpening('a', 2, 1, 4)).toBe(true)
    expect(await fleet.queue.planning.beginOpening('a', 2, 1, 4)).toBe(false)
  })

  test('a recording that is opened again has its chunks once', async () => {
    for (const _ of [1, 2]) expect(await open('bulk', 0, 3)).toBe('opened')
    expect(await fleet.queue.work.getPrioritizedCount()).toBe(3)
  })

  test('a Redis that has forgotten all scripts is asked with their text', async () => {
    await fleet.queue.redis.script('FLUSH')
    await addPlan('bulk')
    await fleet.queue.redis.script('FLUSH')
    expect((await placeNow()).rank).toBe(RUN_CLASSES.indexOf('bulk'))
    const [job] = await fleet.queue.plans.getJobs()
    await fleet.queue.redis.script('FLUSH')
    expect(await job?.getState()).toBe('prioritized')
  })
})
