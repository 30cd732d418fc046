import { expect, test } from 'vitest'
import { idleSeconds, mostPlans, signIntervalMs, stalledCheckShare } from './fleet-rules.ts'

test('idle workers of a small fleet look once a second, and those of a large one together 100 times', () => {
  for (const workerCount of [0, 1, 100]) expect(idleSeconds(workerCount)).toBe(1)
  for (const workerCount of [200, 1000]) expect(workerCount / idleSeconds(workerCount)).toBe(100)
  expect(idleSeconds(10_000)).toBe(10)
})

test('each worker of a small fleet looks for lost jobs, and about 20 of a large one', () => {
  for (const workerCount of [0, 1, 20]) expect(stalledCheckShare(workerCount)).toBe(1)
  expect(1000 * stalledCheckShare(1000)).toBe(20)
})

test('a worker gives a sign every 2 s, and in a large fleet every 5 s, before it is taken for silent', () => {
  expect(signIntervalMs(1)).toBe(2000)
  expect(signIntervalMs(1000)).toBe(5000)
  expect(signIntervalMs(10_000)).toBe(5000)
})

test('plans may be in hand for the chunks that two for each worker leave free, and for four recordings', () => {
  const counts = { workerCount: 1000, openCount: 9, waitingCount: 0, chunksOfRecording: 100 }
  expect(mostPlans(counts)).toBe(20)
  expect(mostPlans({ ...counts, waitingCount: 1901 })).toBe(1)
  expect(mostPlans({ ...counts, waitingCount: 2000 })).toBe(0)
  expect(mostPlans({ ...counts, waitingCount: 2000, openCount: 1 })).toBe(3)
})
