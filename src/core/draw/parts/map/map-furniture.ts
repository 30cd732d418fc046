import type { Point, Rect, Surface } from '../../surface.ts'
import { DARK_COLOR } from '../colors.ts'
import { roundDistance } from '../distance-unit.ts'
import { drawCentered, drawLabel } from '../label.ts'
import type { TextStyle } from '../label.ts'
import { textStyle } from '../text-box.ts'
import type { MapColors } from './map-colors.ts'
import type { MapOptions } from './map-specs.ts'

/** A dark edge, so that lines and the marker are seen over any film. */
export const EDGE = { color: DARK_COLOR, alpha: 0.55 }

/** Of the font's size. */
const SMALL_FONT_SHARE = 0.78
/** Of the size of the small font. */
const GAP_SHARE = 0.45
/** Of the size of the small font: the radius of the mark of the north. */
const NORTH_SHARE = 1.2
/** Of the width of the map: the scale bar, at the most, and the legend. */
const BAR_SHARE = 0.3

function smallStyle(options: MapOptions): TextStyle {
  return textStyle(options, SMALL_FONT_SHARE)
}

/** The height of the scale bar and the legend of colours, below the map; 0 without them. */
export function footHeightPx(surface: Surface, hasLegend: boolean, options: MapOptions): number {
  if (!options.scaleBar && !hasLegend) return 0
  const { font } = smallStyle(options)
  const { ascentPx, descentPx } = surface.measureText('', font)
  return ascentPx + descentPx + 2 * font.sizePx * GAP_SHARE
}

/** A line of a round length at the left end of the foot, with its length beside it. */
export function drawScaleBar(
  surface: Surface,
  foot: Rect,
  pxPerM: number,
  options: MapOptions,
): void {
  const { lengthM, text } = roundDistance((foot.width * BAR_SHARE) / pxPerM, options.distanceUnit)
  const style = smallStyle(options)
  const { sizePx } = style.font
  const lengthPx = lengthM * pxPerM
  const bottom = foot.y + foot.height - sizePx / 8
  const middle = foot.y + foot.height - sizePx * 0.45
  const [left, right] = [foot.x + sizePx / 16, foot.x + sizePx / 16 + lengthPx]
  const line = [
    { x: left, y: middle },
    { x: left, y: bottom },
    { x: right, y: bottom },
    { x: right, y: middle },
  ]
  surface.strokeLine(line, options.textColor, sizePx / 8)
  const place = { x: right + sizePx * GAP_SHARE, y: foot.y + foot.height - sizePx * 0.36 }
  drawLabel(surface, text, place, { ...style, down: 'middle' })
}

/** The colours from low to high at the right end of the foot, between the values of their ends. */
export function drawColorLegend(
  surface: Surface,
  foot: Rect,
  { colors, lowest, highest }: MapColors,
  options: MapOptions,
): void {
  const decimals = highest - lowest < 10 ? 1 : 0
  const style = { ...smallStyle(options), across: 'right', down: 'middle' } as const
  const { font } = style
  const y = foot.y + foot.height - font.sizePx * 0.36
  const right = foot.x + foot.width
  const highText = `${highest.toFixed(decimals)} ${options.colorBy.unit}`.trimEnd()
  drawLabel(surface, highText, { x: right, y }, style)
  const gap = font.sizePx * GAP_SHARE
  const barRight = right - surface.measureText(highText, font).widthPx - gap
  const barWidth = (foot.width * BAR_SHARE) / 1.5
  const height = font.sizePx * 0.4
  const step = barWidth / colors.length
  colors.forEach((color, index) => {
    // Edges at whole pixels, so that nothing is seen between two colours.
    const [x, end] = [index, index + 1].map((each) =>
      surface.snap(barRight - barWidth + each * step),
    )
    if (x === undefined || end === undefined) return
    surface.fillRect({ x, y: y - height / 2, width: end - x, height }, color)
  })
  drawLabel(surface, lowest.toFixed(decimals), { x: barRight - barWidth - gap, y }, style)
}

/** A letter N on the foot of a slim arrow that points to the north. */
export function drawNorth(surface: Surface, map: Rect, upRad: number, options: MapOptions): void {
  const style = textStyle(options, SMALL_FONT_SHARE, 700)
  const radius = style.font.sizePx * NORTH_SHARE
  const center = { x: map.x + map.width - radius, y: map.y + radius }
  const at = (alongShare: number, acrossShare: number): Point => ({
    x: center.x + radius * (-Math.sin(upRad) * alongShare + Math.cos(upRad) * acrossShare),
    y: center.y - radius * (Math.cos(upRad) * alongShare + Math.sin(upRad) * acrossShare),
  })
  const points = [at(1, 0), at(0.18, -0.42), at(0.36, 0), at(0.18, 0.42)]
  surface.fillShape({ kind: 'polygon', points }, options.textColor)
  drawCentered(surface, 'N', at(-0.36, 0), style)
}

/**
 * The position, as a dot, or as an arrow if its direction is known.
 * @param directionRad on the picture, clockwise from up
 */
export function drawMarker(
  surface: Surface,
  point: Point,
  directionRad: number | null,
  { marker: { shape, size, color } }: MapOptions,
): void {
  if (shape === 'none') return
  const edgePx = size / 8
  if (shape === 'dot' || directionRad === null) {
    const radiusPx = size * 0.32
    surface.fillShape(
      { kind: 'circle', center: point, radiusPx: radiusPx + edgePx },
      EDGE.color,
      0.8,
    )
    surface.fillShape({ kind: 'circle', center: point, radiusPx }, color)
    return
  }
  const at = (alongShare: number, acrossShare: number): Point => ({
    x:
      point.x + size * (Math.sin(directionRad) * alongShare + Math.cos(directionRad) * acrossShare),
    y:
      point.y - size * (Math.cos(directionRad) * alongShare - Math.sin(directionRad) * acrossShare),
  })
  const points = [at(0.5, 0), at(-0.42, 0.36), at(-0.22, 0), at(-0.42, -0.36)]
  surface.strokeShape({ kind: 'polygon', points }, EDGE.color, 2 * edgePx, 0.8)
  surface.fillShape({ kind: 'polygon', points }, color)
}
