/** Numbers that decide how a fleet works. The simulator of `bench/fleet` follows them. */

/** The lock of a job; a worker renews it while it works. */
export const LOCK_MS = 10_000
/** How often somebody looks for jobs whose worker was lost. */
export const STALLED_CHECK_MS = 5000
/** So many workers look for lost jobs, on the average, however many there are. */
const CHECKING_WORKERS = 20
/** An idle worker waits at least and at most so long before it looks whether a recording should be planned. */
const LEAST_IDLE_S = 1
const MOST_IDLE_S = 10
/** Idle workers look about so often in a second, all together. */
const IDLE_LOOKS_PER_SECOND = 100
/** A worker says at least so often that it is there. */
const LEAST_SIGN_INTERVAL_MS = 2000
const MOST_SIGN_INTERVAL_MS = 5000
const SIGNS_PER_SECOND = 200
/** A worker whose plan found no room pauses for one to two times this long before the next one. */
export const LEAST_PLAN_PAUSE_MS = 200
/** So many recordings stay open in a browser, because open recordings take turns. */
export const MOST_OPEN_IN_BROWSER = 4
/** So many recordings may be open in any case, so that they take turns. */
export const OPEN_RECORDINGS = 4
/** A plan counts as in hand for so long, unless its worker says before that it is done. */
export const PLANNING_MS = 30_000
/** So many chunks a recording is expected to bring before one was opened. */
export const FIRST_CHUNKS_OF_RECORDING = 100

/** A recording is opened while fewer than this many chunks wait for each worker. */
const CHUNKS_AHEAD_OF_WORKER = 2
const LEAST_AHEAD = 4
/** So that waiting chunks stay small however many workers there are. */
const MOST_AHEAD = 2000

/** A recording is opened while fewer chunks than these wait. */
export function mostWaitingChunks(workerCount: number): number {
  return Math.min(Math.max(CHUNKS_AHEAD_OF_WORKER * workerCount, LEAST_AHEAD), MOST_AHEAD)
}

export interface FleetCounts {
  workerCount: number
  openCount: number
  waitingCount: number
  /** How many chunks a plan is expected to bring. */
  chunksOfRecording: number
}

/** So many plans may be in hand; 0 or less if there is no room for the chunks of one more recording. */
export function mostPlans(counts: FleetCounts): number {
  const room = mostWaitingChunks(counts.workerCount) - counts.waitingCount
  return Math.max(OPEN_RECORDINGS - counts.openCount, Math.ceil(room / counts.chunksOfRecording))
}

/** How long an idle worker waits for a job before it looks whether a recording should be planned. */
export function idleSeconds(workerCount: number): number {
  return Math.min(Math.max(workerCount / IDLE_LOOKS_PER_SECOND, LEAST_IDLE_S), MOST_IDLE_S)
}

/** How likely it is that a worker looks for lost jobs when it is time to. */
export function stalledCheckShare(workerCount: number): number {
  return Math.min(CHECKING_WORKERS / Math.max(workerCount, 1), 1)
}

export function signIntervalMs(workerCount: number): number {
  const sharedMs = (1000 * workerCount) / SIGNS_PER_SECOND
  return Math.min(Math.max(sharedMs, LEAST_SIGN_INTERVAL_MS), MOST_SIGN_INTERVAL_MS)
}
