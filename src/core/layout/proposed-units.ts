import type { Recording } from '../recording/recording.ts'
import { proposeRoles } from './apply-layout.ts'
import { builtInLayout } from './built-in/index.ts'
import { chooseLayout } from './choose-layout.ts'

/** What a proposed overlay takes the numbers of a field for, though its name does not say it. */
export interface ProposedUnit {
  sensor: string
  field: string
  unit: string
  /** After "as"; null if nothing tells the unit, and it is assumed. */
  reason: string | null
}

/** The units of the overlay that is proposed for a new recording, where a name does not tell them. */
export function proposedUnits(found: Pick<Recording, 'sensors' | 'calibration'>): ProposedUnit[] {
  const choices = proposeRoles(builtInLayout(chooseLayout(found)), found.sensors)
  const units = Object.values(choices).flatMap((choice): ProposedUnit[] => {
    if (!choice || choice.unit === null) return []
    const { sensor, field, unit, unitReason, isUnitAssumed } = choice
    if (unitReason === undefined && !isUnitAssumed) return []
    return [{ sensor, field, unit, reason: unitReason ?? null }]
  })
  const keys = units.map(({ sensor, field }) => JSON.stringify([sensor, field]))
  return units.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}
