import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { unitsOf } from '../../../units/units.ts'
import { dialSpecs } from '../dial.ts'
import { textBoxSpecs } from '../text-box.ts'

/** The options of a G-meter. */
export const gMeterSpecs = {
  lateralField: {
    kind: 'field',
    holds: 'numbers',
    quantity: 'acceleration',
    default: '',
    label: 'Sideways',
    help: 'The field with the acceleration to the right.',
  },
  longitudinalField: {
    kind: 'field',
    holds: 'numbers',
    quantity: 'acceleration',
    default: '',
    label: 'Forwards',
    help: 'The field with the acceleration forwards.',
  },
  fieldUnit: {
    kind: 'choice',
    choices: unitsOf('acceleration'),
    default: 'm/s²',
    label: 'Source unit',
  },
  invertLateral: {
    kind: 'boolean',
    default: false,
    label: 'Turn sideways around',
    help: 'For logs that count to the left, or to show the force that is felt.',
  },
  invertLongitudinal: {
    kind: 'boolean',
    default: false,
    label: 'Turn forwards around',
    help: 'For logs that count backwards, or to show the force that is felt.',
  },
  size: { kind: 'number', default: 220, min: 1, max: 10_000, unit: 'px', label: 'Diameter' },
  range: {
    kind: 'number',
    default: 1,
    min: 0.05,
    max: 100,
    unit: 'g',
    label: 'Outer ring',
    help: 'What is beyond stays on the outer ring.',
  },
  ring: {
    kind: 'number',
    default: 0.5,
    min: 0.01,
    max: 100,
    unit: 'g',
    label: 'Between rings',
  },
  trailSeconds: {
    kind: 'number',
    default: 3,
    min: 0,
    max: 3600,
    unit: 's',
    label: 'Trail',
    help: 'How many seconds before the frame the trail shows. 0: no trail.',
  },
  peaks: {
    kind: 'choice',
    choices: ['none', 'trail', 'so_far', 'recording'],
    default: 'so_far',
    label: 'Peaks',
    help: 'The highest values of the trail, up to the frame, or of the whole recording.',
  },
  showTotal: { kind: 'boolean', default: true, label: 'Total in numbers' },
  ...dialSpecs,
  ...textBoxSpecs,
} as const satisfies OptionSpecs

export type GMeterOptions = OptionValues<typeof gMeterSpecs>
