import { expect, test, vi } from 'vitest'
import { SharedWork } from './shared-work.ts'
import type { Waiting } from './shared-work.ts'

/** Work that ends when the test says so. */
function makeWork(): {
  work: SharedWork<string>
  start: ReturnType<typeof vi.fn>
  end: (result: string) => void
  tell: (share: number) => void
  signal: () => AbortSignal
} {
  let options: Required<Waiting> | undefined
  let end: (result: string) => void = () => undefined
  const start = vi.fn((given: Required<Waiting>) => {
    options = given
    return new Promise<string>((resolve) => (end = resolve))
  })
  const work = new SharedWork(start)
  return {
    work,
    start,
    end: (result) => end(result),
    tell: (share) => options?.onProgress(share),
    signal: () => options?.signal ?? AbortSignal.abort(),
  }
}

test('several wait for one piece of work, and all are told how far it is', async () => {
  const { work, start, end, tell } = makeWork()
  const told: string[] = []
  const first = work.wait({ onProgress: (share) => told.push(`first ${share}`) })
  const second = work.wait({ onProgress: (share) => told.push(`second ${share}`) })
  tell(0.5)
  end('done')
  expect(await Promise.all([first, second])).toEqual(['done', 'done'])
  expect(told).toEqual(['first 0.5', 'second 0.5'])
  expect(start).toHaveBeenCalledOnce()
  expect(await work.wait({})).toBe('done')
})

test('one who leaves is told so at once; the work goes on for the other', async () => {
  const { work, end, signal } = makeWork()
  const leaving = new AbortController()
  const left = work.wait({ signal: leaving.signal })
  const stayed = work.wait({})
  leaving.abort(new Error('not wanted'))
  await expect(left).rejects.toThrow('not wanted')
  expect(signal().aborted).toBe(false)
  end('done')
  expect(await stayed).toBe('done')
})

test('it is stopped when the last one leaves', async () => {
  const { work, signal } = makeWork()
  const leaving = [new AbortController(), new AbortController()]
  const left = leaving.map((each) => work.wait({ signal: each.signal }))
  for (const each of leaving) each.abort(new Error('not wanted'))
  for (const each of left) await expect(each).rejects.toThrow('not wanted')
  expect([signal().aborted, work.isStopped]).toEqual([true, true])
})
