import type { SensorTrack } from '../recording/recording.ts'
import { quantityInName } from './quantity-in-name.ts'
import { unitInName } from './units.ts'
import type { Quantity } from './units.ts'
import { unitByComparison } from './unit-by-comparison.ts'
import { unitByRange } from './unit-by-range.ts'
import type { UnitProposal } from './unit-proposal.ts'

/** Every edit asks again, and the records of a log stay as they are. */
const proposalsOf = new WeakMap<SensorTrack, Map<string, UnitProposal | null>>()

/**
 * The unit of a field. A unit in its name wins; else its values are compared with what other fields
 * of known units say at the same time, and last with what is usual for such a quantity.
 * @param track the log of the field
 * @param quantity what the field measures; default: as its name says
 * @param sensors the logs that it is compared with; the same ones for one track
 * @returns null where neither the name nor the values tell it
 */
export function proposeUnit(
  track: SensorTrack,
  field: string,
  quantity: Quantity | null,
  sensors: readonly SensorTrack[],
): UnitProposal | null {
  const named = unitInName(field, quantity ?? undefined)
  if (named !== null) return { unit: named, from: 'name', reason: 'its name says so' }
  const measured = quantity ?? quantityInName(field)
  if (measured === null) return null
  const known = proposalsOf.get(track) ?? new Map<string, UnitProposal | null>()
  proposalsOf.set(track, known)
  const key = JSON.stringify([field, measured, sensors.length])
  const found = known.get(key)
  if (found !== undefined) return found
  const proposal =
    unitByComparison(track, field, measured, sensors) ?? unitByRange(track, field, measured)
  known.set(key, proposal)
  return proposal
}
