import { clockText } from '../../../text/clock-text.ts'
import { withMinusSign } from '../../../text/minus-sign.ts'
import type { Font, Rect, Surface } from '../../surface.ts'
import { drawLabel } from '../label.ts'
import type { TextStyle } from '../label.ts'
import { decimalsOf, roundUp, ticksBetween } from '../scale/scale.ts'
import { textStyle } from '../text-box.ts'
import type { ChartOptions } from './chart-specs.ts'

/** Times are numbers of another kind where the chart is along a field. */
interface Ranges {
  fromMs: number
  toMs: number
  /** NaN, as `highest`, if there is no value. */
  lowest: number
  highest: number
}

/** Where times and values are on the picture. */
export interface ChartAxes extends Ranges {
  /** Inside it are the curves. */
  plot: Rect
  /** The left edge of the labels of values. */
  leftPx: number
  xAt: (timeMs: number) => number
  yAt: (value: number) => number
  /** Values that have a line and a label. */
  valueTicks: { value: number; text: string }[]
}

/** Of the font's size. */
const AXIS_FONT_SHARE = 0.68
/** Of the size of the axis font. */
const GAP_SHARE = 0.5
/** The space of one label along an axis, at the least. */
const LABEL_SPACE = { across: 6, down: 1.25 }
const GRID_ALPHA = 0.22

function axisStyle(options: ChartOptions): TextStyle {
  return textStyle(options, AXIS_FONT_SHARE)
}

/** The height of the labels of time, below the curves. */
export function axisHeightPx(surface: Surface, options: ChartOptions): number {
  if (!options.axes) return 0
  const { font } = axisStyle(options)
  const { ascentPx, descentPx } = surface.measureText('', font)
  return ascentPx + descentPx + font.sizePx * GAP_SHARE
}

/** @param area for the curves and the labels of values beside them */
export function chartAxes(
  surface: Surface,
  area: Rect,
  ranges: Ranges,
  options: ChartOptions,
): ChartAxes {
  const { fromMs, toMs, lowest, highest } = ranges
  const { font } = axisStyle(options)
  const hasLabels = options.axes && !Number.isNaN(lowest)
  const valueTicks = hasLabels ? valueTicksOf(lowest, highest, area.height, font) : []
  const labelsPx = Math.max(
    0,
    ...valueTicks.map(({ text }) => surface.measureText(text, font).widthPx),
  )
  const labelSpacePx = labelsPx > 0 ? labelsPx + font.sizePx * GAP_SHARE : 0
  // Half of the dot of the playhead stands out to the right.
  const rightPx = dotRadiusPx(options)
  const plot = {
    ...area,
    x: area.x + labelSpacePx,
    width: Math.max(1, area.width - labelSpacePx - rightPx),
  }
  return {
    ...ranges,
    plot,
    leftPx: area.x,
    valueTicks,
    xAt: (timeMs) => plot.x + (plot.width * (timeMs - fromMs)) / (toMs - fromMs),
    yAt: (value) => plot.y + plot.height * (1 - (value - lowest) / (highest - lowest)),
  }
}

/** Of the dots that the curves have at the frame's time. */
export function dotRadiusPx({ thickness }: ChartOptions): number {
  return 1.6 * thickness
}

/** Lines and labels of both axes, and the frame's time. */
export function drawAxes(
  surface: Surface,
  axes: ChartAxes,
  timestampMs: number,
  options: ChartOptions,
): void {
  const { plot, valueTicks, xAt, yAt } = axes
  const [top, bottom] = [plot.y, plot.y + plot.height]
  const style = axisStyle(options)
  const gridPx = options.thickness / 3
  const across = (y: number): { x: number; y: number }[] => [
    { x: plot.x, y },
    { x: plot.x + plot.width, y },
  ]
  const gap = style.font.sizePx * GAP_SHARE
  const lines = valueTicks.map(({ value }) => across(yAt(value)))
  if (lines.length === 0) lines.push(across(bottom))
  surface.strokeShape({ kind: 'lines', lines }, options.textColor, gridPx, GRID_ALPHA)
  for (const { value, text } of valueTicks) {
    const place = { x: plot.x - gap, y: yAt(value) }
    drawLabel(surface, text, place, { ...style, across: 'right', down: 'middle' })
  }
  if (options.axes) {
    const ticks =
      options.along.field === ''
        ? timeTicksOf(axes, timestampMs, options)
        : placeTicksOf(axes, options)
    for (const { timeMs, text } of ticks) {
      const halfPx = surface.measureText(text, style.font).widthPx / 2
      const rightmost = plot.x + plot.width + dotRadiusPx(options) - halfPx
      const x = Math.max(axes.leftPx + halfPx, Math.min(rightmost, xAt(timeMs)))
      drawLabel(surface, text, { x, y: bottom + gap }, { ...style, across: 'center', down: 'top' })
    }
  }
  if (Number.isNaN(timestampMs)) return
  const x = xAt(timestampMs)
  const playhead = [
    { x, y: top },
    { x, y: bottom },
  ]
  surface.strokeLine(playhead, options.textColor, options.thickness / 2, 0.7)
}

function valueTicksOf(
  lowest: number,
  highest: number,
  heightPx: number,
  font: Font,
): { value: number; text: string }[] {
  const most = Math.max(1, heightPx / (LABEL_SPACE.down * font.sizePx))
  const step = roundUp((highest - lowest) / most)
  return ticksBetween(lowest, highest, step).map((value) => ({
    value,
    text: withMinusSign(value.toFixed(decimalsOf(step))),
  }))
}

/** Steps of time that people read easily, in seconds. */
const TIME_STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200,
]

/** In a window from the frame's time, else from the first frame. */
function timeTicksOf(
  { fromMs, toMs, plot }: ChartAxes,
  timestampMs: number,
  options: ChartOptions,
): { timeMs: number; text: string }[] {
  const isWindow = options.time.shows === 'window'
  const zeroMs = isWindow ? timestampMs : fromMs
  const most = Math.max(1, plot.width / (LABEL_SPACE.across * axisStyle(options).font.sizePx))
  const leastS = (toMs - fromMs) / 1000 / most
  const stepS = TIME_STEPS_S.find((each) => each >= leastS) ?? roundUp(leastS)
  const [fromS, toS] = [(fromMs - zeroMs) / 1000, (toMs - zeroMs) / 1000]
  return ticksBetween(fromS, toS, stepS).map((seconds) => ({
    timeMs: zeroMs + 1000 * seconds,
    text: isWindow
      ? withMinusSign(`${seconds.toFixed(decimalsOf(stepS))} s`)
      : clockText(seconds, decimalsOf(stepS)),
  }))
}

/** Along a field, in its unit. */
function placeTicksOf(
  { fromMs: from, toMs: to, plot }: ChartAxes,
  options: ChartOptions,
): { timeMs: number; text: string }[] {
  const most = Math.max(1, plot.width / (LABEL_SPACE.across * axisStyle(options).font.sizePx))
  const step = roundUp((to - from) / most)
  return ticksBetween(from, to, step).map((place) => ({
    timeMs: place,
    text: `${withMinusSign(place.toFixed(decimalsOf(step)))} ${options.along.unit}`.trimEnd(),
  }))
}
