/** A unit as a straight line to the base unit of its quantity: base = value · factor + zero. */
interface Line {
  factor: number
  /** What 0 of this unit is in the base unit. */
  zero: number
}

const times = (factor: number): Line => ({ factor, zero: 0 })

/**
 * The units of each quantity. All factors are exact by definition: the international foot, mile and
 * pound (agreement of 1959), the international nautical mile (1929), and standard gravity (CGPM 1901),
 * as in NIST Special Publication 811, appendix B; °F as in the same place, B.8.
 */
const QUANTITIES = {
  speed: {
    'm/s': times(1),
    'km/h': times(1 / 3.6),
    mph: times(0.44704),
    kn: times(1852 / 3600),
  },
  length: { m: times(1), ft: times(0.3048), km: times(1000), mi: times(1609.344) },
  temperature: { '°C': times(1), '°F': { factor: 5 / 9, zero: (-32 * 5) / 9 } },
  angle: { rad: times(1), deg: times(Math.PI / 180) },
  acceleration: { 'm/s²': times(1), g: times(9.80665) },
  // A pound of force on a square inch.
  pressure: { Pa: times(1), bar: times(100_000), psi: times((0.45359237 * 9.80665) / 0.0254 ** 2) },
} as const satisfies Record<string, Record<string, Line>>

export type Quantity = keyof typeof QUANTITIES
type UnitsOf<Q extends Quantity> = Q extends Quantity ? keyof (typeof QUANTITIES)[Q] : never
export type Unit<Q extends Quantity = Quantity> = UnitsOf<Q>

export const QUANTITY_NAMES = Object.keys(QUANTITIES) as Quantity[]

/** The units of a quantity; the first is its base unit. */
export function unitsOf<Q extends Quantity>(quantity: Q): Unit<Q>[] {
  return Object.keys(QUANTITIES[quantity]) as Unit<Q>[]
}

export const SPEED_UNITS = unitsOf('speed')
export const UNITS: readonly Unit[] = QUANTITY_NAMES.flatMap((quantity) => unitsOf(quantity))

/** The quantity that a unit measures; null if the text is no unit that is known here. */
export function quantityOf(unit: string): Quantity | null {
  return QUANTITY_NAMES.find((quantity) => Object.hasOwn(QUANTITIES[quantity], unit)) ?? null
}

export function isUnit(text: string): text is Unit {
  return quantityOf(text) !== null
}

/** Whether values in one unit can be converted to the other. */
export function isConvertible(from: string, to: string): boolean {
  const quantity = quantityOf(from)
  return quantity !== null && quantity === quantityOf(to)
}

/** A value in another unit of the same quantity. @throws RangeError for different quantities */
export function convertUnit(value: number, from: Unit, to: Unit): number {
  if (from === to) return value
  if (!isConvertible(from, to)) throw new RangeError(`${from} cannot be converted to ${to}.`)
  const [source, target] = [LINES[from], LINES[to]]
  return (value * source.factor + source.zero - target.zero) / target.factor
}

/** No two quantities have a unit of the same name. */
const LINES: Record<Unit, Line> = {
  ...QUANTITIES.speed,
  ...QUANTITIES.length,
  ...QUANTITIES.temperature,
  ...QUANTITIES.angle,
  ...QUANTITIES.acceleration,
  ...QUANTITIES.pressure,
}

/** How the names of fields end when they name a unit. The same ending may mean something else. */
const ENDINGS: readonly { unit: Unit; ending: string; only?: RegExp }[] = [
  { unit: 'm/s', ending: 'mps|m_s|m/s' },
  { unit: 'm/s', ending: 'ms', only: /speed|velocity/i },
  { unit: 'km/h', ending: 'kmh|kph|km_h|km/h' },
  { unit: 'mph', ending: 'mph' },
  { unit: 'kn', ending: 'kn|kt|kts|knots?' },
  { unit: 'm', ending: 'm|met(?:er|re)s?' },
  { unit: 'ft', ending: 'ft|feet' },
  { unit: 'km', ending: 'km' },
  { unit: 'mi', ending: 'mi|miles?' },
  { unit: '°C', ending: '°c|degc|deg_c|celsius' },
  { unit: '°C', ending: 'c', only: /temp/i },
  { unit: '°F', ending: '°f|degf|deg_f|fahrenheit' },
  { unit: '°F', ending: 'f', only: /temp/i },
  { unit: 'rad', ending: 'rad|radians?' },
  { unit: 'deg', ending: 'deg|degrees?|°' },
  { unit: 'm/s²', ending: 'mps2|m_s2|ms2|m/s2|m/s\\^2|m/s²' },
  { unit: 'g', ending: 'g', only: /acc|force/i },
  { unit: 'Pa', ending: 'pa|pascals?' },
  { unit: 'bar', ending: 'bar' },
  { unit: 'psi', ending: 'psi' },
]

const NAMES = ENDINGS.map(({ ending, ...rest }) => ({
  ...rest,
  pattern: new RegExp(`[ _([](?:${ending})[)\\]]?$`, 'i'),
}))

/**
 * The unit that the name of a field names: `height_m`, `Speed (km/h)`. Null if it names none.
 * @param quantity only its units are looked for; default: those of all quantities
 */
export function unitInName<Q extends Quantity = Quantity>(
  field: string,
  quantity?: Q,
): Unit<Q> | null {
  const found = NAMES.find(
    ({ unit, pattern, only }) =>
      (quantity === undefined || quantityOf(unit) === quantity) &&
      pattern.test(field) &&
      (only?.test(field) ?? true),
  )
  return (found?.unit ?? null) as Unit<Q> | null
}
