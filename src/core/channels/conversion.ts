import { convertUnit } from '../units/units.ts'
import type { Unit } from '../units/units.ts'

/**
 * The expression that converts the numbers of a field or channel; null if its name cannot stand in
 * an expression, as it has a backquote.
 */
export function conversionOf(name: string, from: Unit, to: Unit): string | null {
  if (name.includes('`')) return null
  const zero = convertUnit(0, from, to)
  const factor = convertUnit(1, from, to) - zero
  return `\`${name}\` * ${factor} + ${zero}`.replace('+ -', '- ')
}
