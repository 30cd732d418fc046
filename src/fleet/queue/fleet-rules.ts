/** Numbers that decide how a fleet works. The simulator of `bench/fleet` follows them. */

/** The lock of a job; a worker renews it while it works. */
export const LOCK_MS = 10_000
/** How often each worker looks for jobs whose worker was lost. */
export const STALLED_CHECK_MS = 5000
/** How long an idle worker waits for a job before it looks whether a recording should be planned. */
export const IDLE_S = 1
/** A worker whose plan found no room pauses for one to two times this long before the next one. */
export const LEAST_PLAN_PAUSE_MS = 200
/** So many recordings stay open in a browser, because open recordings take turns. */
export const MOST_OPEN_IN_BROWSER = 4
/** So many recordings may be open in any case, so that they take turns. */
export const OPEN_RECORDINGS = 4

/** A recording is opened while fewer than this many chunks wait for each worker. */
const CHUNKS_AHEAD_OF_WORKER = 2
const LEAST_AHEAD = 4
/** So that waiting chunks stay small however many workers there are. */
const MOST_AHEAD = 2000

/** A recording is opened while fewer chunks than these wait. */
export function mostWaitingChunks(workerCount: number): number {
  return Math.min(Math.max(CHUNKS_AHEAD_OF_WORKER * workerCount, LEAST_AHEAD), MOST_AHEAD)
}
