import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import { readPath } from '../../plain-object.ts'
import type { MatchedSample } from '../../time/match.ts'
import { stretchesBetween } from '../../time/series.ts'
import type { Series } from '../../time/series.ts'
import type { Rect, Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'
import { drawTextBox, textBoxSpecs } from './text-box.ts'

const specs = {
  field: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Field',
    help: 'The field of the log. Use dots for fields of nested objects: gps.height.',
  },
  label: { kind: 'nullable-text', default: null, nullMeans: 'the field', label: 'Label' },
  unit: { kind: 'text', default: '', label: 'Unit', help: 'Written after the number.' },
  decimals: { kind: 'number', default: 1, min: 0, max: 10, integer: true, label: 'Decimals' },
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
      color: { kind: 'color', default: '#ffcc00', label: 'Line colour' },
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
  fit({ fields, timeColumn }) {
    const field = fields.find(({ name, type }) => type === 'number' && name !== timeColumn)
    return field ? { score: 1, options: { field: field.name } } : null
  },
  check({ sparkline: { min, max } }) {
    if (min === null || max === null || min < max) return []
    const message = `the upper limit ${max} is not above the lower limit ${min}.`
    return [{ option: 'sparkline.max', message }]
  },
  series({ field, sparkline: { seconds } }) {
    return seconds === null ? [] : [{ field, windowMs: seconds * 1000 }]
  },
  draw(surface, { timestampMs, sample, series: [series], options }) {
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
  { field, label, unit, decimals }: Pick<ValueOptions, 'field' | 'label' | 'unit' | 'decimals'>,
): string {
  const found = sample && readPath(sample.record, field)
  const isNumber = typeof found === 'number' && Number.isFinite(found)
  const text = isNumber ? `${found.toFixed(decimals)} ${unit}`.trimEnd() : 'N/A'
  return `${label ?? field}: ${text}`
}

/** Without limits in the options, the curve's range is the lowest to the highest recorded value. */
function drawCurve(
  surface: Surface,
  rect: Rect,
  series: Series,
  fromMs: number,
  toMs: number,
  { sparkline: { min, max, thickness, color } }: ValueOptions,
): void {
  const [lowest, highest] = [min ?? series.minValue, max ?? series.maxValue]
  const inset = thickness / 2
  const [width, height] = [rect.width - thickness, rect.height - thickness]
  const xAt = (timeMs: number): number =>
    rect.x + inset + (width * (timeMs - fromMs)) / (toMs - fromMs)
  const yAt = (value: number): number => {
    // A curve that never changes lies in the middle.
    const share = highest > lowest ? (value - lowest) / (highest - lowest) : 0.5
    return rect.y + inset + height * (1 - Math.min(1, Math.max(0, share)))
  }
  for (const stretch of stretchesBetween(series, fromMs, toMs)) {
    const points = stretch.map(({ timeMs, value }) => ({ x: xAt(timeMs), y: yAt(value) }))
    surface.strokeLine(points, color, thickness)
  }
}
