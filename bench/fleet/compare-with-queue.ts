/**
 * Compares the simulator with a real queue, on which workers sleep in place of rendering: 2, 4 and 8
 * workers; equal chunks, chunks of many lengths, and a worker that is killed. What a job costs beside its
 * sleep is measured with one worker. It fails if a time differs by more than 10 %.
 */

import { parseArgs } from 'node:util'
import { USUAL } from './simulator/fleet-model.ts'
import type { FleetModel, ServiceTimes } from './simulator/fleet-model.ts'
import { FleetSimulation } from './simulator/fleet-simulation.ts'
import { runSleepingFleet } from './sleeping-fleet.ts'
import type { SleepingFleet, SleepingResult } from './sleeping-fleet.ts'

const { values } = parseArgs({
  options: { 'recordings-of-worker': { type: 'string', default: '2' } },
})

const CHUNK_MS = 400
const CHUNKS = 20
const MOST_DIFFERENCE = 0.1
const SIMULATIONS = 20
const NO_TIME = { fixedMs: 0, perFrameMs: 0 }

const fleetOf = (workerCount: number, chunkSpread: number, killedCount: number): SleepingFleet => ({
  recordingCount: workerCount * Number(values['recordings-of-worker']),
  chunkCount: CHUNKS,
  workerCount,
  processCount: 1,
  killedCount,
  chunkMs: CHUNK_MS,
  chunkSpread,
})

const alone = fleetOf(1, 0, 0)
const queue = queueTimes(alone, await runSleepingFleet(alone))
print(
  `A job costs ${queue.jobMs.toFixed(2)} ms, and Redis is busy for ${queue.redisJobMs.toFixed(2)} ms of it.`,
)
print('| workers | chunks | killed | real queue, s | simulator, s | simulator ÷ queue |')
print('| --- | --- | --- | --- | --- | --- |')
for (const workerCount of [2, 4, 8]) {
  await compare('equal', fleetOf(workerCount, 0, 0))
  await compare('of many lengths', fleetOf(workerCount, 0.6, 0))
  await compare('equal', fleetOf(workerCount, 0, 1))
}

async function compare(chunks: string, fleet: SleepingFleet): Promise<void> {
  const real = await runSleepingFleet(fleet)
  const times = Array.from({ length: SIMULATIONS }, (_, seed) => {
    const model = { ...modelOf(fleet, queue), seed }
    const deathsAtMs = real.killedMs === null ? [] : [real.killedMs]
    return new FleetSimulation({ ...model, deathsAtMs }).run().totalMs
  })
  const simulatedMs = times.reduce((sum, ms) => sum + ms, 0) / SIMULATIONS
  const ratio = simulatedMs / real.totalMs
  const row = [
    fleet.workerCount,
    `${fleet.recordingCount} × ${CHUNKS} ${chunks}`,
    fleet.killedCount,
    (real.totalMs / 1000).toFixed(2),
    (simulatedMs / 1000).toFixed(2),
    ratio.toFixed(3),
  ]
  print(`| ${row.join(' | ')} |`)
  const isOnce = real.commits.first === fleet.recordingCount * (CHUNKS + 1)
  if (isOnce && Math.abs(ratio - 1) <= MOST_DIFFERENCE) return
  process.exitCode = 1
  print(isOnce ? 'This differs by more than 10 %.' : 'Not every chunk was committed once.')
}

/** What is left of the time of one worker when its sleep is taken away. */
function queueTimes(
  fleet: SleepingFleet,
  real: SleepingResult,
): Pick<ServiceTimes, 'jobMs' | 'redisJobMs'> {
  const chunkCount = fleet.recordingCount * fleet.chunkCount
  const jobCount = chunkCount + 2 * fleet.recordingCount
  const redisJobMs = real.redisCpuMs / jobCount
  const jobMs = (real.totalMs - chunkCount * fleet.chunkMs) / jobCount - redisJobMs
  return { jobMs: Math.max(0, jobMs), redisJobMs }
}

function modelOf(
  fleet: SleepingFleet,
  times: Pick<ServiceTimes, 'jobMs' | 'redisJobMs'>,
): FleetModel {
  return {
    ...USUAL,
    ...fleet,
    framesPerRecording: fleet.chunkCount,
    chunkSize: { least: 1, most: 1 },
    restartMs: null,
    services: {
      ...times,
      browserStartMs: 0,
      plan: NO_TIME,
      open: NO_TIME,
      chunk: { fixedMs: fleet.chunkMs, perFrameMs: 0 },
      chunkSpread: fleet.chunkSpread,
      carefulFactor: 1,
      join: NO_TIME,
      checkFrameMs: 0,
      addChunkMs: 0,
      readBytesPerFrame: 0,
      writeBytesPerFrame: 0,
    },
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
