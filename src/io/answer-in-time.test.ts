import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerInTime } from './answer-in-time.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('an answer in time is passed on, and no timer is left', async () => {
  expect(await answerInTime(Promise.resolve('done'), 3000, 'the writer')).toBe('done')
  await expect(answerInTime(Promise.reject(new Error('full')), 3000, 'the writer')).rejects.toThrow(
    'full',
  )
  expect(vi.getTimerCount()).toBe(0)
})

test('a worker that does not answer gives an error', async () => {
  const answer = answerInTime(new Promise(() => undefined), 3000, 'the writer')
  const refused = expect(answer).rejects.toThrow('the writer did not respond for longer than 3 s.')
  await vi.advanceTimersByTimeAsync(4000)
  await refused
})

test('an answer that arrives right after its time still counts: the machine may have slept', async () => {
  const answer = new Promise<string>((resolve) => setTimeout(() => resolve('done'), 3500))
  const awaited = answerInTime(answer, 3000, 'the writer')
  await vi.advanceTimersByTimeAsync(3500)
  expect(await awaited).toBe('done')
})
