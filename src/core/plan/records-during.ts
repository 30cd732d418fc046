import type { SensorTrack } from '../recording/recording.ts'
import { alignTimeMs, recordsBetween } from '../time/match.ts'
import type { Matching } from '../time/match.ts'

/**
 * The records between two times of the video's clock, and one more on each side.
 * @returns the index of the first one, and of the one after the last
 */
export function recordsDuring(
  { timesMs }: Pick<SensorTrack, 'timesMs'>,
  matching: Matching,
  fromMs: number,
  toMs: number,
): [from: number, to: number] {
  return recordsBetween(timesMs, alignTimeMs(fromMs, matching), alignTimeMs(toMs, matching))
}

/**
 * How far apart two records may be, in ms of the log, so that every frame between them matches one of
 * them.
 */
export function longestStretchMs({ toleranceMs, strategy }: Matching): number {
  if (toleranceMs === null) return Infinity
  return strategy === 'nearest' ? 2 * toleranceMs : toleranceMs
}
