import { describe, expect, test } from 'vitest'
import { failureOf, lossOf } from './benchmark-failure.ts'

const reason = 'frame.png cannot be read as an image: it is empty (0 bytes).'
const issues = (...frameIndexes: number[]) =>
  frameIndexes.map((frameIndex) => ({ frameIndex, fileName: 'frame.png', reason }))

describe('frames that a run skipped are named, with the reason of the first', () => {
  test.each([
    [issues(), null],
    [issues(2), `Frame 2 was skipped: ${reason}`],
    [issues(2, 5), `Frames 2, 5 were skipped, the first one: ${reason}`],
    [issues(2, 5, 7, 8, 9), `Frames 2, 5, 7 and 2 more were skipped, the first one: ${reason}`],
  ])('%j', (skipped, text) => expect(lossOf({ skipped })).toBe(text))
})

describe('a run cannot be measured', () => {
  const finished = {
    status: 'finished',
    stopReason: null,
    failed: [],
    renderedCount: 3,
    settings: { workerCount: 2 },
    workerReason: '1 worker, as memory is short.',
  } as unknown as Parameters<typeof failureOf>[0]

  test('where it did not finish, or had fewer workers, or rendered nothing', () => {
    expect(failureOf({ ...finished, status: 'stopped' })).toBe('The run was stopped.')
    expect(failureOf(finished, 4)).toBe('It ran with 1 worker, as memory is short.')
    expect(failureOf({ ...finished, renderedCount: 0 })).toBe('No frame could be rendered.')
  })

  test('where a renderer failed, with the frame', () => {
    const failed = issues(7)
    const text = failureOf({ ...finished, status: 'finished-with-failures', failed })
    expect(text).toBe(`Frame 7 failed: ${reason}`)
  })

  test('but it can where it finished', () => {
    expect(failureOf(finished)).toBeNull()
    expect(failureOf(finished, 2)).toBeNull()
  })
})
