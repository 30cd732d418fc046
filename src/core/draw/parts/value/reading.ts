import type { Rect, Surface } from '../../surface.ts'
import { anchorShares } from '../anchor.ts'
import { drawBox } from '../box.ts'
import { drawIcon } from '../icons/draw-icon.ts'
import type { IconName } from '../icons/icons.ts'
import { drawLabel } from '../label.ts'
import { textStyle } from '../text-box.ts'
import type { TextBoxOptions } from '../text-box.ts'

/** What is said about a number. A text that is '' takes no room. */
export interface Reading {
  label: string
  number: string
  unit: string
  icon: IconName | null
  /** Of the number and the icon. */
  color: string
}

/** Lengths as shares of the font's size. */
const PARTS = {
  small: 0.46,
  icon: 0.86,
  iconGap: 0.34,
  unitGap: 0.24,
  /** From one row to the next, beside the letters themselves. */
  rowGap: 0.14,
  /** Of a row of capital letters. */
  row: 0.8,
  /** Of the letters in their row. */
  baseline: 0.76,
}

/**
 * Draws a number with a small label above and a small unit beside it, on the side of the box that is
 * anchored.
 * @param below space to leave under it, in the same box
 * @returns the rectangle of that space
 */
export function drawReading(
  surface: Surface,
  { label, number, unit, icon, color }: Reading,
  options: TextBoxOptions,
  below: { widthPx: number; heightPx: number },
): Rect {
  const em = options.font.size
  const large = { ...textStyle(options), color }
  const small = textStyle(options, PARTS.small, 400)
  const widthOf = (text: string, { font }: typeof small): number =>
    text === '' ? 0 : surface.measureText(text, font).widthPx
  const iconPx = icon === null ? 0 : em * (PARTS.icon + PARTS.iconGap)
  const numberPx = widthOf(number, large)
  const unitPx = unit === '' ? 0 : em * PARTS.unitGap + widthOf(unit, small)
  const labelPx = widthOf(label, small)
  const rowPx = iconPx + numberPx + unitPx
  const labelRowPx = label === '' ? 0 : em * (PARTS.small * PARTS.row + PARTS.rowGap)
  const belowPx = below.heightPx === 0 ? 0 : below.heightPx + em * PARTS.rowGap
  const content = drawBox(
    surface,
    {
      widthPx: Math.max(rowPx, labelPx, below.widthPx),
      heightPx: labelRowPx + em * PARTS.row + belowPx,
    },
    options,
  )
  const { across } = anchorShares(options.position.anchor)
  const startOf = (widthPx: number): number => content.x + across * (content.width - widthPx)
  const labelY = content.y + em * PARTS.small * PARTS.baseline
  if (label !== '') drawLabel(surface, label, { x: startOf(labelPx), y: labelY }, small)
  const x = startOf(rowPx)
  const top = content.y + labelRowPx
  const baseline = top + em * PARTS.baseline
  if (icon !== null) {
    const corner = { x, y: top + (em * (PARTS.row - PARTS.icon)) / 2 }
    drawIcon(surface, icon, corner, em * PARTS.icon, large)
  }
  drawLabel(surface, number, { x: x + iconPx, y: baseline }, large)
  if (unit !== '') {
    const end = { x: x + rowPx, y: baseline }
    drawLabel(surface, unit, end, { ...small, across: 'right' })
  }
  return {
    x: startOf(below.widthPx),
    y: content.y + content.height - below.heightPx,
    width: below.widthPx,
    height: below.heightPx,
  }
}

/**
 * Draws a line of text with an icon before it.
 * @param below as in {@link drawReading}
 */
export function drawIconLine(
  surface: Surface,
  text: string,
  icon: IconName,
  options: TextBoxOptions,
  below: { widthPx: number; heightPx: number },
): Rect {
  const style = textStyle(options)
  const em = options.font.size
  const { widthPx, ascentPx, descentPx } = surface.measureText(text, style.font)
  const beforePx = em * (PARTS.icon + PARTS.iconGap)
  const content = drawBox(
    surface,
    {
      widthPx: Math.max(beforePx + widthPx, below.widthPx),
      heightPx: ascentPx + descentPx + below.heightPx,
    },
    options,
  )
  const baseline = content.y + ascentPx
  const middle = baseline - (em * PARTS.baseline) / 2
  const corner = { x: content.x, y: middle - (em * PARTS.icon) / 2 }
  drawIcon(surface, icon, corner, em * PARTS.icon, style)
  drawLabel(surface, text, { x: content.x + beforePx, y: baseline }, style)
  return {
    x: content.x,
    y: content.y + content.height - below.heightPx,
    width: below.widthPx,
    height: below.heightPx,
  }
}
