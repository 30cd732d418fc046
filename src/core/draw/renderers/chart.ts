import { withMinusSign } from '../../text/minus-sign.ts'
import type { MatchedSample } from '../../time/match.ts'
import { valueAt } from '../../time/series.ts'
import type { Series } from '../../time/series.ts'
import { drawBox } from '../parts/box.ts'
import { alongField } from '../parts/chart/along-field.ts'
import { axisHeightPx, chartAxes, drawAxes } from '../parts/chart/chart-axes.ts'
import { drawCurves } from '../parts/chart/chart-curves.ts'
import { layOutLegend } from '../parts/chart/chart-legend.ts'
import { chartSpecs } from '../parts/chart/chart-specs.ts'
import type { ChartCurve, ChartOptions } from '../parts/chart/chart-specs.ts'
import { numberFields } from '../parts/number-fields.ts'
import { NO_VALUE, readNumber } from '../parts/read-number.ts'
import { limitsFault } from '../parts/scale/scale.ts'
import { textBoxFont } from '../parts/text-box.ts'
import { defineRenderer } from './renderer.ts'

/** Up to four fields of a log over time, with the frame's place in it. */
export const chart = defineRenderer({
  label: 'Chart',
  needsSensor: true,
  needsCalibration: false,
  specs: chartSpecs,
  notes: {},
  place: null,
  fit(track) {
    const [field] = numberFields(track)
    return field ? { score: 1, options: { field: field.name } } : null
  },
  check({ min, max, time, along }) {
    const fault = limitsFault({ min, max })
    if (fault !== null) return [{ option: 'max', message: fault }]
    const isAlong = along.field !== ''
    const { before, after } = isAlong ? along : time
    if (time.shows === 'window' && before + after === 0) {
      const what = isAlong ? 'distance' : 'seconds'
      const message = `the window has no length. Give the ${what} before or after the frame.`
      return [{ option: isAlong ? 'along.before' : 'time.before', message }]
    }
    return []
  },
  units: () => [
    {
      unit: 'unit',
      fields: [
        { field: 'field', label: 'label' },
        ...['second', 'third', 'fourth'].map((group) => ({
          field: `${group}.field`,
          label: `${group}.label`,
        })),
      ],
      limits: [{ min: 'min', max: 'max' }],
    },
    {
      unit: 'along.unit',
      fields: [{ field: 'along.field' }],
      numbers: ['along.before', 'along.after'],
    },
  ],
  series(options) {
    const { shows, before, after } = options.time
    const { field: along } = options.along
    const isWhole = shows === 'recording' || along !== ''
    const windowMs = isWhole ? null : 1000 * Math.max(before, after)
    const fields = curvesOf(options).map(({ field }) => field)
    return [...fields, ...(along === '' ? [] : [along])].map((field) => ({ field, windowMs }))
  },
  draw(surface, { timestampMs, recordingRangeMs, sample, series: given, options }) {
    const curves = curvesOf(options)
    const along = given[curves.length]
    const series = along
      ? given.slice(0, curves.length).map((each) => alongField(each, along))
      : given
    const now = along ? valueAt(along, timestampMs) : timestampMs
    const legend = layOutLegend(
      surface,
      curves.map((curve) => ({
        color: curve.color,
        text: `${curve.label} ${valueText(sample, curve.field, options)}`,
      })),
      options.width,
      textBoxFont(options),
    )
    const content = drawBox(
      surface,
      {
        widthPx: options.width,
        heightPx: legend.heightPx + options.height + axisHeightPx(surface, options),
      },
      options,
    )
    legend.draw(surface, content, options)
    const [fromMs, toMs] = along
      ? shownAlong(now, along, options)
      : shownMs(timestampMs, recordingRangeMs, options)
    const [lowest, highest] = shownValues(series, options)
    const axes = chartAxes(
      surface,
      { ...content, y: content.y + legend.heightPx, height: options.height },
      { fromMs, toMs, lowest, highest },
      options,
    )
    drawAxes(surface, axes, now, options)
    drawCurves(surface, axes, now, curves, series, options)
    return {}
  },
})

function curvesOf({ field, label, color, second, third, fourth }: ChartOptions): ChartCurve[] {
  return [{ field, label, color }, second, third, fourth]
    .filter((each) => each.field !== '')
    .map((each) => ({ field: each.field, label: each.label ?? each.field, color: each.color }))
}

/** `88.2 km/h`; `N/A` if there is no number to show. */
function valueText(
  sample: MatchedSample | null,
  field: string,
  { unit, decimals }: ChartOptions,
): string {
  const value = readNumber(sample, field)
  return value === null ? NO_VALUE : `${withMinusSign(value.toFixed(decimals))} ${unit}`.trimEnd()
}

function shownMs(
  timestampMs: number,
  [firstMs, lastMs]: readonly [number, number],
  { time: { shows, before, after } }: ChartOptions,
): [fromMs: number, toMs: number] {
  if (shows === 'window') return [timestampMs - 1000 * before, timestampMs + 1000 * after]
  // A recording of one frame has no length.
  return lastMs > firstMs ? [firstMs, lastMs] : [firstMs - 500, firstMs + 500]
}

/** Without a place, a window shows the whole. */
function shownAlong(
  now: number,
  { minValue, maxValue }: Series,
  { time: { shows }, along: { before, after } }: ChartOptions,
): [from: number, to: number] {
  if (shows === 'window' && !Number.isNaN(now)) return [now - before, now + after]
  const [from, to] = Number.isNaN(minValue) ? [0, 0] : [minValue, maxValue]
  return to > from ? [from, to] : [from, from + 1]
}

/** Of the range of values, the space above and below the curves. */
const MARGIN_SHARE = 0.06

/** The limits of the options, else those of the recording with a margin; NaN without any value. */
function shownValues(series: readonly Series[], { min, max }: ChartOptions): [number, number] {
  const values = series.flatMap(({ minValue, maxValue }) =>
    Number.isNaN(minValue) ? [] : [minValue, maxValue],
  )
  const [lowest, highest] = [min ?? Math.min(...values), max ?? Math.max(...values)]
  if (!Number.isFinite(lowest) || !Number.isFinite(highest)) return [NaN, NaN]
  // A curve that never changes, or lies on one side of the only limit, still needs a height.
  const length = highest > lowest ? highest - lowest : Math.abs(highest) / 10 || 1
  const margin = highest > lowest ? MARGIN_SHARE * length : length
  return [min ?? Math.min(lowest, highest) - margin, max ?? Math.max(lowest, highest) + margin]
}
