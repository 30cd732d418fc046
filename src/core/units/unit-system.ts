import type { Unit } from './units.ts'

export const UNIT_SYSTEMS = ['metric', 'imperial'] as const
export type UnitSystem = (typeof UNIT_SYSTEMS)[number]

/** Each unit with the one that stands for it in the other system. Units that are not here stay. */
const PAIRS: readonly { metric: Unit; imperial: Unit }[] = [
  { metric: 'km/h', imperial: 'mph' },
  { metric: 'm/s', imperial: 'mph' },
  { metric: 'm', imperial: 'ft' },
  { metric: 'km', imperial: 'mi' },
  { metric: '°C', imperial: '°F' },
  { metric: 'bar', imperial: 'psi' },
  { metric: 'Pa', imperial: 'psi' },
]

/**
 * The unit that a system has for numbers in a unit; the unit itself if it is one of the system, or
 * belongs to both: kn, deg, rad, g, m/s².
 */
export function unitInSystem(unit: Unit, system: UnitSystem): Unit {
  const isOfSystem = PAIRS.some((pair) => pair[system] === unit)
  if (isOfSystem) return unit
  return PAIRS.find((pair) => Object.values(pair).includes(unit))?.[system] ?? unit
}
