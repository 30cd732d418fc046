import { numberFields } from '../draw/parts/number-fields.ts'
import { sampleNumbers } from '../draw/parts/sample-numbers.ts'
import { lastKeyOf, numberAt } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import { sampleRecords } from '../recording/sample-records.ts'
import { quantityInName } from './quantity-in-name.ts'
import type { Quantity, Unit } from './units.ts'
import type { UnitProposal } from './unit-proposal.ts'

/** The numbers of a field in short. */
interface Values {
  least: number
  most: number
  /** The largest without its sign. */
  largest: number
  median: number
}

type Told = readonly [unit: Unit, reason: string] | null

/**
 * The unit in which the numbers of a field are usual. Null where more than one would do: a speed of 50
 * is usual in all units.
 */
export function unitByRange(
  track: SensorTrack,
  field: string,
  quantity: Quantity,
): UnitProposal | null {
  const numbers = sampleNumbers(track, field)
  if (numbers.length === 0) return null
  const told = RANGES[quantity](valuesOf(numbers), lastKeyOf(field), track)
  return told && { unit: told[0], from: 'values', reason: told[1] }
}

const RANGES: Readonly<
  Record<Quantity, (values: Values, name: string, track: SensorTrack) => Told>
> = {
  speed({ largest }) {
    // 130 m/s, mph and kn are 468, 209 and 241 km/h.
    return largest > 130
      ? ['km/h', `its values reach ${print(largest)}, too fast for another unit`]
      : null
  },
  length({ largest }, name) {
    // Nothing that films flies 15 km high.
    if (!/alt|ele|height/.test(name) || largest < 15_000) return null
    return ['ft', `its values reach ${print(largest)}, too high for metres`]
  },
  angle(values, name, track) {
    if (/lat|lon|lng/.test(name)) return null
    const own = angleOf(values)
    if (own) return own
    // Small angles are usual in both units; a log has one unit for all of them.
    for (const { name: other } of numberFields(track)) {
      if (lastKeyOf(other) === name || quantityInName(other) !== 'angle') continue
      if (/lat|lon|lng|steer/.test(lastKeyOf(other))) continue
      const told = angleOf(valuesOf(sampleNumbers(track, other)))
      if (told) return [told[0], `${told[1].replace('its', `the`)} of ${other}`]
    }
    return null
  },
  acceleration({ largest }, name, track) {
    const gravity = gravityIn(track)
    if (gravity) return gravity
    // Three times gravity is beyond all that drives, sails or rides.
    if (largest <= 3.5 || /^z|up|down|vert/.test(name)) return null
    return ['m/s²', `its values reach ${print(largest)}, too much for g`]
  },
  temperature({ median, largest }, name) {
    const middle = `its values are about ${print(median)}`
    if (/brake|exhaust|egt|disc/.test(name)) return null
    if (/oil|coolant|engine|motor|water/.test(name)) {
      if (median > 50 && median < 130) return ['°C', `${middle}, usual for an engine in °C`]
      return median >= 160 && largest < 300 ? ['°F', `${middle}, usual for an engine in °F`] : null
    }
    if (median >= 5 && median <= 45) return ['°C', `${middle}, usual for air in °C`]
    return median > 55 && median < 115 ? ['°F', `${middle}, usual for air in °F`] : null
  },
  pressure({ median, least, most }) {
    const middle = `its values are about ${print(median)}`
    if (least < 0) return null
    if (median >= 20_000) return ['Pa', `${middle}, usual in Pa`]
    if (median > 0.5 && most < 12) return ['bar', `${middle}, usual in bar`]
    // From 80 on, it may be kPa.
    return median >= 13 && most < 80 ? ['psi', `${middle}, usual in psi`] : null
  },
}

const FULL_TURN = 2 * Math.PI

function angleOf({ largest, least, most }: Values): Told {
  if (largest > FULL_TURN + 0.1) {
    return ['deg', `its values reach ${print(largest)}, more than a full turn in rad`]
  }
  if (most - least < 3.2) return null
  return ['rad', `its values go from ${print(least)} to ${print(most)}, as turns in rad do`]
}

const AXES = /^(?:acc\w*[._ ]?)?[xyz]$|up|down|vert|forward|long|right|left|lateral/

/** What an accelerometer at rest measures of gravity, where a log has all three axes. */
function gravityIn(track: SensorTrack): Told {
  const isOfAccelerations = /acc/i.test(track.name)
  const axes = numberFields(track)
    .map(({ name }) => name)
    .filter((name) => AXES.test(lastKeyOf(name)))
    .filter((name) => isOfAccelerations || /acc/i.test(name))
  if (axes.length !== 3) return null
  const totals = [...sampleRecords(track)].flatMap((record) => {
    const numbers = axes.map((axis) => numberAt(record, axis))
    return numbers.every((each) => each !== null) ? [Math.hypot(...numbers)] : []
  })
  if (totals.length === 0) return null
  const { median } = valuesOf(totals)
  const reason = `its log measures ${print(median)} of gravity`
  if (median > 8.5 && median < 11) return ['m/s²', reason]
  return median > 0.85 && median < 1.15 ? ['g', reason] : null
}

function valuesOf(numbers: readonly number[]): Values {
  const sorted = Float64Array.from(numbers).sort()
  const [least = NaN, most = NaN] = [sorted[0], sorted.at(-1)]
  const largest = Math.max(Math.abs(least), Math.abs(most))
  return { least, most, largest, median: sorted[sorted.length >> 1] ?? NaN }
}

function print(value: number): string {
  return String(Number(value.toPrecision(3)))
}
