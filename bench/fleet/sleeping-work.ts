/**
 * `npm run bench:fleet`: workers that sleep in place of rendering, on a real queue. It says how long the
 * queue takes, how large its Redis becomes, and whether each chunk was committed once, although some
 * workers are killed.
 */

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { submitRun } from '../../src/fleet/commands/submit-command.ts'
import { connect } from '../../src/fleet/queue/connect.ts'
import { FleetQueue } from '../../src/fleet/queue/fleet-queue.ts'
import { giveSign } from '../../src/fleet/queue/worker-signs.ts'
import { RedisServer } from '../../src/fleet/testing/redis-server.ts'
import { SleepingRenderer } from '../../src/fleet/testing/sleeping-renderer.ts'
import { WorkerLoop } from '../../src/fleet/worker/worker-loop.ts'
import { MarkStore } from './mark-store.ts'

const { values } = parseArgs({
  options: {
    recordings: { type: 'string', default: '100' },
    chunks: { type: 'string', default: '20' },
    workers: { type: 'string', default: '40' },
    processes: { type: 'string', default: '2' },
    'chunk-ms': { type: 'string', default: '50' },
    // Of a process that works: its queue, its marks, and how many workers it has.
    role: { type: 'string' },
  },
})
const recordingCount = Number(values.recordings)
const chunkCount = Number(values.chunks)
const workerCount = Number(values.workers)
const processCount = Number(values.processes)
const chunkMs = Number(values['chunk-ms'])

const SIGN_INTERVAL_MS = 5000
const LOOK_INTERVAL_MS = 500

if (values.role === undefined) await main()
else await work(JSON.parse(values.role) as Role)

interface Role {
  queue: string
  marks: string
  workerCount: number
  name: string
}

/** One process with many workers. */
async function work(role: Role): Promise<void> {
  const marks = new MarkStore(role.marks)
  const loops = await Promise.all(
    Array.from({ length: role.workerCount }, async (_, index) => {
      const queue = new FleetQueue(await connect(role.queue, 'worker'))
      const id = `${role.name}-${index}`
      const renderer = new SleepingRenderer({ store: marks, chunkCount, chunkMs: () => chunkMs })
      const loop = new WorkerLoop({
        queue,
        renderer,
        id,
        say: (text) => process.stderr.write(`${text}\n`),
      })
      const give = (): void => {
        const { run, state } = loop.work
        const sign = { id, host: role.name, pid: process.pid, environment: '', run, state }
        void giveSign(queue.redis, { ...sign, doneFrameCount: 0, framesPerSecond: null })
      }
      give()
      setInterval(give, SIGN_INTERVAL_MS)
      return loop
    }),
  )
  await Promise.all(loops.map((loop) => loop.run()))
}

async function main(): Promise<void> {
  const [server, marksServer] = await Promise.all([RedisServer.start(), RedisServer.start()])
  const queue = new FleetQueue(await connect(server.address, 'command'))
  const marks = new MarkStore(marksServer.address)
  const killedCount = Math.max(1, Math.round(workerCount / 100))
  const startMs = performance.now()
  await submitRun(
    queue,
    {
      id: 'r1',
      runClass: 'bulk',
      createdMs: Date.now(),
      recordingCount,
      framesPerChunk: 10,
      overwrite: false,
      settings: '{}',
      isCancelled: false,
      round: 0,
    },
    Array.from({ length: recordingCount }, (_, place) => ({
      recording: { mount: 'data', path: `drive-${place}` },
      output: { mount: 'data', path: `out/drive-${place}` },
    })),
  )
  const submitMs = performance.now() - startMs
  const start = (name: string, count: number): ChildProcess => {
    const role: Role = {
      queue: server.address,
      marks: marksServer.address,
      workerCount: count,
      name,
    }
    return fork(fileURLToPath(import.meta.url), [
      ...process.argv.slice(2),
      '--role',
      JSON.stringify(role),
    ])
  }
  const share = Math.ceil((workerCount - killedCount) / processCount)
  const others = Array.from({ length: processCount }, (_, index) => start(`w${index}`, share))
  const victims = start('victims', killedCount)
  let peakBytes = 0
  let killedMs: number | null = null
  for (;;) {
    const { doneCount, doneChunkCount } = await queue.runs.counts('r1')
    peakBytes = Math.max(peakBytes, await usedBytes(queue))
    if (killedMs === null && doneChunkCount > (recordingCount * chunkCount) / 3) {
      killedMs = performance.now() - startMs
      victims.kill('SIGKILL')
    }
    if (doneCount === recordingCount) break
    await delay(LOOK_INTERVAL_MS)
  }
  const totalMs = performance.now() - startMs
  for (const each of others) each.kill('SIGKILL')
  const ideal = (recordingCount * chunkCount * chunkMs) / workerCount
  const committed = await marks.counts()
  process.stdout.write(
    `${JSON.stringify({
      recordings: recordingCount,
      chunks: recordingCount * chunkCount,
      workers: workerCount,
      workers_killed: killedCount,
      chunk_ms: chunkMs,
      submit_s: seconds(submitMs),
      total_s: seconds(totalMs),
      sleep_alone_s: seconds(ideal),
      redis_peak_mb: Math.round(peakBytes / 1e5) / 10,
      commits: committed.first,
      commits_again: committed.again,
    })}\n`,
  )
  await queue.close()
  marks.close()
  await Promise.all([server.remove(), marksServer.remove()])
  process.exit(committed.first === recordingCount * (chunkCount + 1) ? 0 : 1)
}

async function usedBytes(queue: FleetQueue): Promise<number> {
  const info = await queue.redis.info('memory')
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? 0)
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10
}
