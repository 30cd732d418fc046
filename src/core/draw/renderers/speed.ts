import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import { lastKeyOf } from '../../plain-object.ts'
import type { FieldSummary, SensorTrack } from '../../recording/recording.ts'
import type { MatchedSample } from '../../time/match.ts'
import { convertUnit, SPEED_UNITS, unitInName } from '../../units/units.ts'
import { dataLine } from '../parts/data-line.ts'
import { NO_VALUE, readNumber } from '../parts/read-number.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { drawTextBox, textBoxSpecs } from '../parts/text-box.ts'
import { defineRenderer } from './renderer.ts'
import type { Fit } from './renderer.ts'

const specs = {
  field: {
    kind: 'field',
    holds: 'numbers',
    quantity: 'speed',
    default: 'speed',
    label: 'Field',
    help: 'The field of the log. Use dots for fields of nested objects: gps.speed.',
  },
  fieldUnit: {
    kind: 'choice',
    choices: SPEED_UNITS,
    default: 'km/h',
    label: 'Source unit',
  },
  unit: { kind: 'choice', choices: SPEED_UNITS, default: 'km/h', label: 'Display unit' },
  showTimestamp: { kind: 'boolean', default: true, label: 'Show timestamps' },
  ...textBoxSpecs,
  ...rotationSpecs,
} as const satisfies OptionSpecs

type SpeedOptions = OptionValues<typeof specs>

/** Speed of a sensor log. */
export const speed = defineRenderer({
  label: 'Speed',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: { position: { x: 'width - 10', y: 10, anchor: 'top_right' }, fontShare: 1 },
  fit: fitSpeed,
  units: () => [{ unit: 'unit', fieldUnit: 'fieldUnit', fields: [{ field: 'field' }] }],
  draw(surface, { sample, options }) {
    drawTextBox(surface, speedLines(sample, options), options)
    return {}
  },
})

/** `Speed: 88.2 km/h` and the times; `Speed: N/A` if there is no number to show. */
export function speedLines(
  sample: MatchedSample | null,
  options: Pick<SpeedOptions, 'field' | 'fieldUnit' | 'unit' | 'showTimestamp'>,
): string[] {
  const value = readNumber(sample, options.field)
  if (sample === null || value === null) return [`Speed: ${NO_VALUE}`]
  const converted = convertUnit(value, options.fieldUnit, options.unit)
  const lines = [`Speed: ${converted.toFixed(1)} ${options.unit}`]
  if (options.showTimestamp) lines.push(dataLine(sample))
  return lines
}

/** The field that is most likely the speed of the vehicle, and its unit. */
function fitSpeed(track: SensorTrack): Fit<SpeedOptions> | null {
  let best: Fit<SpeedOptions> | null = null
  for (const field of track.fields) {
    const score = speedLikeness(field, track)
    if (score <= (best?.score ?? 0)) continue
    const fieldUnit = unitInName(field.name, 'speed') ?? 'km/h'
    best = { score, options: { field: field.name, fieldUnit } }
  }
  return best
}

/** Field names that mean the speed of something else, or no speed at all. */
const OTHER_SPEEDS =
  /relative|vertical|wind|air|limit|engine|motor|rpm|rad|accuracy|error|std|var|wheel|gyro|shutter|fan|clock/

/** 0 if a field is not the speed of the vehicle. Plainer names of field and log score higher. */
function speedLikeness({ name, type }: FieldSummary, track: SensorTrack): number {
  const last = lastKeyOf(name)
  if (type !== 'number' || !/speed|velocity/.test(last) || OTHER_SPEEDS.test(last)) return 0
  const plainness = last === 'speed' ? 4 : last.startsWith('speed') ? 2 : 1
  const hasUnit = unitInName(last, 'speed') === null ? 0 : 1
  return plainness + hasUnit + (track.name.toLowerCase().includes('speed') ? 2 : 0)
}
