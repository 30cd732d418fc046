/** From which confidence a candidate is one to apply without looking, and one to show at all. */
export const HIGH_CONFIDENCE = 0.9
export const LEAST_CONFIDENCE = 0.45

/**
 * `high`: one candidate stands out, and stretches of the recording say the same each by itself. `low`:
 * look at it before it is applied. `cannot_tell`: the recording does not say.
 */
export type SyncVerdict = 'high' | 'low' | 'cannot_tell'
