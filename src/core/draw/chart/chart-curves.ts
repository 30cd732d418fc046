import { stretchesBetween, valueAt } from '../../time/series.ts'
import type { Series } from '../../time/series.ts'
import type { Point, Surface } from '../surface.ts'
import { dotRadiusPx } from './chart-axes.ts'
import type { ChartAxes } from './chart-axes.ts'
import type { ChartCurve, ChartOptions } from './chart-options.ts'

/** The curves, the areas under them, and a dot on each at the frame's time. */
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
  const stretches = curves.map((_, index) =>
    stretchesBetween(series[index] as Series, fromMs, toMs).map((stretch) =>
      stretch.map(({ timeMs, value }) => ({ x: xAt(timeMs), y: yAt(value) })),
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
    curves.forEach(({ color }, index) => {
      if (fill === 0) return
      for (const stretch of stretches[index] ?? []) {
        surface.fillShape(areaUnder(stretch, groundY), color, fill)
      }
    })
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

function areaUnder(
  stretch: readonly Point[],
  groundY: number,
): { kind: 'polygon'; points: Point[] } {
  const ends = [stretch.at(-1), stretch[0]].flatMap((end) =>
    end ? [{ x: end.x, y: groundY }] : [],
  )
  return { kind: 'polygon', points: [...stretch, ...ends] }
}
