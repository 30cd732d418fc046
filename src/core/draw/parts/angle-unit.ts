import type { ChoiceOption } from '../../config/option-specs.ts'
import { lastKeyOf } from '../../plain-object.ts'
import type { FieldSummary, SensorTrack } from '../../recording/recording.ts'
import { convertUnit } from '../../units/units.ts'
import type { Unit } from '../../units/units.ts'

export type AngleUnit = Unit<'angle'>

/** Logs are more often in degrees. */
const ANGLE_UNITS = ['deg', 'rad'] as const satisfies readonly AngleUnit[]

export const angleUnitSpec = {
  kind: 'choice',
  choices: ANGLE_UNITS,
  default: 'deg',
  label: 'Source unit',
} as const satisfies ChoiceOption<AngleUnit>

export const DEGREES_PER_RADIAN = convertUnit(1, 'rad', 'deg')

export function toDegrees(angle: number, unit: AngleUnit): number {
  return unit === 'rad' ? angle * DEGREES_PER_RADIAN : angle
}

/** The angle of a canvas, in radians, for an angle clockwise from the top. */
export function angleFromTop(clockwiseDeg: number): number {
  return (clockwiseDeg - 90) / DEGREES_PER_RADIAN
}

/** The unit that the name of a field ends with. Without one, it is degrees. */
export function angleUnitOf(field: string): AngleUnit {
  return /rad(ians?)?$/i.test(field) ? 'rad' : 'deg'
}

/** Names of fields that are no angle, but how fast one changes or how exact it is. */
const NO_ANGLES = /rate|speed|veloc|accel|radps|dps|accuracy|error|std|var/

/** The first field of a log that is an angle of one of these names. */
export function angleNamed({ fields }: SensorTrack, names: RegExp): FieldSummary | undefined {
  return fields.find(({ name, type }) => {
    const key = lastKeyOf(name)
    return type === 'number' && names.test(key) && !NO_ANGLES.test(key)
  })
}
