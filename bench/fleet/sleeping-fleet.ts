import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Redis } from 'ioredis'
import { submitRun } from '../../src/fleet/commands/submit-command.ts'
import { connect } from '../../src/fleet/queue/connect.ts'
import { FleetQueue } from '../../src/fleet/queue/fleet-queue.ts'
import { WORKERS_KEY } from '../../src/fleet/queue/worker-signs.ts'
import { RedisServer } from '../../src/fleet/testing/redis-server.ts'
import { MarkStore } from './mark-store.ts'
import type { SleepingOrder } from './sleeping-workers.ts'

export interface SleepingFleet {
  recordingCount: number
  chunkCount: number
  workerCount: number
  processCount: number
  /** Workers that are killed when a third of the chunks is done. */
  killedCount: number
  chunkMs: number
  chunkSpread: number
}

export interface SleepingResult {
  submitMs: number
  /** From the submission, for which the workers wait, to the last join. */
  totalMs: number
  /** Null if nobody was killed. */
  killedMs: number | null
  /** Before the submission, while all workers connected together. */
  redisStartPeakBytes: number
  redisPeakBytes: number
  /** How long Redis was busy. */
  redisCpuMs: number
  redisCommandCount: number
  commits: { first: number; again: number }
}

/** The built script is beside the one that runs. */
const WORKERS = fileURLToPath(new URL('./sleeping-workers.mjs', import.meta.url))
const LOOK_INTERVAL_MS = 50
const REST_LOOK_INTERVAL_MS = 5000
const RUN = 'r1'

/** Runs sleeping workers on a real queue, with a Redis of its own. */
export async function runSleepingFleet(fleet: SleepingFleet): Promise<SleepingResult> {
  const [server, marksServer] = await Promise.all([RedisServer.start(), RedisServer.start()])
  const queue = new FleetQueue(await connect(server.address, 'command'))
  const marks = new MarkStore(marksServer.address)
  const processes: ChildProcess[] = []
  const start = (name: string, workerCount: number): ChildProcess => {
    const { chunkCount, chunkMs, chunkSpread } = fleet
    const own = { name, workerCount, chunkCount, chunkMs, chunkSpread }
    const order: SleepingOrder = { queue: server.address, marks: marksServer.address, ...own }
    const child = fork(WORKERS, [JSON.stringify(order)])
    processes.push(child)
    return child
  }
  try {
    const othersCount = fleet.workerCount - fleet.killedCount
    for (let place = 0; place < fleet.processCount; place++) {
      const [from, to] = [place, place + 1].map((each) =>
        Math.round((othersCount * each) / fleet.processCount),
      )
      start(`w${place}`, (to ?? 0) - (from ?? 0))
    }
    const victims = fleet.killedCount > 0 ? start('victims', fleet.killedCount) : null
    while ((await queue.redis.zcard(WORKERS_KEY)) < fleet.workerCount) await delay(LOOK_INTERVAL_MS)
    const redisStartPeakBytes = await untilAtRest(queue.redis)

    const startMs = performance.now()
    const before = await redisState(queue.redis)
    await submit(queue, fleet.recordingCount)
    const submitMs = performance.now() - startMs
    let killedMs: number | null = null
    let redisPeakBytes = 0
    const thirdCount = (fleet.recordingCount * fleet.chunkCount) / 3
    for (;;) {
      const { doneCount, doneChunkCount } = await queue.runs.counts(RUN)
      redisPeakBytes = Math.max(redisPeakBytes, (await memoryOf(queue.redis)).usedBytes)
      if (victims && killedMs === null && doneChunkCount > thirdCount) {
        killedMs = performance.now() - startMs
        victims.kill('SIGKILL')
      }
      if (doneCount === fleet.recordingCount) break
      await delay(LOOK_INTERVAL_MS)
    }
    const totalMs = performance.now() - startMs
    const { cpuMs, commandCount } = await redisState(queue.redis)
    return {
      submitMs,
      totalMs,
      killedMs,
      redisStartPeakBytes,
      redisPeakBytes,
      redisCpuMs: cpuMs - before.cpuMs,
      redisCommandCount: commandCount - before.commandCount,
      commits: await marks.counts(),
    }
  } finally {
    for (const each of processes) each.kill('SIGKILL')
    await queue.close()
    marks.close()
    await Promise.all([server.remove(), marksServer.remove()])
  }
}

/**
 * Waits until Redis has freed the large buffers of new connections.
 * @returns the most that it had until then: all workers connected together
 */
async function untilAtRest(redis: Redis): Promise<number> {
  let { usedBytes, peakBytes } = await memoryOf(redis)
  for (let last = Infinity; usedBytes < last;) {
    last = usedBytes
    await delay(REST_LOOK_INTERVAL_MS)
    ;({ usedBytes, peakBytes } = await memoryOf(redis))
  }
  return peakBytes
}

async function submit(queue: FleetQueue, recordingCount: number): Promise<void> {
  await submitRun(
    queue,
    {
      id: RUN,
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
}

interface RedisState {
  cpuMs: number
  commandCount: number
}

/** Asks for nothing else: all of `info` keeps Redis busy for a while where it has thousands of connections. */
async function memoryOf(redis: Redis): Promise<{ usedBytes: number; peakBytes: number }> {
  const info = await redis.info('memory')
  const numberOf = (name: string): number =>
    Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  return { usedBytes: numberOf('used_memory'), peakBytes: numberOf('used_memory_peak') }
}

async function redisState(redis: Redis): Promise<RedisState> {
  const info = await redis.info()
  const numberOf = (name: string): number =>
    Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0)
  return {
    cpuMs: 1000 * (numberOf('used_cpu_user_main_thread') + numberOf('used_cpu_sys_main_thread')),
    commandCount: numberOf('total_commands_processed'),
  }
}
