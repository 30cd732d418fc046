import { formatCount, formatQuantity } from '../../index.ts'
import { alignTable } from '../../cli/print/align-table.ts'
import type { RunProgress } from '../queue/run-progress.ts'
import type { WorkerSign } from '../queue/worker-signs.ts'

const STATES: Record<RunProgress['state'], string> = {
  waiting: 'waits',
  running: 'running',
  done: 'done',
  over: 'over, with failures',
  cancelled: 'cancelled',
}

/** A table of runs, a line each. */
export function runsToText(runs: readonly RunProgress[], workers: readonly WorkerSign[]): string {
  const head = `${formatQuantity(workers.length, 'worker')}, ${formatQuantity(runs.length, 'run')}`
  if (runs.length === 0) return head
  const rows = runs.map((run) => [
    run.id,
    run.runClass,
    STATES[run.state],
    `${formatCount(run.doneCount)} of ${formatCount(run.recordingCount)}`,
    `${formatCount(run.doneChunkCount)} of ${formatCount(run.chunkCount)}`,
    `${formatCount(run.doneFrameCount)} of ${formatCount(run.frameCount)}`,
    formatCount(run.workerCount),
  ])
  const names = ['run', 'class', 'state', 'recordings', 'chunks', 'frames', 'workers']
  return `${head}\n${alignTable([names, ...rows])}`
}

/** One line: `r1f00: 3 of 20 recordings, 1,200 of 20,000 frames, 64 frames/s, 3 workers`. */
export function runToText(run: RunProgress): string {
  const { id, doneCount, recordingCount, failedCount, plannedCount } = run
  const isAllPlanned = plannedCount + failedCount >= recordingCount
  const parts = [
    STATES[run.state],
    `${formatCount(doneCount)} of ${formatQuantity(recordingCount, 'recording')}`,
    `${formatCount(run.doneFrameCount)} of ${isAllPlanned ? '' : 'at least '}${formatQuantity(run.frameCount, 'frame')}`,
    ...(run.framesPerSecond > 0 ? [`${run.framesPerSecond.toFixed(1)} frames/s`] : []),
    ...(run.workerCount > 0 ? [formatQuantity(run.workerCount, 'worker')] : []),
    ...(run.leftOutFrameCount > 0
      ? [`${formatQuantity(run.leftOutFrameCount, 'frame')} left out`]
      : []),
    ...(failedCount > 0 ? [`${formatQuantity(failedCount, 'recording')} failed`] : []),
  ]
  return `${id}: ${parts.join(', ')}`
}

export function runToJson(run: RunProgress): object {
  return {
    run: run.id,
    class: run.runClass,
    state: run.state,
    submitted: new Date(run.createdMs).toISOString(),
    recordings: run.recordingCount,
    recordings_planned: run.plannedCount,
    recordings_done: run.doneCount,
    recordings_failed: run.failedCount,
    chunks: run.chunkCount,
    chunks_done: run.doneChunkCount,
    frames: run.frameCount,
    frames_done: run.doneFrameCount,
    frames_left_out: run.leftOutFrameCount,
    frames_per_second: run.framesPerSecond,
    workers: run.workerCount,
  }
}

export function workerToJson(sign: WorkerSign): object {
  return {
    worker: sign.id,
    host: sign.host,
    pid: sign.pid,
    environment: sign.environment,
    state: sign.state,
    run: sign.run,
    frames_done: sign.doneFrameCount,
    frames_per_second: sign.framesPerSecond,
  }
}
