import { beforeEach, expect, test, vi } from 'vitest'
import type { findSync, RecordingFolder } from '../../index.ts'
import type { AppState } from '../state/app-state.svelte.ts'
import type { SignalsState } from '../timeline/signals-state.svelte.ts'
import { SyncState } from './sync-state.svelte.ts'

type FindSyncOptions = Parameters<typeof findSync>[0]

interface Engine {
  asked: FindSyncOptions[]
  answer: (found: unknown) => void
}
const engine = vi.hoisted((): Engine => ({ asked: [], answer: () => undefined }))

vi.mock('../../index.ts', () => ({
  isLongRecording: ({ timing }: RecordingFolder) => timing !== null,
  bestSource: () => Promise.resolve('sound'),
  proposePlaces: () => Promise.resolve([]),
  OverlaneError: { from: (thrown: Error) => thrown },
  findSync: (options: FindSyncOptions) => {
    engine.asked.push(options)
    return new Promise((resolve, reject) => {
      engine.answer = resolve
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error))
    })
  },
}))

const announced: string[] = []

async function compare(): Promise<{ sync: SyncState; comparing: Promise<void> }> {
  const app = { overlay: { config: {}, announce: (text: string) => announced.push(text) } }
  const sync = new SyncState(
    app as unknown as AppState,
    null as unknown as SignalsState,
    {} as RecordingFolder,
    'gps',
  )
  await vi.waitFor(() => expect(sync.by).toBe('sound'))
  return { sync, comparing: sync.compute() }
}

beforeEach(() => {
  announced.length = 0
})

test('a comparison that is cancelled is told to be stopped at once, and can be started again', async () => {
  const { sync, comparing } = await compare()
  expect(sync.status).toBe('running')
  sync.cancel()
  expect(sync.status).toBe('idle')
  expect(announced).toEqual(['Comparing gps with the sound', 'Comparing was stopped'])
  const again = sync.compute()
  await comparing
  expect(sync.status).toBe('running')
  engine.answer({ verdict: 'low', reason: 'They fit.', candidates: [], pair: null })
  await again
  expect([sync.status, sync.result?.reason]).toEqual(['done', 'They fit.'])
  expect(announced.slice(2)).toEqual(['Comparing gps with the sound', 'They fit.'])
})

test('what the user chooses stays chosen, also if the best choice is known later', async () => {
  const app = { overlay: { config: {} } } as unknown as AppState
  const sync = new SyncState(app, null as unknown as SignalsState, {} as RecordingFolder, 'gps')
  sync.by = 'log'
  await new Promise((resolve) => setTimeout(resolve))
  expect(sync.by).toBe('log')
})

test('who leaves the view hears nothing of its comparison later', async () => {
  const { sync, comparing } = await compare()
  sync.leave()
  await comparing
  expect(engine.asked.at(-1)?.signal?.aborted).toBe(true)
  expect(announced).toEqual(['Comparing gps with the sound'])
  expect([sync.status, sync.result]).toEqual(['idle', null])
})

test.each([
  ['a short recording', null, 1],
  ['a long one', [0, 1e7], 0],
] as const)('of %s, the whole picture is measured before: %j', async (_, rangeMs, askedCount) => {
  const app = { overlay: { config: {}, announce: () => undefined } } as unknown as AppState
  const measure = vi.fn(() => Promise.resolve())
  const recording = { timing: rangeMs && { rangeMs } } as unknown as RecordingFolder
  const sync = new SyncState(app, { measure } as unknown as SignalsState, recording, 'gps')
  sync.by = 'picture'
  const before = engine.asked.length
  const comparing = sync.compute()
  await vi.waitFor(() => expect(engine.asked.length).toBe(before + 1))
  expect(measure).toHaveBeenCalledTimes(askedCount)
  engine.answer({ verdict: 'low', reason: 'They fit.', candidates: [], pair: null })
  await comparing
})
