import type { MatchedSample } from '../../time/match.ts'
import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import { readPath } from '../../plain-object.ts'
import { dataLine } from './data-line.ts'
import { defineRenderer } from './renderer.ts'
import { drawTextBox, textBoxSpecs } from './text-box.ts'

/** Each unit in metres a second (knot and mile by their international definitions). */
const METRES_PER_SECOND = {
  'km/h': 1 / 3.6,
  'm/s': 1,
  mph: 0.44704,
  kn: 1852 / 3600,
} as const

export const SPEED_UNITS = Object.keys(METRES_PER_SECOND) as (keyof typeof METRES_PER_SECOND)[]

const specs = {
  field: {
    kind: 'text',
    default: 'speed',
    label: 'Field',
    help: 'The field of the log; dots reach into nested objects.',
  },
  fieldUnit: {
    kind: 'choice',
    choices: SPEED_UNITS,
    default: 'km/h',
    label: 'Unit in the log',
  },
  unit: { kind: 'choice', choices: SPEED_UNITS, default: 'km/h', label: 'Unit drawn' },
  showTimestamp: { kind: 'boolean', default: true, label: 'Times of record and frame' },
  ...textBoxSpecs,
} as const satisfies OptionSpecs

/** Speed of a sensor log. */
export const speed = defineRenderer({
  label: 'Speed',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  draw(surface, { sample, options }) {
    drawTextBox(surface, speedLines(sample, options), options)
    return {}
  },
})

/** `Speed: 88.2 km/h` and the times; `Speed: N/A` where there is no number to show. */
export function speedLines(
  sample: MatchedSample | null,
  options: Pick<OptionValues<typeof specs>, 'field' | 'fieldUnit' | 'unit' | 'showTimestamp'>,
): string[] {
  const value = sample && readPath(sample.record, options.field)
  if (sample === null || typeof value !== 'number' || !Number.isFinite(value)) {
    return ['Speed: N/A']
  }
  const converted =
    options.fieldUnit === options.unit
      ? value
      : (value * METRES_PER_SECOND[options.fieldUnit]) / METRES_PER_SECOND[options.unit]
  const lines = [`Speed: ${converted.toFixed(1)} ${options.unit}`]
  if (options.showTimestamp) lines.push(dataLine(sample))
  return lines
}
