import { stretchesBetween, thinSeries, valueAt } from '../../../time/series.ts'
import type { Series, SeriesPoint } from '../../../time/series.ts'
import type { Point, Surface } from '../../surface.ts'
import { dotRadiusPx } from './chart-axes.ts'
import type { ChartAxes } from './chart-axes.ts'
import type { ChartCurve, ChartOptions } from './chart-specs.ts'

/** The curves, the area under the first one, and a dot on each at the frame's time. */
export function drawCurves(
  surface: Surface,
  axes: ChartAxes,
  timestampMs: number,
  curves: readonly ChartCurve[],
  series: readonly Series[],
  options: ChartOptions,
): void {
  const { plot, fromMs, toMs, lowest, highest, xAt, yAt } = axes
  if (Number.isNaN(lowest)) return
  const { thickness, fill } = options
  const bucketMs = (toMs - fromMs) / (plot.width * surface.scale)
  const stretches = curves.map((_, index) =>
    stretchesBetween(series[index] as Series, fromMs, toMs).map((stretch) =>
      thinStretch(stretch, bucketMs).map(({ timeMs, value }) => ({
        x: xAt(timeMs),
        y: yAt(value),
      })),
    ),
  )
  const groundY = yAt(Math.min(highest, Math.max(lowest, 0)))
  const [left, top] = [plot.x - thickness / 2, plot.y - thickness / 2]
  const [right, bottom] = [left + plot.width + thickness, top + plot.height + thickness]
  const points = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ]
  // Curves beyond fixed limits leave the plot.
  surface.clipTo({ kind: 'polygon', points }, () => {
    const [first] = curves
    if (first && fill > 0) {
      for (const stretch of stretches[0] ?? []) {
        surface.fillShape(areaUnder(stretch, groundY), first.color, fill)
      }
    }
    curves.forEach(({ color }, index) => {
      for (const stretch of stretches[index] ?? []) surface.strokeLine(stretch, color, thickness)
    })
  })
  curves.forEach(({ color }, index) => {
    const value = valueAt(series[index] as Series, timestampMs)
    if (!(value >= lowest && value <= highest)) return
    const center = { x: xAt(timestampMs), y: yAt(value) }
    surface.fillShape({ kind: 'circle', center, radiusPx: dotRadiusPx(options) }, color)
  })
}

/** Of the points in one column of pixels, the highest and the lowest; both ends of the curve stay. */
function thinStretch(stretch: readonly SeriesPoint[], bucketMs: number): SeriesPoint[] {
  const [first, last] = [stretch[0], stretch.at(-1)]
  if (!first || !last || last.timeMs - first.timeMs > bucketMs * stretch.length) return [...stretch]
  const { timesMs, values } = thinSeries(
    stretch.map(({ timeMs }) => timeMs),
    stretch.map(({ value }) => value),
    bucketMs,
  )
  const inner = Array.from(timesMs, (timeMs, index) => ({
    timeMs,
    value: values[index] as number,
  })).filter(({ timeMs }) => timeMs > first.timeMs && timeMs < last.timeMs)
  return [first, ...inner, last]
}

function areaUnder(
  stretch: readonly Point[],
  groundY: number,
): { kind: 'polygon'; points: Point[] } {
  const ends = [stretch.at(-1), stretch[0]].flatMap((end) =>
    end ? [{ x: end.x, y: groundY }] : [],
  )
  return { kind: 'polygon', points: [...stretch, ...ends] }
}
