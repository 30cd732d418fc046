import type { OptionSpecs, OptionValues } from '../config/option-specs.ts'
import { UNITS } from '../units/units.ts'

const SMOOTHINGS = ['none', 'mean', 'median', 'exponential'] as const
export type Smoothing = (typeof SMOOTHINGS)[number]

/** A named quantity: a field of a log, or an expression, with a unit and a smoothing. */
export const channelSpecs = {
  sensor: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'that of the first channel in the expression',
    label: 'Sensor',
    help: 'The channel has a value for each record of its log.',
  },
  field: { kind: 'nullable-text', default: null, nullMeans: 'an expression', label: 'Field' },
  expression: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'a field',
    label: 'Expression',
    help: 'Of channels, fields of the sensor, and numbers: d(speed) / 9.81 or hypot(ax, ay).',
  },
  unit: {
    kind: 'choice',
    choices: ['none', ...UNITS],
    default: 'none',
    label: 'Unit',
    help: 'The unit that its numbers have.',
  },
  smooth: {
    kind: 'group',
    label: 'Smoothing',
    options: {
      kind: { kind: 'choice', choices: SMOOTHINGS, default: 'none', label: 'Kind' },
      windowMs: {
        kind: 'number',
        default: 500,
        min: 1,
        max: 600_000,
        unit: 'ms',
        label: 'Window',
        help: 'Half of it lies before each record, and half of it after.',
      },
    },
  },
} as const satisfies OptionSpecs

export type ChannelConfig = OptionValues<typeof channelSpecs>
export type Channels = Readonly<Record<string, ChannelConfig>>
