import { lastKeyOf } from '../plain-object.ts'
import { quantityOf, unitInName } from './units.ts'
import type { Quantity } from './units.ts'

/** Words that name what a number measures, whatever its unit. */
const WORDS: readonly { quantity: Quantity; pattern: RegExp }[] = [
  { quantity: 'speed', pattern: /speed|veloc/ },
  { quantity: 'acceleration', pattern: /accel/ },
  { quantity: 'angle', pattern: /angle|steering|heading|bearing|azimuth|latitude|longitude/ },
  { quantity: 'angle', pattern: /^(?:yaw|pitch|roll|course|lat|lon|lng)(?:_|$)/ },
  { quantity: 'length', pattern: /altitude|elevation|height|distance|depth/ },
  { quantity: 'temperature', pattern: /temp/ },
  { quantity: 'pressure', pattern: /pressure/ },
]

/** A number of such a name is how fast or how exact another one is, or how many there are. */
const OTHER = /rate|accuracy|error|std|var|count|index/

/**
 * What a field measures, by the unit or by a word in its name: `altitude_m`, `steering`. Null where
 * the name tells nothing, or more than one thing.
 */
export function quantityInName(field: string): Quantity | null {
  const unit = unitInName(field)
  if (unit !== null) return quantityOf(unit)
  const name = lastKeyOf(field)
  if (OTHER.test(name)) return null
  const found = new Set(
    WORDS.flatMap(({ quantity, pattern }) => (pattern.test(name) ? [quantity] : [])),
  )
  const [only, ...others] = found
  return others.length === 0 ? (only ?? null) : null
}

/** Whether the name of a field tells that it measures something else. */
export function measuresOther(field: string, quantity: Quantity): boolean {
  if (unitInName(field, quantity) !== null) return false
  const named = quantityInName(field)
  return named !== null && named !== quantity
}
