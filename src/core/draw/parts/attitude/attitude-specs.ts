import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { angleUnitSpec } from '../angle-unit.ts'
import { dialSpecs } from '../dial.ts'
import { textBoxSpecs } from '../text-box.ts'

/** The options of an artificial horizon. */
export const attitudeSpecs = {
  rollField: {
    kind: 'field',
    holds: 'numbers',
    quantity: 'angle',
    default: '',
    label: 'Roll',
    help: 'The field with the angle around the long axis.',
  },
  pitchField: {
    kind: 'field',
    holds: 'numbers',
    quantity: 'angle',
    default: '',
    label: 'Pitch',
    help: 'The field with the angle of the nose above the horizon.',
  },
  fieldUnit: angleUnitSpec,
  positiveRoll: {
    kind: 'choice',
    choices: ['right', 'left'],
    default: 'right',
    label: 'Positive roll lowers',
    help: 'The side that goes down.',
  },
  positivePitch: {
    kind: 'choice',
    choices: ['up', 'down'],
    default: 'up',
    label: 'Positive pitch is nose',
  },
  shape: { kind: 'choice', choices: ['circle', 'rectangle'], default: 'circle', label: 'Shape' },
  size: {
    kind: 'number',
    default: 220,
    min: 1,
    max: 10_000,
    unit: 'px',
    label: 'Size',
    help: 'The diameter of the circle, or the width of the rectangle.',
  },
  pitchSpan: {
    kind: 'number',
    default: 60,
    min: 5,
    max: 360,
    unit: '°',
    label: 'Pitch shown',
    help: 'From the lower to the upper edge.',
  },
  ladderStep: {
    kind: 'number',
    default: 10,
    min: 1,
    max: 90,
    unit: '°',
    label: 'Ladder step',
    help: 'Between two numbers of the pitch ladder.',
  },
  showRollScale: { kind: 'boolean', default: true, label: 'Roll scale' },
  skyColor: { kind: 'color', default: '#2f6fad', label: 'Sky colour' },
  earthColor: { kind: 'color', default: '#70512f', label: 'Earth colour' },
  horizonAlpha: {
    kind: 'number',
    default: 0.8,
    min: 0,
    max: 1,
    label: 'Opacity of sky and earth',
  },
  ...dialSpecs,
  ...textBoxSpecs,
} as const satisfies OptionSpecs

export type AttitudeOptions = OptionValues<typeof attitudeSpecs>
