import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { MatchedSample } from '../../time/match.ts'
import { stretchesBetween } from '../../time/series.ts'
import type { Series } from '../../time/series.ts'
import {
  convertUnit,
  isConvertible,
  quantityOf,
  unitInName,
  UNITS,
  unitsOf,
} from '../../units/units.ts'
import type { Unit } from '../../units/units.ts'
import { ACCENT_COLOR } from '../parts/colors.ts'
import { fieldSpecs } from '../parts/field-specs.ts'
import { numberFields } from '../parts/number-fields.ts'
import { NO_VALUE, readNumber } from '../parts/read-number.ts'
import { instrumentSpecs } from '../parts/scale/instrument.ts'
import { limitsFault, shareOf } from '../parts/scale/scale.ts'
import { parseZones, zoneColorAt, zonesFault } from '../parts/scale/zones.ts'
import { rotationSpecs } from '../parts/rotation-specs.ts'
import { drawTextBox, textBoxSpecs } from '../parts/text-box.ts'
import type { Rect, Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'
import type { OptionFault } from './renderer.ts'

const specs = {
  ...fieldSpecs,
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
  sparkline: {
    kind: 'group',
    label: 'Curve',
    options: {
      seconds: {
        kind: 'nullable-number',
        default: null,
        nullMeans: 'no curve',
        min: 0.1,
        max: 3600,
        unit: 's',
        label: 'Last',
        help: 'How many seconds before the frame the curve shows.',
      },
      width: { kind: 'number', default: 240, min: 1, max: 10_000, unit: 'px', label: 'Width' },
      height: { kind: 'number', default: 48, min: 1, max: 10_000, unit: 'px', label: 'Height' },
      thickness: { kind: 'number', default: 2, min: 0.1, max: 100, unit: 'px', label: 'Thickness' },
      color: { kind: 'color', default: ACCENT_COLOR, label: 'Line colour' },
      min: {
        kind: 'nullable-number',
        default: null,
        nullMeans: 'the lowest value',
        label: 'From',
      },
      max: {
        kind: 'nullable-number',
        default: null,
        nullMeans: 'the highest value',
        label: 'To',
      },
    },
  },
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
  draw(surface, { timestampMs, sample, series: [series], options: given }) {
    const options = { ...given, textColor: colorOf(sample, given) }
    const line = valueLine(sample, options)
    const { seconds, width, height } = options.sparkline
    if (!series || seconds === null) {
      drawTextBox(surface, [line], options)
      return {}
    }
    const rect = drawTextBox(surface, [line], options, { widthPx: width, heightPx: height })
    drawCurve(surface, rect, series, timestampMs - seconds * 1000, timestampMs, options)
    return {}
  },
})

/** `Height: 88.2 m`; `Height: N/A` if there is no number to show. */
export function valueLine(
  sample: MatchedSample | null,
  options: Pick<ValueOptions, 'field' | 'label' | 'fieldUnit' | 'unit' | 'decimals'>,
): string {
  const { field, label, unit, decimals } = options
  const found = readNumber(sample, field)
  const text =
    found === null ? NO_VALUE : `${toDrawn(found, options).toFixed(decimals)} ${unit}`.trimEnd()
  return `${label ?? field}: ${text}`
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

/**
 * Limits are in the unit that is drawn, the series in that of the log. Without limits in the options,
 * the curve's range is the lowest to the highest recorded value.
 */
function drawCurve(
  surface: Surface,
  rect: Rect,
  series: Series,
  fromMs: number,
  toMs: number,
  options: ValueOptions,
): void {
  const { min, max, thickness, color } = options.sparkline
  const lowest = min === null ? series.minValue : fromDrawn(min, options)
  const highest = max === null ? series.maxValue : fromDrawn(max, options)
  const inset = thickness / 2
  const [width, height] = [rect.width - thickness, rect.height - thickness]
  const xAt = (timeMs: number): number =>
    rect.x + inset + (width * (timeMs - fromMs)) / (toMs - fromMs)
  const limits = { min: lowest, max: highest }
  const yAt = (value: number): number => rect.y + inset + height * (1 - shareOf(value, limits))
  for (const stretch of stretchesBetween(series, fromMs, toMs)) {
    const points = stretch.map(({ timeMs, value }) => ({ x: xAt(timeMs), y: yAt(value) }))
    surface.strokeLine(points, color, thickness)
  }
}
