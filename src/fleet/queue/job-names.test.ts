import { expect, test } from 'vitest'
import {
  chunkJobId,
  chunkPriority,
  joinJobId,
  joinPriority,
  planJobId,
  RUN_CLASSES,
  scoreAbove,
} from './job-names.ts'

const MOST_CHUNKS = 5000
/** As the engine sorts: the priority, then a counter. */
const scoreOf = (priority: number): number => priority * 0x100000000 + 12_345

test('the ids of jobs are those that the engine takes', () => {
  const key = { run: 'r1f', place: 12, round: 2 }
  expect(planJobId(key)).toBe('r1f-12-r2-plan')
  expect(chunkJobId(key, 0)).toBe('r1f-12-r2-1')
  expect(joinJobId(key)).toBe('r1f-12-r2-join')
})

test('the last chunk of a class comes before the first one of the next class', () => {
  for (const [rank, runClass] of RUN_CLASSES.entries()) {
    const last = scoreOf(chunkPriority(runClass, MOST_CHUNKS))
    expect(last).toBeLessThan(scoreAbove(rank))
    const next = RUN_CLASSES[rank + 1]
    if (next) expect(scoreOf(chunkPriority(next, 0))).toBeGreaterThan(scoreAbove(rank))
    expect(joinPriority(runClass)).toBe(chunkPriority(runClass, 0))
  }
})
