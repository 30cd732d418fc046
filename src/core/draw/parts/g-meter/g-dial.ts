import type { Point, Surface } from '../../surface.ts'
import { drawBox } from '../box.ts'
import { tagSize } from '../dial.ts'
import { drawLabel } from '../label.ts'
import { ringsOf, ringText } from '../scale/rings.ts'
import { textStyle } from '../text-box.ts'
import type { GMeterOptions } from './g-meter-specs.ts'

/** Parts of the dial, as shares of its radius. */
export const DIAL = {
  scale: 0.88,
  line: 0.014,
  dot: 0.075,
  trail: 0.06,
  dotEdge: 0.03,
  peak: 0.07,
  peakLine: 0.035,
}

export interface GDial {
  center: Point
  radiusPx: number
  pxPerG: number
  totalY: number
}

/** The ground, the axes, and the rings with their numbers. */
export function drawGDial(surface: Surface, options: GMeterOptions): GDial {
  const { size, range, font, showTotal } = options
  const gapPx = font.size * 0.25
  const tag = tagSize(surface, '0', textStyle(options, 0.85))
  const heightPx = size + (showTotal ? gapPx + tag.heightPx : 0)
  const box = drawBox(surface, { widthPx: size, heightPx }, options)
  const radiusPx = size / 2
  const center = { x: box.x + radiusPx, y: box.y + radiusPx }
  surface.drawStill(['g_meter', options], () => drawFace(surface, center, options))
  return { center, radiusPx, pxPerG: (radiusPx * DIAL.scale) / range, totalY: box.y + size + gapPx }
}

function drawFace(surface: Surface, center: Point, options: GMeterOptions): void {
  const { size, range, textColor, dialColor, dialAlpha } = options
  const radiusPx = size / 2
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
  const numbers = textStyle(options, 0.5)
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
}

/** Where an acceleration is on the dial. Beyond the outer ring, it keeps its direction only. */
export function placeOf(
  { x, y }: Point,
  { center, pxPerG }: GDial,
  { range }: GMeterOptions,
): Point {
  const share = Math.min(1, range / Math.max(Number.MIN_VALUE, Math.hypot(x, y)))
  return { x: center.x + x * share * pxPerG, y: center.y - y * share * pxPerG }
}

/** The acceleration now. */
export function drawDot(surface: Surface, dial: GDial, now: Point, options: GMeterOptions): void {
  const center = placeOf(now, dial, options)
  const shape = { kind: 'circle', center, radiusPx: dial.radiusPx * DIAL.dot } as const
  surface.strokeShape(shape, options.dialColor, 2 * dial.radiusPx * DIAL.dotEdge)
  surface.fillShape(shape, options.accentColor)
}
