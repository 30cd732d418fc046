import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { angleUnitSpec } from '../angle-unit.ts'
import { ACCENT_COLOR } from '../colors.ts'
import { fontSpecOf, panelBoxSpecs } from '../panel-box.ts'

const OPTIONAL_FIELD = {
  kind: 'field',
  holds: 'numbers',
  default: '',
  isOptional: true,
  label: 'Field',
} as const

export const controlsSpecs = {
  style: {
    kind: 'choice',
    choices: ['car', 'sticks'],
    default: 'car',
    label: 'Style',
    help: 'car: wheel, pedals and gear. sticks: those of a remote control.',
  },
  size: { kind: 'number', default: 130, min: 10, max: 10_000, unit: 'px', label: 'Height' },
  color: {
    kind: 'color',
    default: ACCENT_COLOR,
    label: 'Colour',
    help: 'Of the wheel’s mark and of sticks.',
  },
  steering: {
    kind: 'group',
    label: 'Steering wheel',
    options: {
      field: OPTIONAL_FIELD,
      unit: angleUnitSpec,
      positive: {
        kind: 'choice',
        choices: ['left', 'right'],
        default: 'left',
        label: 'Positive is',
      },
    },
  },
  clutch: pedalSpecs('Clutch', '#4fc3f7'),
  brake: pedalSpecs('Brake', '#e74c3c'),
  throttle: pedalSpecs('Throttle', '#2ecc71'),
  pedalMax: { kind: 'number', default: 1, min: 1e-6, label: 'Pedal fully down' },
  gear: {
    kind: 'group',
    label: 'Gear',
    options: {
      field: {
        ...OPTIONAL_FIELD,
        holds: 'anything',
        help: 'A text, or a number: below 0 is R, 0 is N.',
      },
    },
  },
  sticks: {
    kind: 'group',
    label: 'Sticks',
    options: {
      leftX: { ...OPTIONAL_FIELD, label: 'Left, to the right' },
      leftY: { ...OPTIONAL_FIELD, label: 'Left, upwards' },
      rightX: { ...OPTIONAL_FIELD, label: 'Right, to the right' },
      rightY: { ...OPTIONAL_FIELD, label: 'Right, upwards' },
      max: {
        kind: 'number',
        default: 1,
        min: 1e-6,
        label: 'Full deflection',
        help: 'In the unit of the log; the other end is the same number below 0.',
      },
    },
  },
  ...panelBoxSpecs,
  font: fontSpecOf(18),
} as const satisfies OptionSpecs

function pedalSpecs(label: string, color: string) {
  return {
    kind: 'group',
    label,
    options: {
      field: OPTIONAL_FIELD,
      color: { kind: 'color', default: color, label: 'Colour' },
    },
  } as const
}

export type ControlsOptions = OptionValues<typeof controlsSpecs>
