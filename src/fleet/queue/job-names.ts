/** The names and the order of jobs. */

/** From the most urgent one. */
export const RUN_CLASSES = ['interactive', 'normal', 'bulk'] as const

export type RunClass = (typeof RUN_CLASSES)[number]

/** A recording has at most 5,000 chunks, so classes never meet. */
const PRIORITIES_OF_CLASS = 10_000

/** A recording of a run. */
export interface RecordingKey {
  run: string
  /** The recording's place in the run. */
  place: number
  /** How often it was tried before, by hand. */
  round: number
}

/** Neither a colon nor only digits: the engine allows neither. */
export function recordingId({ run, place, round }: RecordingKey): string {
  return `${run}-${place}-r${round}`
}

export function planJobId(key: RecordingKey): string {
  return `${recordingId(key)}-plan`
}

export function chunkJobId(key: RecordingKey, index: number): string {
  return `${recordingId(key)}-${index + 1}`
}

export function joinJobId(key: RecordingKey): string {
  return `${recordingId(key)}-join`
}

/**
 * The smaller one is taken first. Within a class the chunk's place decides, so that open recordings
 * take turns.
 */
export function chunkPriority(runClass: RunClass, index: number): number {
  return classRank(runClass) * PRIORITIES_OF_CLASS + index + 1
}

/** A recording whose chunks are all complete is joined next. */
export function joinPriority(runClass: RunClass): number {
  return classRank(runClass) * PRIORITIES_OF_CLASS + 1
}

export function planPriority(runClass: RunClass): number {
  return classRank(runClass) + 1
}

/** The engine sorts waiting jobs by this number; those of this class and of more urgent ones are below. */
export function scoreAbove(rank: number): number {
  return ((rank + 1) * PRIORITIES_OF_CLASS + 1) * SCORES_OF_PRIORITY
}

/** The engine counts jobs of one priority in the lower half of a number. */
export const SCORES_OF_PRIORITY = 0x100000000

export function classRank(runClass: RunClass): number {
  return RUN_CLASSES.indexOf(runClass)
}
