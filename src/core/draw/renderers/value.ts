import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { MatchedSample } from '../../time/match.ts'
import { withMinusSign } from '../../text/minus-sign.ts'
import {
  convertUnit,
  isConvertible,
  quantityOf,
  unitInName,
  UNITS,
  unitsOf,
} from '../../units/units.ts'
import type { Unit } from '../../units/units.ts'
import { ICON_NAMES } from '../parts/icons/icons.ts'
import { fieldSpecs } from '../parts/field-specs.ts'
import { numberFields } from '../parts/number-fields.ts'
import { NO_VALUE, readNumber } from '../parts/read-number.ts'
import { instrumentSpecs } from '../parts/scale/instrument.ts'
import { limitsFault } from '../parts/scale/scale.ts'
import { parseZones, zoneColorAt, zonesFault } from '../parts/scale/zones.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { drawTextBox, textBoxSpecs } from '../parts/text-box.ts'
import { drawIconLine, drawReading } from '../parts/value/reading.ts'
import { drawSparkline, sparklineSpec } from '../parts/value/sparkline.ts'
import type { Rect, Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'
import type { OptionFault } from './renderer.ts'

const specs = {
  ...fieldSpecs,
  form: {
    kind: 'choice',
    choices: ['line', 'stacked'],
    default: 'line',
    label: 'Form',
    help: 'line: all in one line. stacked: a small label above the number, a small unit beside it.',
  },
  icon: {
    kind: 'choice',
    choices: ['none', ...ICON_NAMES],
    default: 'none',
    label: 'Icon',
    help: 'Before the number, in its colour.',
  },
  fieldUnit: {
    kind: 'choice',
    choices: ['as_drawn', ...UNITS],
    default: 'as_drawn',
    label: 'Source unit',
    help: 'If this is another unit than the one drawn, the number is converted.',
  },
  unit: {
    kind: 'text',
    default: '',
    label: 'Display unit',
    help: 'Written after the number. Without a unit in the log, any text.',
  },
  decimals: { kind: 'number', default: 1, min: 0, max: 10, integer: true, label: 'Decimals' },
  zones: {
    ...instrumentSpecs.zones,
    help: 'Colours of the text by the number that is drawn: "0-80 #2ecc71, 80-100 red".',
  },
  sparkline: sparklineSpec,
  ...textBoxSpecs,
  ...rotationSpecs,
} as const satisfies OptionSpecs

type ValueOptions = OptionValues<typeof specs>

/** A number of any log, and its curve over the last seconds. */
export const value = defineRenderer({
  label: 'Value',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  fit(track) {
    const [field] = numberFields(track)
    if (!field) return null
    const unit = unitInName(field.name)
    return { score: 1, options: { field: field.name, ...(unit && { fieldUnit: unit, unit }) } }
  },
  units: () => [
    {
      unit: 'unit',
      fieldUnit: 'fieldUnit',
      fields: [{ field: 'field' }],
      limits: [{ min: 'sparkline.min', max: 'sparkline.max' }],
      zones: 'zones',
    },
  ],
  check: (options) => [...checkLimits(options), ...checkUnit(options), ...checkZones(options)],
  series({ field, sparkline: { seconds } }) {
    return seconds === null ? [] : [{ field, windowMs: seconds * 1000 }]
  },
  draw(surface, { timestampMs, sample, series: [series], options }) {
    const { seconds, width, height } = options.sparkline
    const hasCurve = series && seconds !== null
    const below = hasCurve ? { widthPx: width, heightPx: height } : { widthPx: 0, heightPx: 0 }
    const rect = drawNumber(surface, sample, options, below)
    if (!hasCurve) return {}
    const { min, max } = options.sparkline
    const limits = {
      min: min === null ? series.minValue : fromDrawn(min, options),
      max: max === null ? series.maxValue : fromDrawn(max, options),
    }
    const shown = { fromMs: timestampMs - seconds * 1000, toMs: timestampMs, ...limits }
    drawSparkline(surface, rect, series, shown, options.sparkline)
    return {}
  },
})

function drawNumber(
  surface: Surface,
  sample: MatchedSample | null,
  options: ValueOptions,
  below: { widthPx: number; heightPx: number },
): Rect {
  const { form, label, field, unit } = options
  const icon = options.icon === 'none' ? null : options.icon
  const color = colorOf(sample, options)
  if (form === 'stacked') {
    const number = numberOf(sample, options)
    const reading = { label: label ?? field, number: withMinusSign(number), icon, color }
    return drawReading(
      surface,
      { ...reading, unit: number === NO_VALUE ? '' : unit },
      options,
      below,
    )
  }
  const line = valueLine(sample, options)
  const coloured = { ...options, textColor: color }
  return icon === null
    ? drawTextBox(surface, [line], coloured, below)
    : drawIconLine(surface, line, icon, coloured, below)
}

type NumberOptions = Pick<ValueOptions, 'field' | 'fieldUnit' | 'unit' | 'decimals'>

/** `88.2`; `N/A` if there is no number to show. */
function numberOf(sample: MatchedSample | null, options: NumberOptions): string {
  const found = readNumber(sample, options.field)
  return found === null ? NO_VALUE : toDrawn(found, options).toFixed(options.decimals)
}

/** `Height: 88.2 m`; `Height: N/A` if there is no number to show; `88.2 m` with an empty label. */
export function valueLine(
  sample: MatchedSample | null,
  options: NumberOptions & Pick<ValueOptions, 'label'>,
): string {
  const { field, label, unit } = options
  const number = numberOf(sample, options)
  const text = number === NO_VALUE ? number : `${number} ${unit}`.trimEnd()
  return label === '' ? text : `${label ?? field}: ${text}`
}

/** The colour of the zone that the drawn number lies in, else the one of the text. */
function colorOf(sample: MatchedSample | null, options: ValueOptions): string {
  const found = readNumber(sample, options.field)
  if (found === null) return options.textColor
  return zoneColorAt(parseZones(options.zones), toDrawn(found, options)) ?? options.textColor
}

type UnitOptions = Pick<ValueOptions, 'fieldUnit' | 'unit'>

/** Both units, if values are converted. */
function conversionOf({ fieldUnit, unit }: UnitOptions): { log: Unit; drawn: Unit } | null {
  if (fieldUnit === 'as_drawn' || !isConvertible(fieldUnit, unit)) return null
  return { log: fieldUnit, drawn: unit as Unit }
}

function toDrawn(value: number, options: UnitOptions): number {
  const units = conversionOf(options)
  return units ? convertUnit(value, units.log, units.drawn) : value
}

function fromDrawn(value: number, options: UnitOptions): number {
  const units = conversionOf(options)
  return units ? convertUnit(value, units.drawn, units.log) : value
}

function checkLimits({ sparkline }: ValueOptions): OptionFault<ValueOptions>[] {
  const message = limitsFault(sparkline)
  return message === null ? [] : [{ option: 'sparkline.max', message }]
}

function checkZones({ zones }: ValueOptions): OptionFault<ValueOptions>[] {
  const message = zonesFault(zones)
  return message === null ? [] : [{ option: 'zones', message }]
}

function checkUnit({ fieldUnit, unit }: ValueOptions): OptionFault<ValueOptions>[] {
  const quantity = quantityOf(fieldUnit)
  if (quantity === null || isConvertible(fieldUnit, unit)) return []
  const known = unitsOf(quantity).join(', ')
  const message = `"${unit}" is no unit of ${quantity}, as "${fieldUnit}" is. Use one of ${known}.`
  return [{ option: 'unit', message }]
}
