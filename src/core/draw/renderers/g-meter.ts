import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { FieldSummary, SensorTrack } from '../../recording/recording.ts'
import type { MatchedSample } from '../../time/match.ts'
import { extremesBetween, meanPath, pathBetween } from '../../time/series.ts'
import type { PathPoint, Series } from '../../time/series.ts'
import type { Point, Surface } from '../surface.ts'
import { lastKeyOf } from '../parts/angle-unit.ts'
import { drawBox } from '../parts/box.ts'
import { dialSpecs, drawTag, tagSize } from '../parts/dial.ts'
import { drawLabel } from '../parts/label.ts'
import type { LabelStyle } from '../parts/label.ts'
import { readNumber } from '../parts/read-number.ts'
import { defineRenderer } from './renderer.ts'
import type { DrawInput, Fit, SeriesRequest } from './renderer.ts'
import { checkRings, ringsOf, ringText } from '../parts/rings.ts'
import { outlineOf, textBoxFont, textBoxSpecs } from '../parts/text-box.ts'

/** Standard gravity. */
const MPS2_PER_G = 9.80665
const UNITS = ['m/s²', 'g'] as const

const specs = {
  lateralField: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Sideways',
    help: 'The field with the acceleration to the right.',
  },
  longitudinalField: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Forwards',
    help: 'The field with the acceleration forwards.',
  },
  fieldUnit: { kind: 'choice', choices: UNITS, default: 'm/s²', label: 'Unit in the log' },
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

type GMeterOptions = OptionValues<typeof specs>

/** The acceleration in two directions, with its trail and its peaks. */
export const gMeter = defineRenderer({
  label: 'G-meter',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  fit: fitAccelerations,
  check: (options) => checkRings(options, 'g'),
  series: seriesOf,
  draw(surface, input) {
    const { options, sample } = input
    const dial = drawDial(surface, options)
    const now = readAcceleration(sample, options)
    if (now) {
      drawTrail(surface, dial, input)
      drawDot(surface, dial, now, options)
    }
    drawPeaks(surface, dial, input)
    if (!now) {
      const style = { ...styleOf(options, 1, 700), across: 'center', down: 'middle' } as const
      drawLabel(surface, 'N/A', dial.center, style)
    }
    if (options.showTotal && now) {
      const text = `${Math.hypot(now.x, now.y).toFixed(2)} g`
      const style = styleOf(options, 0.85, 700)
      const x = dial.center.x - tagSize(surface, text, style).widthPx / 2
      drawTag(surface, text, { x, y: dial.totalY }, style, options)
    }
    return {}
  },
})

/** x to the right, y forwards, in g. Null if one of the two is missing. */
export function readAcceleration(
  sample: MatchedSample | null,
  options: GMeterOptions,
): Point | null {
  const lateral = readNumber(sample, options.lateralField)
  const longitudinal = readNumber(sample, options.longitudinalField)
  if (lateral === null || longitudinal === null) return null
  const { x, y } = gFactors(options)
  return { x: lateral * x, y: longitudinal * y }
}

/** What the numbers of the log are multiplied by. */
function gFactors({ fieldUnit, invertLateral, invertLongitudinal }: GMeterOptions): Point {
  const unit = fieldUnit === 'g' ? 1 : 1 / MPS2_PER_G
  return { x: invertLateral ? -unit : unit, y: invertLongitudinal ? -unit : unit }
}

/** Both fields over the trail, and over the recording, as far as the options need them. */
function seriesOf(options: GMeterOptions): SeriesRequest[] {
  const { lateralField, longitudinalField, trailSeconds, peaks } = options
  const windows: (number | null)[] = []
  if (trailSeconds > 0) windows.push(trailSeconds * 1000)
  if (peaks === 'so_far' || peaks === 'recording') windows.push(null)
  return windows.flatMap((windowMs) =>
    [lateralField, longitudinalField].map((field) => ({ field, windowMs })),
  )
}

/** The series that were asked for, by what they are for. */
function seriesFor(
  input: DrawInput<GMeterOptions>,
  use: 'trail' | 'recording',
): readonly [Series, Series] | null {
  const first = use === 'recording' && input.options.trailSeconds > 0 ? 2 : 0
  const [lateral, longitudinal] = input.series.slice(first)
  return lateral && longitudinal ? [lateral, longitudinal] : null
}

/** Parts of the dial, as shares of its radius. */
const DIAL = {
  scale: 0.88,
  line: 0.014,
  dot: 0.075,
  trail: 0.06,
  dotEdge: 0.03,
  peak: 0.07,
  peakLine: 0.035,
}

interface Dial {
  center: Point
  radiusPx: number
  pxPerG: number
  totalY: number
}

function styleOf(
  options: GMeterOptions,
  share: number,
  weight = options.font.weight,
): Pick<LabelStyle, 'font' | 'color' | 'outline'> {
  const font = textBoxFont(options)
  return {
    font: { ...font, sizePx: font.sizePx * share, weight },
    color: options.textColor,
    outline: outlineOf(options),
  }
}

/** The ground, the axes, and the rings with their numbers. */
function drawDial(surface: Surface, options: GMeterOptions): Dial {
  const { size, range, textColor, dialColor, dialAlpha, font, showTotal } = options
  const gapPx = font.size * 0.25
  const tag = tagSize(surface, '0', styleOf(options, 0.85))
  const heightPx = size + (showTotal ? gapPx + tag.heightPx : 0)
  const box = drawBox(surface, { widthPx: size, heightPx }, options)
  const radiusPx = size / 2
  const center = { x: box.x + radiusPx, y: box.y + radiusPx }
  const scalePx = radiusPx * DIAL.scale
  const linePx = radiusPx * DIAL.line
  surface.fillShape({ kind: 'circle', center, radiusPx }, dialColor, dialAlpha)
  for (const [across, down] of [
    [1, 0],
    [0, 1],
  ] as const) {
    const ends = [-1, 1].map((end) => ({
      x: center.x + end * across * scalePx,
      y: center.y + end * down * scalePx,
    }))
    surface.strokeLine(ends, textColor, linePx, 0.3)
  }
  const numbers = styleOf(options, 0.5)
  const rings = ringsOf(options)
  // Of rings that are close, only some have a number.
  const numberStep = Math.ceil((2.4 * numbers.font.sizePx * rings.length) / scalePx)
  rings.forEach((g, index) => {
    const isOuter = index === rings.length - 1
    const ringPx = (scalePx * g) / range
    const shape = { kind: 'circle', center, radiusPx: ringPx } as const
    surface.strokeShape(shape, textColor, linePx, isOuter ? 0.7 : 0.35)
    if ((rings.length - 1 - index) % numberStep !== 0) return
    // On a diagonal, where no axis and no peak is.
    const place = { x: center.x + ringPx * Math.SQRT1_2, y: center.y + ringPx * Math.SQRT1_2 }
    const style = { ...numbers, across: 'right', down: 'bottom' } as const
    drawLabel(surface, ringText(g), place, style)
  })
  return { center, radiusPx, pxPerG: scalePx / range, totalY: box.y + size + gapPx }
}

/** Where an acceleration is on the dial. Beyond the outer ring, it keeps its direction only. */
function placeOf({ x, y }: Point, { center, pxPerG }: Dial, { range }: GMeterOptions): Point {
  const share = Math.min(1, range / Math.max(Number.MIN_VALUE, Math.hypot(x, y)))
  return { x: center.x + x * share * pxPerG, y: center.y - y * share * pxPerG }
}

function drawDot(surface: Surface, dial: Dial, now: Point, options: GMeterOptions): void {
  const center = placeOf(now, dial, options)
  const shape = { kind: 'circle', center, radiusPx: dial.radiusPx * DIAL.dot } as const
  surface.strokeShape(shape, options.dialColor, 2 * dial.radiusPx * DIAL.dotEdge)
  surface.fillShape(shape, options.accentColor)
}

/** The trail goes through the means of so many parts of its time: fast sensors are noisy. */
const TRAIL_PARTS = 48

/** The trail grows thicker towards the dot. */
function drawTrail(surface: Surface, dial: Dial, input: DrawInput<GMeterOptions>): void {
  const { options, timestampMs } = input
  const series = options.trailSeconds > 0 ? seriesFor(input, 'trail') : null
  if (!series) return
  const { x, y } = gFactors(options)
  const windowMs = options.trailSeconds * 1000
  const fromMs = timestampMs - windowMs
  for (const stretch of pathBetween(...series, fromMs, timestampMs)) {
    const means = meanPath(stretch, windowMs / TRAIL_PARTS)
    const places = means.map(({ values }) =>
      placeOf({ x: values[0] * x, y: values[1] * y }, dial, options),
    )
    places.forEach((place, index) => {
      const age = ((means[index] as PathPoint).timeMs - fromMs) / windowMs
      const thicknessPx = dial.radiusPx * DIAL.trail * Math.max(0.1, age)
      const before = places[index - 1]
      if (before) surface.strokeLine([before, place], options.accentColor, thicknessPx)
      else if (places.length === 1) surface.strokeLine([place], options.accentColor, thicknessPx)
    })
  }
}

/** A mark in each of the four directions, with its number beside it. */
function drawPeaks(surface: Surface, dial: Dial, input: DrawInput<GMeterOptions>): void {
  const { options, timestampMs } = input
  const { peaks, trailSeconds, range } = options
  const series = peaks === 'none' ? null : seriesFor(input, peaks === 'trail' ? peaks : 'recording')
  if (!series) return
  const fromMs = peaks === 'trail' ? timestampMs - trailSeconds * 1000 : -Infinity
  const toMs = peaks === 'recording' ? Infinity : timestampMs
  const factors = gFactors(options)
  const [lateral, longitudinal] = series.map((each) => extremesBetween(each, fromMs, toMs))
  const numbers = styleOf(options, 0.55, 700)
  // A dark edge keeps them readable on the dot.
  numbers.outline ??= { color: options.dialColor, thicknessPx: numbers.font.sizePx / 6 }
  const markPx = dial.radiusPx * DIAL.peak
  const gapPx = markPx * 1.5
  for (const { axis, sign } of DIRECTIONS) {
    const extremes = axis === 'x' ? lateral : longitudinal
    if (!extremes) continue
    const values = extremes.map((value) => value * factors[axis] * sign)
    const peak = Math.max(...values)
    if (peak < SMALLEST_PEAK_G) continue
    const along = Math.min(peak, range) * dial.pxPerG * sign
    const at =
      axis === 'x'
        ? { x: dial.center.x + along, y: dial.center.y }
        : { x: dial.center.x, y: dial.center.y - along }
    const [acrossX, acrossY] = axis === 'x' ? [0, markPx] : [markPx, 0]
    const ends = [-1, 1].map((end) => ({ x: at.x + end * acrossX, y: at.y + end * acrossY }))
    surface.strokeLine(ends, options.accentColor, dial.radiusPx * DIAL.peakLine)
    // Each number is in the quarter after its axis, clockwise, so that small ones do not meet.
    const place =
      axis === 'x' ? { x: at.x, y: at.y + gapPx * sign } : { x: at.x + gapPx * sign, y: at.y }
    const [across, down] =
      axis === 'x'
        ? (['center', sign > 0 ? 'top' : 'bottom'] as const)
        : ([sign > 0 ? 'left' : 'right', 'middle'] as const)
    drawLabel(surface, peak.toFixed(2), place, { ...numbers, across, down })
  }
}

/** Less is written as 0.00. */
const SMALLEST_PEAK_G = 0.005

const DIRECTIONS = [
  { axis: 'x', sign: 1 },
  { axis: 'x', sign: -1 },
  { axis: 'y', sign: 1 },
  { axis: 'y', sign: -1 },
] as const

const SIDEWAYS = /lateral|sideways|right|left/
const FORWARDS = /longitudinal|forward/

/** Two accelerations of one log, named after their directions. */
function fitAccelerations({ name, fields }: SensorTrack): Fit<GMeterOptions> | null {
  const isAcceleration = (field: FieldSummary): boolean =>
    field.type === 'number' &&
    (/acc/i.test(name) || /acc|mps2|m_s2|_g$/.test(lastKeyOf(field.name))) &&
    !/gyro|wheel|radps/.test(lastKeyOf(field.name))
  const found = fields.filter(isAcceleration)
  const lateral = found.find((field) => SIDEWAYS.test(lastKeyOf(field.name)))
  const longitudinal = found.find((field) => FORWARDS.test(lastKeyOf(field.name)))
  if (!lateral || !longitudinal) return null
  return {
    score: 1,
    options: {
      lateralField: lateral.name,
      longitudinalField: longitudinal.name,
      fieldUnit: /_g$/i.test(lateral.name) ? 'g' : 'm/s²',
      invertLateral: /left/.test(lastKeyOf(lateral.name)),
    },
  }
}
