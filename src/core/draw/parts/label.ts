import type { Font, Outline, Point, Surface } from '../surface.ts'

export interface TextStyle {
  font: Font
  color: string
  outline: Outline | null
}

export interface LabelStyle extends TextStyle {
  /** Which part of the text is at the point. Default: the left end. */
  across?: 'left' | 'center' | 'right'
  /** Default: the baseline. `middle` is the middle of capital letters. */
  down?: 'top' | 'middle' | 'baseline' | 'bottom'
}

/** Of the ascent of a font. The capital letters of the usual fonts are about so high. */
const CAPITAL_SHARE = 0.72

/** Draws one line of text at a point. */
export function drawLabel(
  surface: Surface,
  text: string,
  point: Point,
  { font, color, outline, across = 'left', down = 'baseline' }: LabelStyle,
): void {
  const { widthPx, ascentPx, descentPx } = surface.measureText(text, font)
  const x = point.x - widthPx * { left: 0, center: 0.5, right: 1 }[across]
  const baselineY =
    point.y +
    { top: ascentPx, middle: (ascentPx * CAPITAL_SHARE) / 2, baseline: 0, bottom: -descentPx }[down]
  if (outline) surface.strokeText(text, x, baselineY, font, outline)
  surface.fillText(text, x, baselineY, font, color)
}

/** Draws a text whose middle is at a point. */
export function drawCentered(
  surface: Surface,
  text: string,
  point: Point,
  style: LabelStyle,
): void {
  if (text !== '') drawLabel(surface, text, point, { ...style, across: 'center', down: 'middle' })
}

/** Draws a text whose middle is at a point, smaller if it is wider than its place. */
export function drawFitted(
  surface: Surface,
  text: string,
  point: Point,
  style: LabelStyle,
  widthPx: number,
): void {
  const { font } = style
  const share = Math.min(1, widthPx / surface.measureText(text, font).widthPx)
  drawCentered(surface, text, point, { ...style, font: { ...font, sizePx: font.sizePx * share } })
}
