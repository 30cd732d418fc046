import type { ChoiceOption } from '../../config/option-specs.ts'
import { lastKeyOf } from '../../plain-object.ts'
import { convertUnit } from '../../units/units.ts'
import type { Unit } from '../../units/units.ts'

export type AngleUnit = Unit<'angle'>

/** Logs are more often in degrees. */
const ANGLE_UNITS = ['deg', 'rad'] as const satisfies readonly AngleUnit[]

export const angleUnitSpec = {
  kind: 'choice',
  choices: ANGLE_UNITS,
  default: 'deg',
  label: 'Unit in the log',
} as const satisfies ChoiceOption<AngleUnit>

export const DEGREES_PER_RADIAN = convertUnit(1, 'rad', 'deg')

export function toDegrees(angle: number, unit: AngleUnit): number {
  return unit === 'rad' ? angle * DEGREES_PER_RADIAN : angle
}

/** The unit that the name of a field ends with. Without one, it is degrees. */
export function angleUnitOf(field: string): AngleUnit {
  return /rad(ians?)?$/i.test(field) ? 'rad' : 'deg'
}

/** Names of fields that are no angle, but how fast one changes or how exact it is. */
const NO_ANGLES = /rate|speed|veloc|accel|radps|dps|accuracy|error|std|var/

/** Whether a field is an angle of one of these names. */
export function isAngleNamed(field: string, names: RegExp): boolean {
  const key = lastKeyOf(field)
  return names.test(key) && !NO_ANGLES.test(key)
}
