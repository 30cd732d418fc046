/**
 * `npm run faults:fleet`: workers are killed and stopped, and Redis is killed, while they render. Each
 * fault is a row: what was done, and whether the result is that of a run without faults.
 *   npm run faults:fleet -- [--seconds 60] [--down 10] [--recordings 8] [--frames 80] [--chunk 20] [--width 480]
 *     [--only kill,stop,redis,network,tls,wide]
 * `network` needs root and Linux, for a network of its own; `tls` needs openssl. `wide` only compares.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Queue } from 'bullmq'
import { findOrInstallBrowser } from './find-browser.mjs'
import { findOrInstallRedis, findRedis } from './find-redis.mjs'
import { FleetNetwork } from './fleet-network.mjs'
import { Fleet } from './fleet-processes.mjs'
import { compareResults, list } from './fleet-result.mjs'
import { makeTlsRedis } from './fleet-tls.mjs'
import { isBuilt } from './is-built.mjs'
import { buildApp, projectFolder, setUp } from './setup.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    down: { type: 'string', default: '10' },
    recordings: { type: 'string', default: '8' },
    frames: { type: 'string', default: '80' },
    chunk: { type: 'string', default: '20' },
    width: { type: 'string', default: '480' },
    only: { type: 'string', default: 'kill,stop,redis' },
  },
})
/** As the workers name it. @type {{ prefix: string, work: string }} */
const queueNames = JSON.parse(
  readFileSync(join(projectFolder, 'src', 'fleet', 'queue', 'queue-names.json'), 'utf8'),
)
/** How long workers are killed. */
const seconds = Number(values.seconds)
/** How long Redis is away, each time. */
const downSeconds = Number(values.down)
const chunkFrames = Number(values.chunk)
const widthPx = Number(values.width)
const WORKERS = 3
const KILL_EVERY_MS = 10_000
/** A worker's lock is 10 s. */
const STOPPED_MS = 30_000
const REDIS_KILLS = 3
const CUT_MS = 90_000
const BROWSERS_END_MS = 10_000
const names = Array.from({ length: Number(values.recordings) }, (_, index) => `drive-${index + 1}`)

/** @type {string[]} */
const rows = []
let isGood = true

await findOrInstallRedis()
const isReady =
  (await setUp()) && (isBuilt() || (await buildApp())) && (await findOrInstallBrowser()) !== null
if (!isReady || findRedis() === null) process.exit(1)

const fleet = new Fleet()
await fleet.start()
try {
  for (const [index, name] of names.entries()) {
    const heightPx = String(Math.round((widthPx * 9) / 16))
    const size = ['--width', values.width, '--height', heightPx, '--frames', values.frames]
    await must(fleet.run('sample', name, ...size, '--seed', String(index + 1)))
  }
  await must(fleet.run('render', ...names, '--out', 'expected', '--format', 'webp'))
  const only = values.only.split(',')
  if (only.includes('kill')) await killWorkers()
  if (only.includes('stop')) await stopWorker()
  if (only.includes('redis')) await killRedis()
  if (only.includes('wide')) await compareWide()
  if (only.includes('network')) await cutNetwork()
  if (only.includes('tls')) await useTls()
} finally {
  await fleet.end()
}
console.log('| fault | what was done | result |\n| --- | --- | --- |')
for (const row of rows) console.log(row)
if (!isGood) process.exitCode = 1

/** A random worker is killed every ten seconds; a new one takes its place. */
async function killWorkers() {
  const startMs = Date.now()
  let kills = 0
  let runs = 0
  let repeatedCount = 0
  while (Date.now() - startMs < seconds * 1000) {
    const out = `killed-${++runs}`
    const { ended: watch } = await submit(out)
    fleet.work(WORKERS - fleet.workers.length)
    let isOver = false
    void watch.then(() => (isOver = true))
    while (!isOver) {
      await Promise.race([watch, delay(KILL_EVERY_MS)])
      if (isOver || Date.now() - startMs >= seconds * 1000) continue
      const worker = fleet.workers[Math.floor(Math.random() * fleet.workers.length)]
      if (!worker) continue
      await fleet.killWorker(worker)
      kills++
      fleet.work(1)
    }
    note(`kill −9 of a random worker every 10 s`, `run ${runs}`, compare(out, await watch))
    repeatedCount += await repeatedFrames()
  }
  const most = kills * chunkFrames
  note(
    'frames that were begun again',
    `${kills} kills, chunks of ${chunkFrames} frames`,
    repeatedCount > most ? `${repeatedCount} of at most ${most}` : null,
    `at most ${repeatedCount} of ${most} that are allowed`,
  )
  await Promise.all([...fleet.workers].map((each) => fleet.killWorker(each)))
  await delay(BROWSERS_END_MS)
  const left = fleet.processes().length
  note(
    'all workers killed at the end',
    `${kills} kills in ${Math.round((Date.now() - startMs) / 1000)} s before`,
    left === 0 ? null : `${left} processes run after 10 s`,
    'no process of them runs after 10 s',
  )
}

/** A worker with a chunk in hand is stopped with all of its processes, past its lock, and continued. */
async function stopWorker() {
  fleet.work(2)
  const { ended: watch } = await submit('stopped')
  await untilReceipts('stopped', 2)
  const pid = fleet.workers[0]?.pid ?? 0
  const all = fleet.tree(pid)
  for (const each of all) process.kill(each, 'SIGSTOP')
  await delay(STOPPED_MS)
  for (const each of all) process.kill(each, 'SIGCONT')
  note(
    'a worker stopped past its lock, then continued',
    `${all.length} processes stopped for ${STOPPED_MS / 1000} s, lock 10 s`,
    compare('stopped', await watch),
  )
  await Promise.all([...fleet.workers].map((each) => fleet.killWorker(each)))
}

/** Chunks that were started again, as frames; the queue is empty then. */
async function repeatedFrames() {
  const queue = new Queue(queueNames.work, {
    connection: { host: '127.0.0.1', port: fleet.port },
    prefix: queueNames.prefix,
  })
  const jobs = await queue.getJobs(['completed', 'failed'], 0, -1)
  const chunks = jobs.filter((job) => job.data.kind === 'chunk')
  const again = chunks.reduce((sum, job) => sum + Math.max(0, job.attemptsStarted - 1), 0)
  await queue.obliterate({ force: true })
  await queue.close()
  return again * chunkFrames
}

/** Three workers without a fault. */
async function compareWide() {
  fleet.work(WORKERS)
  const { ended: watch } = await submit('wide')
  const size = `${names.length} recordings of ${values.frames} frames, chunks of ${chunkFrames}`
  note(`${WORKERS} workers`, size, compare('wide', await watch))
  await Promise.all([...fleet.workers].map((each) => fleet.killWorker(each)))
}

/** One of two workers is in a network of its own, which is cut. */
async function cutNetwork() {
  const network = new FleetNetwork()
  await network.open()
  try {
    await fleet.changeRedis(
      ['--bind', '127.0.0.1', network.hostAddress, '--protected-mode', 'no'],
      {},
    )
    const address = `redis://${network.hostAddress}:${fleet.port}`
    fleet.work(1, { before: network.command, env: { OVERLANE_QUEUE: address } })
    const { ended: watch } = await submit('cut')
    await untilReceipts('cut', 1)
    await network.cut()
    const cutMs = Date.now()
    fleet.work(1)
    await delay(CUT_MS)
    await network.mend()
    note(
      'a worker cut from the network after its first chunk',
      `a namespace whose link was down for ${Math.round((Date.now() - cutMs) / 1000)} s; lock 10 s`,
      compare('cut', await watch),
    )
  } finally {
    await Promise.all([...fleet.workers].map((each) => fleet.killWorker(each)))
    await network.close()
    await fleet.changeRedis(['--bind', '127.0.0.1'], {})
  }
}

/** The queue has a password and a certificate of its own. */
async function useTls() {
  const { options, env } = makeTlsRedis(fleet.folder, fleet.port)
  await fleet.changeRedis(options, env)
  const refusals = [
    { change: { NODE_EXTRA_CA_CERTS: '' }, says: 'cannot be reached with TLS' },
    {
      change: { OVERLANE_QUEUE: env.OVERLANE_QUEUE.replace(':secret@', ':guess@') },
      says: 'refuses the user or the password',
    },
    {
      change: { OVERLANE_QUEUE: env.OVERLANE_QUEUE.replace('rediss:', 'redis:') },
      says: 'There is no Redis at',
    },
  ]
  for (const { change, says } of refusals) {
    fleet.queueEnv = { ...env, ...change }
    const { code, stderr } = await fleet.run('queue', 'check')
    const isRefused = code !== 0 && stderr.includes(says)
    note(
      'TLS',
      `queue check with ${Object.keys(change).join()} changed`,
      isRefused ? null : stderr,
      `code ${code}: “${says}”`,
    )
  }
  fleet.queueEnv = env
  fleet.work(1)
  const { ended: watch } = await submit('tls')
  note(
    'TLS and a password',
    'a certificate made by openssl, named in NODE_EXTRA_CA_CERTS',
    compare('tls', await watch),
  )
  await Promise.all([...fleet.workers].map((each) => fleet.killWorker(each)))
}

async function killRedis() {
  fleet.work(2)
  const watch = submitAndWait('redis')
  await untilReceipts('redis', 1)
  for (let kills = 0; kills < REDIS_KILLS; kills++) {
    await fleet.killRedis()
    await delay(downSeconds * 1000)
    await fleet.startRedis()
    await delay(5000)
  }
  note(
    'Redis kill −9',
    `${REDIS_KILLS} times, ${downSeconds} s down each`,
    compare('redis', await watch),
  )
  await Promise.all([...fleet.workers].map((each) => fleet.killWorker(each)))
}

/** @param {string} out @returns {Promise<{ ended: Promise<number | null> }>} */
async function submit(out) {
  const id = await queue(out)
  return { ended: fleet.run('jobs', 'watch', id).then(({ code }) => code) }
}

/** Looks whether the run is over again and again: its connection may be lost. @param {string} out */
async function submitAndWait(out) {
  const id = await queue(out)
  for (;;) {
    const { code } = await fleet.run('jobs', 'watch', id)
    if (code === 0 || code === 3) return code
    await delay(1000)
  }
}

/** @param {string} out */
async function queue(out) {
  const settings = ['--out', out, '--format', 'webp', '--chunk-frames', String(chunkFrames)]
  const { stdout } = await must(
    fleet.run('submit', ...names, ...settings, '--mount', `data=${fleet.folder}`, '--json'),
  )
  return /** @type {{ run: string }} */ (JSON.parse(stdout)).run
}

/** @param {string} out @param {number} count */
async function untilReceipts(out, count) {
  const receipts = () =>
    names.flatMap((name) => list(join(fleet.folder, out, name, 'overlane-plan', 'receipts')))
  while (receipts().length < count) await delay(100)
}

/**
 * @param {string} out
 * @param {number | null} code of `jobs watch`
 * @returns {string | null} what is wrong; null if the frames are those of a local run
 */
function compare(out, code) {
  if (code !== 0) return `jobs watch ended with ${code}`
  return compareResults(fleet.folder, names, out, 'expected')
}

/** @param {string} fault @param {string} done @param {string | null} wrong @param {string} [good] */
function note(fault, done, wrong, good) {
  if (wrong !== null) isGood = false
  const count = names.length * Number(values.frames)
  const text = wrong ?? good ?? `as without: ${count} frames, the same bytes`
  rows.push(`| ${fault} | ${done} | ${text} |`)
  console.log(rows.at(-1))
}

/**
 * @template {{ code: number | null, stderr: string }} Result
 * @param {Promise<Result>} running
 */
async function must(running) {
  const result = await running
  if (result.code === 0) return result
  throw new Error(result.stderr)
}
