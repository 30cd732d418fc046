/** Recordings that are rendered by workers, which get their jobs from a real Redis. */

import { statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { noRedis, RedisServer } from '../src/fleet/testing/redis-server.ts'
import { runCli, startCli } from './cli.ts'
import type { CliResult, RunningCli } from './cli.ts'
import { writeDeadlyBrowser } from './deadly-browser.ts'
import { expect, test as base } from './fixtures.ts'
import { fileHashes, imagesIn, namesIn, readReport } from './folder-contents.ts'

interface Fleet {
  server: RedisServer
  run: (...args: string[]) => Promise<CliResult>
  /** Submits recordings that are beside each other. @returns the id of the run */
  submit: (recordings: readonly string[], output: string, ...args: string[]) => Promise<string>
  /** Starts a worker. */
  work: (root: string, env?: Record<string, string>) => RunningCli
}

const test = base.extend<{ fleet: Fleet }>({
  fleet: async ({}, use) => {
    const server = await RedisServer.start()
    const env = { OVERLANE_QUEUE: server.address }
    const workers: RunningCli[] = []
    const run = (...args: string[]): Promise<CliResult> => runCli(args, { env })
    await use({
      server,
      run,
      submit: async (recordings, output, ...args) => {
        const mount = ['--mount', `data=${dirname(recordings[0] ?? '')}`]
        const settings = ['--out', output, ...mount, '--chunk-frames', '10', '--json', ...args]
        const { stdout, stderr } = await run('submit', ...recordings, ...settings)
        expect(stderr).toBe('')
        return (JSON.parse(stdout) as { run: string }).run
      },
      work: (root, more = {}) => {
        const worker = startCli(['work', '--mount', `data=${root}`], { env: { ...env, ...more } })
        workers.push(worker)
        return worker
      },
    })
    for (const { child } of workers) child.kill('SIGTERM')
    await Promise.all(workers.map(({ ended }) => ended))
    await server.remove()
  },
})

test.skip(noRedis !== null, noRedis ?? '')
test.skip(process.platform !== 'linux', 'it ends the browsers of workers, which it finds in /proc')

const receipts = (output: string): string[] =>
  namesIn(join(output, 'overlane-plan', 'receipts')).filter((name) => name.endsWith('.jsonl'))

test('frames are the same bytes as those of a local run, although a worker was killed, and the queue was emptied and filled again', async ({
  makeRecording,
  makeFolder,
  fleet,
}) => {
  // It starts seven commands and three browsers.
  test.slow()
  const small = { frameCount: 30, widthPx: 320, heightPx: 180 }
  const first = await makeRecording({ ...small, name: 'a' })
  const second = await makeRecording({ ...small, name: 'b' })
  const paths = [first.path, second.path]
  const root = dirname(first.path)
  const [output, expected] = [join(root, 'out'), makeFolder('expected')]
  const outputs = paths.map((path) => join(output, basename(path)))
  const format = ['--format', 'webp', '--trace']
  const local = await runCli(['render', ...paths, '--out', expected, ...format])
  expect(local.exitCode, local.stderr).toBe(0)

  await fleet.submit(paths, output, ...format)
  // A folder that a run writes into is taken.
  const taken = await fleet.run(...['submit', ...paths, '--out', output, '--mount', `data=${root}`])
  expect(taken.exitCode).toBe(2)
  expect(taken.stderr).toContain('writes into the same output folder')

  // The other one goes on.
  const [killed] = [fleet.work(root), fleet.work(root)]
  await expect
    .poll(() => outputs.flatMap(receipts).length, { timeout: 60_000, intervals: [10] })
    .toBeGreaterThan(0)
  // Its rendering process and its browser end by themselves.
  killed.child.kill('SIGKILL')
  await killed.ended
  const committed = outputs.flatMap(receipts).length * 10
  const kept = outputs.flatMap((folder) => imagesIn(folder).map((name) => join(folder, name)))
  const numbers = kept.map((path) => statSync(path).ino)
  await fleet.server.clear()

  const run = await fleet.submit(paths, output, ...format)
  const watched = await fleet.run('jobs', 'watch', run)
  expect(watched.exitCode, watched.stderr).toBe(0)
  expect(watched.stdout).toContain('done, 2 of 2 recordings, 60 of 60 frames')
  for (const [place, folder] of outputs.entries()) {
    const names = imagesIn(folder)
    expect(names).toHaveLength(30)
    const folderExpected = join(expected, basename(paths[place] ?? ''))
    const written = [...names, 'overlane-trace.jsonl']
    expect(fileHashes(folder, written)).toEqual(fileHashes(folderExpected, written))
    expect(namesIn(folder)).not.toContain('overlane-plan')
  }
  // What was committed before is the same file still.
  const same = kept.filter((path, place) => statSync(path).ino === numbers[place])
  expect(same.length).toBeGreaterThanOrEqual(committed)
})

test('a frame that ends its browser is left out alone, and named', async ({
  makeRecording,
  makeFolder,
  fleet,
}) => {
  // It starts five browsers.
  test.slow()
  const { path } = await makeRecording({ frameCount: 10, widthPx: 320, heightPx: 180 })
  const output = join(dirname(path), 'out')
  const browser = writeDeadlyBrowser(makeFolder('browser'), 6)
  const run = await fleet.submit([path], output, '--format', 'webp')
  fleet.work(dirname(path), { CHROME_PATH: browser.path })
  const watched = await fleet.run('jobs', 'watch', run)
  expect(watched.stdout).toContain('done, 1 of 1 recording, 10 of 10 frames')
  expect(watched.exitCode).toBe(3)
  expect(browser.deathCount()).toBe(3)
  expect(imagesIn(output)).toHaveLength(9)
  expect(imagesIn(output)).not.toContain('frame_000006.webp')
  expect(readReport(output).skipped).toMatchObject([
    { frame_index: 6, reason: expect.stringContaining('The browser ended twice') },
  ])
})

test('a queue that loses jobs, a wrong password, another version and a wrong mount are refused', async ({
  makeFolder,
  fleet,
}) => {
  const { server, run } = fleet
  const check = (address: string): Promise<CliResult> =>
    runCli(['queue', 'check', '--queue', address])
  const good = await run('queue', 'check', '--json')
  expect(good.exitCode).toBe(0)
  expect(JSON.parse(good.stdout)).toMatchObject({ maxmemory_policy: 'noeviction', warnings: [] })

  const [losing, locked] = await Promise.all([
    RedisServer.start('--maxmemory-policy', 'allkeys-lru'),
    RedisServer.start('--requirepass', 'secret', '--appendonly', 'no'),
  ])
  try {
    const lost = await check(losing.address)
    expect(lost.exitCode).toBe(2)
    expect(lost.stderr).toContain('maxmemory-policy allkeys-lru')
    const open = await check(locked.address)
    expect(open.exitCode).toBe(2)
    expect(open.stderr).toContain('asks for a password')
    const wrong = await check(locked.address.replace('//', '//:guess@'))
    expect(wrong.exitCode).toBe(2)
    expect(wrong.stderr).toContain('refuses the user or the password')
    expect(wrong.stderr).not.toContain('guess')
    const right = await check(locked.address.replace('//', '//:secret@'))
    expect(right.exitCode).toBe(0)
    expect(right.stderr).toContain('no append-only file')
    expect(right.stdout).not.toContain('secret')
    await locked.kill()
    const gone = await check(locked.address)
    expect(gone.exitCode).toBe(1)
    expect(gone.stderr).toContain('There is no Redis at')
  } finally {
    await Promise.all([losing.remove(), locked.remove()])
  }

  const mount = makeFolder('mount')
  const missing = await run('work', '--mount', `data=${join(mount, 'none')}`)
  expect(missing.exitCode).toBe(2)
  expect(missing.stderr).toContain('there is no folder')
  await server.setFormat('99')
  const other = await run('work', '--mount', `data=${mount}`)
  expect(other.exitCode).toBe(2)
  expect(other.stderr).toContain('another version of Overlane')
})
