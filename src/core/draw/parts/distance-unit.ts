import type { ChoiceOption } from '../../config/option-specs.ts'
import { convertUnit } from '../../units/units.ts'
import { roundDown } from './scale/scale.ts'

const DISTANCE_UNITS = ['m', 'ft'] as const

/** In what distances are drawn. Those in the options and in the log are in metres. */
export type DistanceUnit = (typeof DISTANCE_UNITS)[number]

export const distanceUnitSpec = {
  kind: 'choice',
  choices: DISTANCE_UNITS,
  default: 'm',
  label: 'Distances drawn in',
} as const satisfies ChoiceOption<DistanceUnit>

/** For `units` of a renderer with this option. */
export const DISTANCE_UNIT_USE = { unit: 'distanceUnit', fields: [] } as const

export function metresIn(unit: DistanceUnit, distanceM: number): number {
  return convertUnit(distanceM, 'm', unit)
}

/** The longest round distance that is not above another one, and how it is written. */
export function roundDistance(
  mostM: number,
  unit: DistanceUnit,
): { lengthM: number; text: string } {
  const [small, large] = unit === 'm' ? (['m', 'km'] as const) : (['ft', 'mi'] as const)
  const shown = convertUnit(mostM, 'm', large) >= 1 ? large : small
  const length = roundDown(convertUnit(mostM, 'm', shown))
  return { lengthM: convertUnit(length, shown, 'm'), text: `${length} ${shown}` }
}
