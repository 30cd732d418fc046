import { renderers } from '../draw/renderers/index.ts'
import type { RendererType } from '../draw/renderers/index.ts'
import { numberFields } from '../draw/parts/number-fields.ts'
import { NO_AMOUNT } from '../draw/parts/scale/fit-scale.ts'
import { lastKeyOf } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { proposeUnit } from '../units/propose-unit.ts'
import { quantityInName } from '../units/quantity-in-name.ts'
import { unitInName, unitsOf } from '../units/units.ts'
import type { Quantity, Unit } from '../units/units.ts'

/** A field of a log that plays a role, such as "speed". */
export interface RoleField {
  sensor: string
  /** '' for a role that whole records play. */
  field: string
  /** What its numbers are in; null if it is not known, or they have none. */
  unit: Unit | null
  /** Why it is this unit, after "as"; absent where the name of the field says it. */
  unitReason?: string
  /** Neither its name nor its values tell the unit, and renderers take it for this one. */
  isUnitAssumed?: true
}

/** Which field plays each role; null: none does. */
export type RoleChoices = Readonly<Record<string, RoleField | null>>

interface Found {
  field: string
  unit: Unit | null
  score: number
}

/** What a field may be in a layout, whatever its name in a log. */
export interface Role {
  label: string
  /** What its numbers measure; absent if they have no unit, or the field decides it. */
  quantity?: Quantity
  /** The field of a log that plays the role best; null where none does. */
  find(track: SensorTrack): Found | null
}

/** Roles by their name in layouts. Any other name is a role, too: that of the field of this name. */
const ROLES: Readonly<Record<string, Role>> = {
  speed: fitted('Speed', 'speed', ({ field }) => field, 'speed'),
  altitude: named('Altitude', /^(?:altitude|alt|elevation|ele|elev|height|gps_altitude)/, 'length'),
  latitude: fitted('Latitude', 'map', ({ latitude }) => latitude),
  longitude: fitted('Longitude', 'map', ({ longitude }) => longitude),
  heading: fitted('Heading', 'compass', ({ field }) => field, 'angle'),
  roll: fitted('Roll', 'attitude', ({ rollField }) => rollField, 'angle'),
  pitch: fitted('Pitch', 'attitude', ({ pitchField }) => pitchField, 'angle'),
  lateral_acceleration: fitted(
    'Acceleration to the side',
    'g_meter',
    ({ lateralField }) => lateralField,
    'acceleration',
  ),
  longitudinal_acceleration: fitted(
    'Acceleration forwards',
    'g_meter',
    ({ longitudinalField }) => longitudinalField,
    'acceleration',
  ),
  steering: fitted('Steering', 'controls', ({ steering }) => steering?.field),
  throttle: fitted('Throttle', 'controls', ({ throttle }) => throttle?.field),
  brake: fitted('Brake', 'controls', ({ brake }) => brake?.field),
  gear: fitted('Gear', 'controls', ({ gear }) => gear?.field),
  targets: {
    label: 'List of targets',
    find: (track) => {
      const fit = renderers.top_view.fit?.(track)
      return fit ? { field: '', unit: null, score: fit.score } : null
    },
  },
  signal: amount('Signal', 0),
  second_signal: amount('Second signal', 1),
  third_signal: amount('Third signal', 2),
  event: fitted('Event', 'events', ({ field }) => field),
  engine_speed: named('Engine speed', /^(?:rpm|engine_(?:speed|rpm)|erpm)/),
  heart_rate: named('Heart rate', /^(?:heart_?rate|hr|bpm|pulse)/),
  cadence: named('Cadence', /^cadence/),
  power: named('Power', /^power/),
  distance: named('Distance', /^(?:distance|dist|odo(?:meter)?)/, 'length'),
  depth: named('Depth', /^depth/, 'length'),
  wind_speed: named('Wind speed', /^(?:(?:apparent_)?wind_?speed|tws|aws)/, 'speed'),
  temperature: named('Temperature', /^(?:temperature|temp|air_temp)/, 'temperature'),
  battery: named('Battery', /^(?:battery|soc|batt)/),
}

/** Roles that any number may play. */
export const SIGNAL_ROLES: readonly string[] = ['signal', 'second_signal', 'third_signal']

export const ROLE_NAMES: readonly string[] = Object.keys(ROLES)

export function roleLabel(role: string): string {
  return Object.hasOwn(ROLES, role) ? (ROLES[role]?.label ?? role) : role
}

/** The field that plays a role best. Of equal ones, that of the first log. */
export function proposeField(role: string, sensors: readonly SensorTrack[]): RoleField | null {
  const known = (Object.hasOwn(ROLES, role) ? ROLES[role] : null) ?? sameName(role)
  let best: (Found & { sensor: string }) | null = null
  for (const track of sensors) {
    const found = known.find(track)
    if (found && found.score > (best?.score ?? 0)) best = { ...found, sensor: track.name }
  }
  if (!best) return null
  const { sensor, field, unit } = best
  if (field === '') return { sensor, field, unit: null }
  const found = roleField(role, sensor, field, sensors)
  // What a renderer takes numbers without a unit for.
  if (found.unit !== null || unit === null || UNITLESS_ROLES.has(role)) return found
  return { ...found, unit, isUnitAssumed: true }
}

/** A field that is to play a role, with the unit that its numbers most likely have. */
export function roleField(
  role: string,
  sensor: string,
  field: string,
  sensors: readonly SensorTrack[],
): RoleField {
  const track = sensors.find(({ name }) => name === sensor)
  if (!track || UNITLESS_ROLES.has(role)) return { sensor, field, unit: null }
  const quantity = (Object.hasOwn(ROLES, role) ? ROLES[role]?.quantity : null) ?? null
  const proposal = proposeUnit(track, field, quantity, sensors)
  if (!proposal) return { sensor, field, unit: null }
  const { unit, from, reason } = proposal
  return { sensor, field, unit, ...(from === 'values' && { unitReason: reason }) }
}

/** The units that a field may have in a role; none where its name tells it, or it has none. */
export function unitChoices(role: string, field: string): Unit[] {
  if (field === '' || UNITLESS_ROLES.has(role)) return []
  const own = (Object.hasOwn(ROLES, role) ? ROLES[role]?.quantity : null) ?? null
  const quantity = own ?? quantityInName(field)
  if (quantity === null || unitInName(field, quantity) !== null) return []
  return unitsOf(quantity)
}

/** Of places on the earth, which are always in degrees. */
const UNITLESS_ROLES = new Set(['latitude', 'longitude'])

/** As the renderer itself would choose it. */
function fitted<Type extends RendererType>(
  label: string,
  type: Type,
  pick: (options: Partial<FitOptions<Type>>) => string | undefined,
  quantity?: Quantity,
): Role {
  return {
    label,
    ...(quantity && { quantity }),
    find(track) {
      const fit = renderers[type].fit?.(track)
      if (!fit) return null
      const options = fit.options as Partial<FitOptions<Type>> & { fieldUnit?: Unit }
      const field = pick(options)
      if (field === undefined || field === '') return null
      const unit = options.fieldUnit ?? unitInName(field)
      return { field, unit, score: fit.score }
    },
  }
}

type FitOptions<Type extends RendererType> = (typeof renderers)[Type] extends {
  check?(options: infer Options): unknown
}
  ? Options
  : never

/** By the beginning of its name. A name that is the pattern alone is better than a longer one. */
function named(label: string, pattern: RegExp, quantity?: Quantity): Role {
  return {
    label,
    ...(quantity && { quantity }),
    find(track) {
      const fields = numberFields(track).filter(({ name }) => pattern.test(lastKeyOf(name)))
      const [first] = fields.toSorted((one, other) => one.name.length - other.name.length)
      if (!first) return null
      return { field: first.name, unit: unitInName(first.name, quantity), score: 1 }
    },
  }
}

/** One of the numbers of a log. A log with many of them suits a measurement best. */
function amount(label: string, position: number): Role {
  return {
    label,
    find(track) {
      const amounts = numberFields(track).filter(({ name }) => !NO_AMOUNT.test(name))
      const found = amounts[position]
      if (!found) return null
      return { field: found.name, unit: unitInName(found.name), score: Math.min(3, amounts.length) }
    },
  }
}

function sameName(role: string): Role {
  return {
    label: role,
    find({ fields }) {
      const found = fields.find(({ name }) => name === role || lastKeyOf(name) === role)
      if (!found) return null
      return { field: found.name, unit: unitInName(found.name), score: found.name === role ? 2 : 1 }
    },
  }
}
