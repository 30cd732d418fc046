import { expect, test } from 'vitest'
import { Semaphore } from './semaphore.ts'

test('a fixed number of tasks run at a time, in the order in which they asked', async () => {
  const semaphore = new Semaphore(2)
  const started: number[] = []
  const releases: (() => void)[] = []
  for (let task = 0; task < 4; task++) {
    void semaphore.acquire().then((release) => {
      started.push(task)
      releases.push(release)
    })
  }
  await Promise.resolve()
  await Promise.resolve()
  expect(started).toEqual([0, 1])
  releases[1]?.()
  await new Promise(setImmediate)
  expect(started).toEqual([0, 1, 2])
})

test('a place is given back once, however often it is released', async () => {
  const semaphore = new Semaphore(1)
  const release = await semaphore.acquire()
  release()
  release()
  await semaphore.acquire()
  let isSecondIn = false
  void semaphore.acquire().then(() => (isSecondIn = true))
  await new Promise(setImmediate)
  expect(isSecondIn).toBe(false)
})
