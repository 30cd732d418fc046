import { greatCircleM, isPlace } from '../draw/parts/map/local-plane.ts'
import { placeFields } from '../draw/parts/map/place-fields.ts'
import { lastKeyOf, numberAt } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { countAtOrBefore } from '../time/match.ts'
import { convertUnit, unitInName, unitsOf } from './units.ts'
import type { Quantity, Unit } from './units.ts'
import type { UnitProposal } from './unit-proposal.ts'

/** A number of the field, and what another source says of the same moment in a unit that is known. */
interface Pair {
  value: number
  known: number
}

/** So many moments of a log are compared. */
const MOMENTS = 80
/** Fewer tell nothing. */
const LEAST_PAIRS = 8
/** mph and kn differ by 15 %. */
const TOLERANCE = 0.065
/** Of the pairs, so many must agree in one unit. */
const AGREEING = 0.6
/** Positions are this far apart in time, as closer ones say more of their noise than of the way. */
const STRETCH_MS = 2000
/** Records of two logs that are this far apart are not of the same moment. */
const SAME_MOMENT_MS = 250

/**
 * The unit in which the numbers of a field agree with something whose unit is known: the way between
 * the positions of its log, or a field of the same quantity, of any log, whose name tells its unit.
 */
export function unitByComparison(
  track: SensorTrack,
  field: string,
  quantity: Quantity,
  sensors: readonly SensorTrack[],
): UnitProposal | null {
  const tell = (unit: Unit | null, other: string): UnitProposal | null =>
    unit && { unit, from: 'values', reason: `its values agree with ${other}` }
  if (quantity === 'speed') {
    const unit = agreeingUnit(pairsWithWay(track, field), quantity, 'm/s')
    if (unit) return tell(unit, 'the positions of its log')
  }
  for (const other of sensors) {
    for (const { name, type } of other.fields) {
      const unit = type === 'number' && isLike(field, name) ? unitInName(name, quantity) : null
      if (unit === null) continue
      const found = agreeingUnit(pairsWithField(track, field, other, name), quantity, unit)
      if (found) return tell(found, `${name} of ${other.name}`)
    }
  }
  return null
}

/** Numbers of these names measure the same quantity of something else. */
const OF_OTHERS = /relative|vertical|wind|air|limit|engine|motor|accuracy|error|std|var|min|max/

function isLike(field: string, other: string): boolean {
  const [one, two] = [field, other].map(lastKeyOf)
  return OF_OTHERS.exec(one ?? '')?.[0] === OF_OTHERS.exec(two ?? '')?.[0]
}

/** Null where no unit agrees, or more than one does. */
function agreeingUnit(pairs: readonly Pair[], quantity: Quantity, knownUnit: Unit): Unit | null {
  // Near zero, all units agree.
  const largest = pairs.reduce((most, { known }) => Math.max(most, Math.abs(known)), 0)
  const telling = pairs.filter(({ known }) => Math.abs(known) > largest / 4)
  if (telling.length < LEAST_PAIRS) return null
  const agreeing = unitsOf(quantity).filter((unit) => {
    const count = telling.filter(({ value, known }) => {
      const converted = convertUnit(value, unit, knownUnit)
      return Math.abs(converted - known) <= TOLERANCE * Math.abs(known)
    }).length
    return count >= AGREEING * telling.length
  })
  const [only, ...others] = agreeing
  return others.length === 0 ? (only ?? null) : null
}

/** A speed, and how far the positions moved a second, in m/s, around the same time. */
function pairsWithWay(track: SensorTrack, field: string): Pair[] {
  const place = placeFields(track)
  if (!place) return []
  const { timesMs } = track
  const placeAt = (index: number): readonly [number, number] | null => {
    const record = track.recordAt(index)
    const [lat, lon] = [numberAt(record, place.latitude), numberAt(record, place.longitude)]
    return lat !== null && lon !== null && isPlace(lat, lon) ? [lat, lon] : null
  }
  return momentsOf(track).flatMap((from) => {
    const fromMs = timesMs[from] as number
    const to = countAtOrBefore(timesMs, fromMs + STRETCH_MS)
    const seconds = ((timesMs[to] ?? NaN) - fromMs) / 1000
    // A gap in the log is no straight way.
    if (!(seconds > 0 && seconds <= (3 * STRETCH_MS) / 1000)) return []
    const [start, end] = [placeAt(from), placeAt(to)]
    const speeds = [from, Math.round((from + to) / 2), to].map((index) =>
      numberAt(track.recordAt(index), field),
    )
    if (!start || !end || !speeds.every((speed) => speed !== null)) return []
    const value = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length
    return [{ value, known: greatCircleM(start, end) / seconds }]
  })
}

function pairsWithField(
  track: SensorTrack,
  field: string,
  other: SensorTrack,
  otherField: string,
): Pair[] {
  return momentsOf(track).flatMap((index) => {
    const timeMs = track.timesMs[index] as number
    const at = countAtOrBefore(other.timesMs, timeMs) - 1
    if (!(timeMs - (other.timesMs[at] ?? NaN) <= SAME_MOMENT_MS)) return []
    const value = numberAt(track.recordAt(index), field)
    const known = numberAt(other.recordAt(at), otherField)
    return value === null || known === null ? [] : [{ value, known }]
  })
}

/** Records that are spread over the whole log. */
function momentsOf({ timesMs }: SensorTrack): number[] {
  const count = Math.min(MOMENTS, timesMs.length)
  return Array.from({ length: count }, (_, each) => Math.floor((each * timesMs.length) / count))
}
