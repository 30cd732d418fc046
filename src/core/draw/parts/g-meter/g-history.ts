import { extremesBetween, meanPath, pathBetween } from '../../../time/series.ts'
import type { PathPoint, Series } from '../../../time/series.ts'
import type { DrawInput, SeriesRequest } from '../../renderers/renderer.ts'
import type { Surface } from '../../surface.ts'
import { drawLabel } from '../label.ts'
import { textStyle } from '../text-box.ts'
import { gFactors } from './acceleration.ts'
import { DIAL, placeOf } from './g-dial.ts'
import type { GDial } from './g-dial.ts'
import type { GMeterOptions } from './g-meter-specs.ts'

/** Both fields over the trail, and over the recording, as far as the options need them. */
export function seriesOf(options: GMeterOptions): SeriesRequest[] {
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

/** The trail goes through the means of so many parts of its time: fast sensors are noisy. */
const TRAIL_PARTS = 48

/** The trail grows thicker towards the dot. */
export function drawTrail(surface: Surface, dial: GDial, input: DrawInput<GMeterOptions>): void {
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
export function drawPeaks(surface: Surface, dial: GDial, input: DrawInput<GMeterOptions>): void {
  const { options, timestampMs } = input
  const { peaks, trailSeconds, range } = options
  const series = peaks === 'none' ? null : seriesFor(input, peaks === 'trail' ? peaks : 'recording')
  if (!series) return
  const fromMs = peaks === 'trail' ? timestampMs - trailSeconds * 1000 : -Infinity
  const toMs = peaks === 'recording' ? Infinity : timestampMs
  const factors = gFactors(options)
  const [lateral, longitudinal] = series.map((each) => extremesBetween(each, fromMs, toMs))
  const numbers = textStyle(options, 0.55, 700)
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
