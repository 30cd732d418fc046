import { expect, test, vi } from 'vitest'
import type { WorkerHost } from '../workers/worker-host.ts'
import type { FrameWorker } from './frame.worker.ts'
import { WorkerShelf } from './spare-workers.ts'

const worker = (end = (): void => undefined): WorkerHost<FrameWorker> =>
  ({ end, onFailed: () => undefined }) as unknown as WorkerHost<FrameWorker>

test('a plan gets its own workers back before those of others, which must be started for it', () => {
  const shelf = new WorkerShelf()
  const [first, second] = [shelf.forPlan(), shelf.forPlan()]
  expect(first.take()).toBeNull()
  const [a, b] = [worker(), worker()]
  first.leave(a)
  second.leave(b)
  expect(first.take()).toEqual({ host: a, isStarted: true })
  expect(first.take()).toEqual({ host: b, isStarted: false })
  expect(first.take()).toBeNull()
})

test('a worker that fails while nobody uses it is ended, and nobody gets it', () => {
  const plan = new WorkerShelf().forPlan()
  const end = vi.fn<() => void>()
  const lost = worker(end)
  plan.leave(lost)
  lost.onFailed('its script failed')
  expect(end).toHaveBeenCalledOnce()
  expect(plan.take()).toBeNull()
})
