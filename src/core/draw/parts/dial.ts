import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { Point, Surface } from '../surface.ts'
import { ACCENT_COLOR, DARK_COLOR } from './colors.ts'
import { drawLabel } from './label.ts'
import type { TextStyle } from './label.ts'

/** The colours that instruments share. */
export const dialSpecs = {
  dialColor: { kind: 'color', default: DARK_COLOR, label: 'Dial colour' },
  dialAlpha: { kind: 'number', default: 0.6, min: 0, max: 1, label: 'Dial opacity' },
  accentColor: { kind: 'color', default: ACCENT_COLOR, label: 'Accent colour' },
} as const satisfies OptionSpecs

export type DialOptions = OptionValues<typeof dialSpecs>

/** Around the text of a tag, as shares of the font's size. */
const TAG = { across: 0.35, down: 0.16, radius: 0.25 }

/** How large a tag of a text is. */
export function tagSize(
  surface: Surface,
  text: string,
  { font }: Pick<TextStyle, 'font'>,
): { widthPx: number; heightPx: number } {
  const { widthPx, ascentPx, descentPx } = surface.measureText(text, font)
  return {
    widthPx: widthPx + 2 * TAG.across * font.sizePx,
    heightPx: ascentPx + descentPx + 2 * TAG.down * font.sizePx,
  }
}

/** Draws a line of text on a rounded ground. @param corner the upper left corner of the ground */
export function drawTag(
  surface: Surface,
  text: string,
  corner: Point,
  style: TextStyle,
  { dialColor, dialAlpha }: Pick<DialOptions, 'dialColor' | 'dialAlpha'>,
): void {
  const { widthPx, heightPx } = tagSize(surface, text, style)
  const rect = { ...corner, width: widthPx, height: heightPx }
  const radiusPx = TAG.radius * style.font.sizePx
  surface.fillShape({ kind: 'rounded', rect, radiusPx }, dialColor, dialAlpha)
  const middle = { x: corner.x + widthPx / 2, y: corner.y + heightPx / 2 }
  drawLabel(surface, text, middle, { ...style, across: 'center', down: 'middle' })
}
