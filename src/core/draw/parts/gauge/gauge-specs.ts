import type { OptionSpecs, OptionValues } from '../../../config/option-specs.ts'
import { fontSpecOf, panelBoxSpecs } from '../panel-box.ts'
import { rotationSpecs } from '../rotation-specs.ts'
import { instrumentSpecs } from '../scale/instrument.ts'

const STYLES = ['dial', 'arc', 'donut'] as const

/** Where a scale begins, and how far it goes, clockwise from the right. */
export const TURNS_DEG = {
  dial: { from: 135, sweep: 270, mostSteps: 10 },
  arc: { from: 150, sweep: 240, mostSteps: 5 },
  donut: { from: -90, sweep: 360, mostSteps: 5 },
} as const satisfies Record<(typeof STYLES)[number], unknown>

const { field, label, unit, decimals, min, max, zones, color } = instrumentSpecs

export const gaugeSpecs = {
  field,
  style: { kind: 'choice', choices: STYLES, default: 'dial', label: 'Style' },
  label,
  unit,
  decimals,
  min,
  max,
  zones,
  color,
  size: { kind: 'number', default: 260, min: 20, max: 10_000, unit: 'px', label: 'Diameter' },
  ticks: {
    kind: 'group',
    label: 'Ticks',
    options: {
      step: {
        kind: 'nullable-number',
        default: null,
        nullMeans: 'chosen by the limits',
        min: 1e-6,
        label: 'Every',
        help: 'In the unit of the field.',
      },
      numbers: { kind: 'boolean', default: true, label: 'Numbers' },
    },
  },
  ...panelBoxSpecs,
  font: fontSpecOf(44),
  ...rotationSpecs,
} as const satisfies OptionSpecs

export type GaugeOptions = OptionValues<typeof gaugeSpecs>
