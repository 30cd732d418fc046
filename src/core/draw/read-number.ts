import { readPath } from '../plain-object.ts'
import type { MatchedSample } from '../time/match.ts'

/**
 * The number of a field.
 * @param field a key or a dotted path
 * @returns null if no record matched, or its value is no finite number
 */
export function readNumber(sample: MatchedSample | null, field: string): number | null {
  const found = sample && readPath(sample.record, field)
  return typeof found === 'number' && Number.isFinite(found) ? found : null
}
