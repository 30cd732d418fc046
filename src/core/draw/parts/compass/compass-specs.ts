import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { angleUnitSpec } from '../angle-unit.ts'
import { dialSpecs } from '../dial.ts'
import { textBoxSpecs } from '../text-box.ts'

/** The options of a compass. */
export const compassSpecs = {
  field: {
    kind: 'field',
    holds: 'numbers',
    quantity: 'angle',
    default: '',
    label: 'Field',
    help: 'The heading, from north. Use dots for fields of nested objects: gps.heading.',
  },
  fieldUnit: angleUnitSpec,
  turns: {
    kind: 'choice',
    choices: ['clockwise', 'counterclockwise'],
    default: 'clockwise',
    label: 'Growing numbers turn',
    help: 'Seen from above. The yaw of a robot often grows counterclockwise.',
  },
  offset: {
    kind: 'number',
    default: 0,
    min: -360,
    max: 360,
    unit: '°',
    label: 'Offset',
    help: 'Added to the heading: the magnetic declination, or how the sensor is mounted.',
  },
  form: { kind: 'choice', choices: ['rose', 'tape'], default: 'rose', label: 'Form' },
  size: {
    kind: 'number',
    default: 220,
    min: 1,
    max: 10_000,
    unit: 'px',
    label: 'Size',
    help: 'The diameter of the rose, or the length of the tape.',
  },
  up: {
    kind: 'choice',
    choices: ['heading', 'north'],
    default: 'heading',
    label: 'At the top of the rose',
  },
  tapeSpan: {
    kind: 'number',
    default: 120,
    min: 20,
    max: 360,
    unit: '°',
    label: 'Shown by the tape',
  },
  showDegrees: { kind: 'boolean', default: true, label: 'Heading in degrees' },
  ...dialSpecs,
  ...textBoxSpecs,
} as const satisfies OptionSpecs

export type CompassOptions = OptionValues<typeof compassSpecs>
