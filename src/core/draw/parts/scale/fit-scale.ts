import type { SensorTrack } from '../../../recording/recording.ts'
import type { Fit } from '../../renderers/renderer.ts'
import { numberFields } from '../number-fields.ts'
import { sampleNumbers } from '../sample-numbers.ts'
import { roundUp } from './scale.ts'

interface Scale {
  field: string
  min: number
  max: number
}

/** Numbers that say where or which, not how much. */
export const NO_AMOUNT = /time|lat|lon|(?:^|[._ ])id$|index|frame|count/i

/** A number of a log for a scale, with round limits around its values. Speeds come first. */
export function fitScale(track: SensorTrack): Fit<Scale> | null {
  const amounts = numberFields(track).filter(({ name }) => !NO_AMOUNT.test(name))
  const found = amounts.find(({ name }) => /speed|velocity/i.test(name)) ?? amounts[0]
  if (!found) return null
  const values = sampleNumbers(track, found.name)
  const lowest = values.reduce((least, value) => Math.min(least, value), 0)
  const highest = values.reduce((most, value) => Math.max(most, value), 0)
  const max = highest > 0 ? roundUp(highest) : 0
  const min = lowest < 0 ? -roundUp(-lowest) : 0
  const limits = min < max ? { min, max } : { min: 0, max: 100 }
  return { score: 1, options: { field: found.name, ...limits } }
}
