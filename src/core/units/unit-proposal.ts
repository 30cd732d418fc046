import type { Quantity, Unit } from './units.ts'

/** The unit that the numbers of a field most likely have, and why. */
export interface UnitProposal<Q extends Quantity = Quantity> {
  unit: Unit<Q>
  /** What tells it: the name of the field, or what its numbers are. */
  from: 'name' | 'values'
  /** After "as": `its values agree with the positions of gnss`. */
  reason: string
}
