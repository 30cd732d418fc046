import type { FleetQueue } from './fleet-queue.ts'
import type { RunClass } from './job-names.ts'
import type { RecordingEnd, RunCounts, StoredRun } from './run-store.ts'
import { listWorkers } from './worker-signs.ts'
import type { WorkerSign } from './worker-signs.ts'

/** `over` has recordings that are not done. */
export type RunState = 'waiting' | 'running' | 'done' | 'over' | 'cancelled'

export interface RunProgress extends RunCounts {
  id: string
  runClass: RunClass
  createdMs: number
  recordingCount: number
  state: RunState
  /** Workers that work on it now. */
  workerCount: number
  /** With the frames of chunks that are being rendered. */
  framesPerSecond: number
}

/** What is known of a run, now. */
export async function readProgress(
  queue: FleetQueue,
  run: StoredRun,
  workers?: readonly WorkerSign[],
): Promise<RunProgress> {
  const { id, runClass, createdMs, recordingCount, isCancelled } = run
  const counts = await queue.runs.counts(id)
  const signs = workers ?? (await listWorkers(queue.redis))
  const own = signs.filter((sign) => sign.run === id)
  const inHand = own.reduce((sum, { doneFrameCount }) => sum + doneFrameCount, 0)
  return {
    id,
    runClass,
    createdMs,
    recordingCount,
    ...counts,
    doneFrameCount: Math.min(counts.doneFrameCount + inHand, counts.frameCount),
    state: stateOf(isCancelled, counts, recordingCount, own.length),
    workerCount: own.length,
    framesPerSecond: own.reduce((sum, each) => sum + (each.framesPerSecond ?? 0), 0),
  }
}

/** All runs, the newest first. */
export async function readFleet(
  queue: FleetQueue,
): Promise<{ runs: RunProgress[]; workers: WorkerSign[] }> {
  const workers = await listWorkers(queue.redis)
  const runs = await queue.runs.list()
  return {
    runs: await Promise.all(runs.map((run) => readProgress(queue, run, workers))),
    workers,
  }
}

export function isOver({ state }: Pick<RunProgress, 'state'>): boolean {
  return state === 'done' || state === 'over' || state === 'cancelled'
}

function stateOf(
  isCancelled: boolean,
  { doneCount, failedCount, plannedCount }: RunCounts,
  recordingCount: number,
  workerCount: number,
): RunState {
  if (doneCount >= recordingCount) return 'done'
  if (isCancelled) return 'cancelled'
  if (doneCount + failedCount >= recordingCount) return 'over'
  return plannedCount > 0 || workerCount > 0 ? 'running' : 'waiting'
}

/** The recordings of a run that are over and not done, with why, by their place. */
export function failuresOf(ends: ReadonlyMap<number, RecordingEnd>): Map<number, string> {
  const failed = [...ends].flatMap(([place, end]) =>
    end.kind === 'failed' ? [[place, end.why] as const] : [],
  )
  return new Map(failed.sort(([one], [other]) => one - other))
}
