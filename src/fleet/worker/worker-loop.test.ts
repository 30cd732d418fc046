import { beforeEach, describe, expect, test, vi } from 'vitest'
import { CommandError } from '../../cli/command-error.ts'
import { submitRun } from '../commands/submit-command.ts'
import { cancelRun, retryRun } from '../queue/change-run.ts'
import type { RunClass } from '../queue/job-names.ts'
import { readProgress } from '../queue/run-progress.ts'
import type { StoredRun } from '../queue/run-store.ts'
import { noRedis } from '../testing/redis-server.ts'
import { SleepingRenderer, SleepingStore } from '../testing/sleeping-renderer.ts'
import type { SleepingOptions } from '../testing/sleeping-renderer.ts'
import { testQueue } from '../testing/test-queue.ts'
import { WorkerLoop } from './worker-loop.ts'
import type { Leaving } from './worker-loop.ts'

const AN_HOUR_MS = 3_600_000

describe.skipIf(noRedis !== null)('workers of a fleet', () => {
  const fleet = testQueue()
  let store: SleepingStore
  const said: string[] = []

  beforeEach(() => {
    store = new SleepingStore()
    said.length = 0
  })

  /** A worker that can be told to end. */
  function work(options: Partial<SleepingOptions> = {}): {
    loop: WorkerLoop
    left: Promise<Leaving>
    end: () => Promise<Leaving>
  } {
    const renderer = new SleepingRenderer({ store, chunkCount: 3, ...options })
    const loop = new WorkerLoop({
      queue: fleet.queue,
      renderer,
      id: 'w',
      say: (text) => said.push(text),
    })
    const left = loop.run()
    const end = (): Promise<Leaving> => {
      loop.stop()
      return left
    }
    return { loop, left, end }
  }

  async function submit(
    id: string,
    names: readonly string[],
    runClass: RunClass = 'normal',
  ): Promise<StoredRun> {
    const run: StoredRun = {
      id,
      runClass,
      createdMs: 0,
      recordingCount: names.length,
      framesPerChunk: 10,
      overwrite: false,
      settings: '{}',
      isCancelled: false,
      round: 0,
    }
    const recordings = names.map((path) => ({
      recording: { mount: 'data', path },
      output: { mount: 'data', path: `${path}-out` },
    }))
    await submitRun(fleet.queue, run, recordings)
    return run
  }

  const stateOf = async (run: StoredRun): Promise<string> => {
    const now = await fleet.queue.runs.find(run.id)
    return (await readProgress(fleet.queue, now ?? run)).state
  }
  const isDone = (run: StoredRun): Promise<void> =>
    vi.waitFor(async () => expect(await stateOf(run)).toBe('done'), { timeout: 20_000 })

  test('each recording is planned, its chunks are rendered once, and then it is joined', async () => {
    const run = await submit('r1', ['a', 'b', 'c'])
    const workers = [work(), work(), work()]
    await isDone(run)
    await Promise.all(workers.map(({ end }) => end()))
    for (const name of ['a', 'b', 'c']) {
      const own = store.done.filter((each) => each.startsWith(`${name} `))
      expect(own.slice(0, 3).sort()).toEqual([`${name} 1`, `${name} 2`, `${name} 3`])
      expect(own[3]).toBe(`${name} join`)
    }
    expect(await readProgress(fleet.queue, run)).toMatchObject({
      doneCount: 3,
      chunkCount: 9,
      doneChunkCount: 9,
      frameCount: 90,
      doneFrameCount: 90,
    })
  })

  test('open recordings take turns: first the first chunk of each', async () => {
    const run = await submit('r1', ['a', 'b'])
    const { end } = work()
    await isDone(run)
    await end()
    expect(store.done).toEqual(['a 1', 'b 1', 'a 2', 'b 2', 'a 3', 'a join', 'b 3', 'b join'])
  })

  test('a queue that is emptied and filled again has only what is missing', async () => {
    for (const number of [1, 3]) store.commit('a', number)
    const run = await submit('r1', ['a'])
    const { end } = work()
    await isDone(run)
    await end()
    expect(store.done).toEqual(['a 1', 'a 3', 'a 2', 'a join'])
    expect(await readProgress(fleet.queue, run)).toMatchObject({
      doneChunkCount: 3,
      doneFrameCount: 30,
    })
  })

  test('an interactive run comes before the 2,000 bulk chunks that wait', async () => {
    await submit('r1', ['bulk'], 'bulk')
    const { end } = work({ chunkCount: 2000, chunkMs: () => 20 })
    await vi.waitFor(() => expect(store.done.length).toBeGreaterThan(3), { timeout: 20_000 })
    expect(await fleet.queue.work.getPrioritizedCount()).toBeGreaterThan(1900)
    const before = store.done.length
    await submit('r2', ['urgent'], 'interactive')
    await vi.waitFor(() => expect(store.done).toContain('urgent 1'), { timeout: 20_000 })
    await end()
    // The chunk in hand is finished, and one more if it was taken while the run was submitted.
    expect(store.done.indexOf('urgent 1') - before).toBeLessThanOrEqual(2)
  })

  test('many recordings wait as one job each until there is room for their chunks', async () => {
    const names = Array.from({ length: 50 }, (_, place) => `a${place}`)
    const run = await submit('r1', names)
    const { end } = work({ chunkCount: 10 })
    let most = 0
    await vi.waitFor(
      async () => {
        most = Math.max(most, await fleet.queue.work.getPrioritizedCount())
        expect(await stateOf(run)).toBe('done')
      },
      { timeout: 30_000, interval: 5 },
    )
    await end()
    // Four recordings are open, and one more is opened while few chunks wait.
    expect(most).toBeLessThanOrEqual(50)
    expect(store.done).toHaveLength(550)
  })

  test('a cancelled run ends: its job in hand is stopped, and nothing else of it is taken', async () => {
    const run = await submit('r1', ['a', 'b'])
    const next = await submit('r2', ['c'])
    const { loop, end } = work({ chunkMs: (name) => (name === 'c' ? 0 : AN_HOUR_MS) })
    await vi.waitFor(() => expect(loop.work.state).toBe('recording 1, chunk 1'), {
      timeout: 20_000,
      interval: 5,
    })
    await cancelRun(fleet.queue, run)
    await isDone(next)
    await end()
    expect(await stateOf(run)).toBe('cancelled')
    expect(store.done).toEqual(['c 1', 'c 2', 'c 3', 'c join'])

    // It can go on.
    const again = await fleet.queue.runs.find('r1')
    expect(await retryRun(fleet.queue, again ?? run)).toEqual({ recordingCount: 2, others: [] })
    const other = work()
    await isDone(run)
    await other.end()
    expect(store.done).toHaveLength(12)
  })

  test('two runs do not write into one folder', async () => {
    await submit('r1', ['a', 'b'])
    await expect(submit('r2', ['c', 'b'])).rejects.toThrow(
      'Run r1 writes into the same output folder',
    )
    // What it would have taken is free.
    await submit('r3', ['c'])
  })

  test('a worker of another environment leaves, and others get the job', async () => {
    const run = await submit('r1', ['a'])
    const other = work({ environment: 'Overlane 0.0.0, Chromium 2' })
    expect(await other.left).toEqual({
      kind: 'other-machine',
      message: 'The versions differ.',
    })
    const { end } = work()
    await isDone(run)
    await end()
  })

  test('a worker leaves after three faults of its machine in a row', async () => {
    await submit('r1', ['a', 'b', 'c', 'd'])
    const fault = (): CommandError => new CommandError('browser-missing', 'No browser.')
    const { kind, message } = await work({ fault }).left
    expect(kind).toBe('faults')
    expect(message).toContain('The last one: No browser.')
    expect(said).toHaveLength(3)
  })

  test('a recording that cannot be planned is over, says why, and can be tried again', async () => {
    const run = await submit('r1', ['a'])
    const { end } = work({ fault: () => new CommandError('wrong-input', 'There is no video.') })
    await vi.waitFor(async () => expect(await stateOf(run)).toBe('over'), { timeout: 20_000 })
    await end()
    expect(await fleet.queue.runs.ends('r1')).toEqual(
      new Map([[0, { kind: 'failed', why: 'There is no video.' }]]),
    )
    await retryRun(fleet.queue, run)
    const other = work()
    await isDone(run)
    await other.end()
  })

  test('a drained worker finishes its chunk; a stopped one puts it back', async () => {
    const run = await submit('r1', ['a'])
    const first = work({ chunkMs: () => 300 })
    await vi.waitFor(() => expect(first.loop.work.state).toBe('recording 1, chunk 1'), {
      timeout: 20_000,
      interval: 5,
    })
    first.loop.drain()
    expect((await first.left).kind).toBe('drained')
    expect(store.done).toEqual(['a 1'])

    const second = work({ chunkMs: () => 300 })
    await vi.waitFor(() => expect(second.loop.work.state).toBe('recording 1, chunk 2'), {
      timeout: 20_000,
      interval: 5,
    })
    await second.end()
    expect(store.done).toEqual(['a 1'])
    const { end } = work()
    await isDone(run)
    await end()
  })
})
