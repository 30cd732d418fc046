import type { Font, Rect, Surface } from '../../surface.ts'
import { drawLabel } from '../label.ts'
import { textStyle } from '../text-box.ts'
import type { TextBoxOptions } from '../text-box.ts'

interface LegendEntry {
  color: string
  text: string
}

interface Legend {
  heightPx: number
  /** @param content its top left corner is the legend's */
  draw(surface: Surface, content: Rect, options: TextBoxOptions): void
}

/** Shares of the font's size. */
const SWATCH = { length: 0.7, thickness: 0.17, gap: 0.35 }
const ENTRY_GAP = 1.1
const ROW_HEIGHT = 1.4

/** Puts the names of curves side by side, and into further rows where the width is used up. */
export function layOutLegend(
  surface: Surface,
  entries: readonly LegendEntry[],
  widthPx: number,
  font: Font,
): Legend {
  const em = font.sizePx
  const rowPx = em * ROW_HEIGHT
  let [x, row] = [0, 0]
  const placed = entries.map((entry) => {
    const textPx = surface.measureText(entry.text, font).widthPx
    const entryPx = (SWATCH.length + SWATCH.gap) * em + textPx
    if (x > 0 && x + entryPx > widthPx) [x, row] = [0, row + 1]
    const place = { ...entry, x, middleY: (row + 0.5) * rowPx }
    x += entryPx + ENTRY_GAP * em
    return place
  })
  return {
    heightPx: (row + 1) * rowPx + em * SWATCH.gap,
    draw(surface, content, options) {
      for (const { color, text, x, middleY } of placed) {
        const [left, y] = [content.x + x, content.y + middleY]
        const thicknessPx = em * SWATCH.thickness
        const [from, to] = [left + thicknessPx / 2, left + em * SWATCH.length - thicknessPx / 2]
        surface.strokeLine(
          [
            { x: from, y },
            { x: to, y },
          ],
          color,
          thicknessPx,
        )
        const textAt = { x: left + em * (SWATCH.length + SWATCH.gap), y }
        drawLabel(surface, text, textAt, { ...textStyle(options), font, down: 'middle' })
      }
    },
  }
}
