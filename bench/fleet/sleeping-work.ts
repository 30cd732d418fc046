/**
 * `npm run bench:fleet`: workers that sleep in place of rendering, on a real queue. It says how long the
 * queue takes, how large its Redis becomes, and whether each chunk was committed once, although some
 * workers are killed.
 */

import { parseArgs } from 'node:util'
import { runSleepingFleet } from './sleeping-fleet.ts'

const { values } = parseArgs({
  options: {
    recordings: { type: 'string', default: '100' },
    chunks: { type: 'string', default: '20' },
    workers: { type: 'string', default: '40' },
    processes: { type: 'string', default: '2' },
    'chunk-ms': { type: 'string', default: '50' },
    killed: { type: 'string' },
  },
})
const recordingCount = Number(values.recordings)
const chunkCount = Number(values.chunks)
const workerCount = Number(values.workers)
const chunkMs = Number(values['chunk-ms'])
/** One of a hundred. */
const killedCount = Number(values.killed ?? Math.max(1, Math.round(workerCount / 100)))

const result = await runSleepingFleet({
  recordingCount,
  chunkCount,
  workerCount,
  processCount: Number(values.processes),
  killedCount,
  chunkMs,
  chunkSpread: 0,
})
const { commits, redisCpuMs, redisCommandCount, totalMs } = result
const jobCount = recordingCount * (chunkCount + 2)
process.stdout.write(
  `${JSON.stringify({
    recordings: recordingCount,
    chunks: recordingCount * chunkCount,
    workers: workerCount,
    workers_killed: killedCount,
    chunk_ms: chunkMs,
    submit_s: seconds(result.submitMs),
    total_s: seconds(totalMs),
    sleep_alone_s: seconds((recordingCount * chunkCount * chunkMs) / workerCount),
    jobs_per_s: Math.round((1000 * jobCount) / totalMs),
    redis_start_peak_mb: megabytes(result.redisStartPeakBytes),
    redis_peak_mb: megabytes(result.redisPeakBytes),
    redis_cpu_s: seconds(redisCpuMs),
    redis_ms_per_job: Math.round((100 * redisCpuMs) / jobCount) / 100,
    commands_per_job: Math.round((10 * redisCommandCount) / jobCount) / 10,
    commits: commits.first,
    commits_again: commits.again,
  })}\n`,
)
process.exitCode = commits.first === recordingCount * (chunkCount + 1) ? 0 : 1

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10
}
