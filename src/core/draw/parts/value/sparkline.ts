import type { OptionValue, OptionSpec } from '../../../config/option-specs.ts'
import { stretchesBetween } from '../../../time/series.ts'
import type { Series } from '../../../time/series.ts'
import type { Rect, Surface } from '../../surface.ts'
import { ACCENT_COLOR } from '../colors.ts'
import { shareOf } from '../scale/scale.ts'

/** The options of a little curve. */
export const sparklineSpec = {
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
} as const satisfies OptionSpec

/**
 * Draws the curve of a series inside a rectangle.
 * @param shown the time and the values from edge to edge, as the series has them
 */
export function drawSparkline(
  surface: Surface,
  rect: Rect,
  series: Series,
  { fromMs, toMs, min, max }: { fromMs: number; toMs: number; min: number; max: number },
  { thickness, color }: Pick<OptionValue<typeof sparklineSpec>, 'thickness' | 'color'>,
): void {
  const inset = thickness / 2
  const [width, height] = [rect.width - thickness, rect.height - thickness]
  const xAt = (timeMs: number): number =>
    rect.x + inset + (width * (timeMs - fromMs)) / (toMs - fromMs)
  const yAt = (value: number): number =>
    rect.y + inset + height * (1 - shareOf(value, { min, max }))
  for (const stretch of stretchesBetween(series, fromMs, toMs)) {
    const points = stretch.map(({ timeMs, value }) => ({ x: xAt(timeMs), y: yAt(value) }))
    surface.strokeLine(points, color, thickness)
  }
}
