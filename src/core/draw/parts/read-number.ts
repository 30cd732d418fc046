import { numberAt } from '../../plain-object.ts'
import type { MatchedSample } from '../../time/match.ts'

/**
 * The number in a field of the matched record.
 * @param field a key or a dotted path
 * @returns null without a match, and where the field has no finite number
 */
export function readNumber(sample: MatchedSample | null, field: string): number | null {
  return sample && numberAt(sample.record, field)
}

/** What is drawn where there is no value: never an old one, never 0. */
export const NO_VALUE = 'N/A'
