import { lastKeyOf } from '../../../plain-object.ts'
import type { FieldSummary, SensorTrack } from '../../../recording/recording.ts'
import type { MatchedSample } from '../../../time/match.ts'
import { convertUnit } from '../../../units/units.ts'
import type { Fit } from '../../renderers/renderer.ts'
import type { Point } from '../../surface.ts'
import { readNumber } from '../read-number.ts'
import type { GMeterOptions } from './g-meter-specs.ts'

/** x to the right, y forwards, in g. Null if one of the two is missing. */
export function readAcceleration(
  sample: MatchedSample | null,
  options: GMeterOptions,
): Point | null {
  const lateral = readNumber(sample, options.lateralField)
  const longitudinal = readNumber(sample, options.longitudinalField)
  if (lateral === null || longitudinal === null) return null
  const { x, y } = gFactors(options)
  return { x: lateral * x, y: longitudinal * y }
}

/** What the numbers of the log are multiplied by. */
export function gFactors({ fieldUnit, invertLateral, invertLongitudinal }: GMeterOptions): Point {
  const unit = convertUnit(1, fieldUnit, 'g')
  return { x: invertLateral ? -unit : unit, y: invertLongitudinal ? -unit : unit }
}

const SIDEWAYS = /lateral|sideways|right|left/
const FORWARDS = /longitudinal|forward/

/** Two accelerations of one log, named after their directions. */
export function fitAccelerations({ name, fields }: SensorTrack): Fit<GMeterOptions> | null {
  const isOfAccelerations = /acc/i.test(name)
  const named = (direction: RegExp): FieldSummary | undefined =>
    fields.find((field) => {
      const key = lastKeyOf(field.name)
      const isAcceleration =
        (isOfAccelerations || /acc|mps2|m_s2|_g$/.test(key)) && !/gyro|wheel|radps/.test(key)
      return field.type === 'number' && isAcceleration && direction.test(key)
    })
  const [lateral, longitudinal] = [named(SIDEWAYS), named(FORWARDS)]
  if (!lateral || !longitudinal) return null
  return {
    score: 1,
    options: {
      lateralField: lateral.name,
      longitudinalField: longitudinal.name,
      fieldUnit: /_g$/i.test(lateral.name) ? 'g' : 'm/s²',
      invertLateral: /left/.test(lastKeyOf(lateral.name)),
    },
  }
}
