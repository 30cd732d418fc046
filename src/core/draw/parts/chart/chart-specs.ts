import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { ACCENT_COLOR } from '../colors.ts'
import { fieldSpecs } from '../field-specs.ts'
import { panelBoxSpecs } from '../panel-box.ts'
import { rotationSpecs } from '../rotation-specs.ts'

const others = {
  ...fieldSpecs,
  field: { ...fieldSpecs.field, isOptional: true },
} as const satisfies OptionSpecs

/** The options of a chart. */
export const chartSpecs = {
  ...fieldSpecs,
  color: { kind: 'color', default: ACCENT_COLOR, label: 'Line colour' },
  second: {
    kind: 'group',
    label: 'Second curve',
    options: { ...others, color: { kind: 'color', default: '#4dd0e1', label: 'Line colour' } },
  },
  third: {
    kind: 'group',
    label: 'Third curve',
    options: { ...others, color: { kind: 'color', default: '#ff8a80', label: 'Line colour' } },
  },
  fourth: {
    kind: 'group',
    label: 'Fourth curve',
    options: { ...others, color: { kind: 'color', default: '#b9f6ca', label: 'Line colour' } },
  },
  unit: { kind: 'text', default: '', label: 'Unit', help: 'Written after the numbers.' },
  decimals: { kind: 'number', default: 1, min: 0, max: 10, integer: true, label: 'Decimals' },
  time: {
    kind: 'group',
    label: 'Time',
    options: {
      shows: {
        kind: 'choice',
        choices: ['window', 'recording'],
        default: 'window',
        label: 'Shows',
        help: 'window: the time around the frame. recording: from the first to the last frame.',
      },
      before: {
        kind: 'number',
        default: 10,
        min: 0,
        max: 3600,
        unit: 's',
        label: 'Before the frame',
      },
      after: { kind: 'number', default: 0, min: 0, max: 3600, unit: 's', label: 'After the frame' },
    },
  },
  along: {
    kind: 'group',
    label: 'Along a distance',
    options: {
      field: {
        kind: 'field',
        holds: 'numbers',
        default: '',
        isOptional: true,
        label: 'Field',
        help: 'A number that grows, such as a distance. The curves are drawn along it instead of the time.',
      },
      before: { kind: 'number', default: 500, min: 0, label: 'Before the frame' },
      after: { kind: 'number', default: 0, min: 0, label: 'After the frame' },
      unit: { kind: 'text', default: 'm', label: 'Unit' },
    },
  },
  min: { kind: 'nullable-number', default: null, nullMeans: 'the lowest value', label: 'From' },
  max: { kind: 'nullable-number', default: null, nullMeans: 'the highest value', label: 'To' },
  width: { kind: 'number', default: 480, min: 1, max: 10_000, unit: 'px', label: 'Width' },
  height: { kind: 'number', default: 140, min: 1, max: 10_000, unit: 'px', label: 'Height' },
  thickness: { kind: 'number', default: 3, min: 0.1, max: 100, unit: 'px', label: 'Thickness' },
  fill: {
    kind: 'number',
    default: 0.2,
    min: 0,
    max: 1,
    label: 'Fill opacity',
    help: 'Of the area between the first curve and zero.',
  },
  axes: { kind: 'boolean', default: true, label: 'Axes' },
  ...panelBoxSpecs,
  ...rotationSpecs,
} as const satisfies OptionSpecs

export type ChartOptions = OptionValues<typeof chartSpecs>

/** A curve of the chart, as the options describe it. */
export interface ChartCurve {
  field: string
  label: string
  color: string
}
