import { pointOnCircle } from '../../shapes.ts'
import type { Point, Surface } from '../../surface.ts'
import { angleFromTop } from '../angle-unit.ts'
import { drawBox } from '../box.ts'
import { drawCentered } from '../label.ts'
import { textStyle } from '../text-box.ts'
import type { CompassOptions } from './compass-specs.ts'
import { degreesText, pointName } from './heading.ts'

/** Parts of a rose, as shares of its radius. */
const ROSE = {
  overhang: 0.08,
  ticks: 0.95,
  longTick: 0.1,
  shortTick: 0.05,
  letters: 0.72,
  numbers: 0.69,
  line: 0.018,
  marker: 0.17,
}

/** A round card with the points, and a marker at the heading. */
export function drawRose(
  surface: Surface,
  headingDeg: number | null,
  options: CompassOptions,
): void {
  const { size, up, dialColor, dialAlpha, textColor, accentColor, showDegrees } = options
  const box = drawBox(surface, { widthPx: size, heightPx: size }, options)
  const center = { x: box.x + size / 2, y: box.y + size / 2 }
  // The marker stands a little over the edge.
  const radiusPx = size / 2 / (1 + ROSE.overhang)
  surface.fillShape({ kind: 'circle', center, radiusPx }, dialColor, dialAlpha)
  const linePx = ROSE.line * radiusPx
  const edge = { kind: 'circle', center, radiusPx: radiusPx - linePx / 2 } as const
  surface.strokeShape(edge, textColor, linePx, 0.35)

  // A card that turns with the heading would claim one where there is none.
  const topDeg = up === 'north' ? 0 : headingDeg
  if (topDeg !== null) drawCard(surface, center, radiusPx, topDeg, options)
  if (headingDeg !== null) {
    const atRad = angleFromTop(headingDeg - (topDeg ?? 0))
    drawMarker(surface, center, radiusPx, atRad, accentColor)
    if (!showDegrees) drawArrow(surface, center, radiusPx * 0.36, atRad, accentColor)
  }
  if (showDegrees || headingDeg === null) {
    const sizePx = options.font.size
    const shiftPx = headingDeg === null ? 0 : sizePx * 0.3
    const above = { x: center.x, y: center.y - shiftPx }
    drawCentered(surface, degreesText(headingDeg), above, textStyle(options, 1.15, 700))
    if (headingDeg === null) return
    const below = { x: center.x, y: center.y + sizePx * 0.75 }
    drawCentered(surface, pointName(headingDeg), below, textStyle(options, 0.62))
  }
}

/** Ticks, letters and numbers. @param topDeg the direction at the top */
function drawCard(
  surface: Surface,
  center: Point,
  radiusPx: number,
  topDeg: number,
  options: CompassOptions,
): void {
  const letters = textStyle(options, 0.85, 700)
  const numbers = textStyle(options, 0.5)
  for (let bearingDeg = 0; bearingDeg < 360; bearingDeg += 10) {
    const atRad = angleFromTop(bearingDeg - topDeg)
    const isLong = bearingDeg % 30 === 0
    const length = isLong ? ROSE.longTick : ROSE.shortTick
    const ends = [ROSE.ticks, ROSE.ticks - length].map((share) =>
      pointOnCircle(center, share * radiusPx, atRad),
    )
    surface.strokeLine(ends, options.textColor, ROSE.line * radiusPx, isLong ? 0.9 : 0.5)
    if (!isLong) continue
    if (bearingDeg % 90 !== 0) {
      const place = pointOnCircle(center, ROSE.numbers * radiusPx, atRad)
      drawCentered(surface, String(bearingDeg), place, numbers)
    } else {
      const place = pointOnCircle(center, ROSE.letters * radiusPx, atRad)
      const color = bearingDeg === 0 ? options.accentColor : options.textColor
      drawCentered(surface, pointName(bearingDeg), place, { ...letters, color })
    }
  }
}

/** A triangle on the edge that points to the middle. */
function drawMarker(
  surface: Surface,
  center: Point,
  radiusPx: number,
  atRad: number,
  color: string,
): void {
  const outerPx = radiusPx * (1 + ROSE.overhang)
  const spreadRad = ROSE.marker / 2 / (1 + ROSE.overhang)
  const points = [
    pointOnCircle(center, outerPx - radiusPx * ROSE.marker, atRad),
    pointOnCircle(center, outerPx, atRad - spreadRad),
    pointOnCircle(center, outerPx, atRad + spreadRad),
  ]
  surface.fillShape({ kind: 'polygon', points }, color)
}

/** An arrow head in the middle of the rose. */
function drawArrow(
  surface: Surface,
  center: Point,
  lengthPx: number,
  atRad: number,
  color: string,
): void {
  const points = [
    pointOnCircle(center, lengthPx, atRad),
    pointOnCircle(center, lengthPx, atRad + 2.5),
    pointOnCircle(center, lengthPx * 0.45, atRad + Math.PI),
    pointOnCircle(center, lengthPx, atRad - 2.5),
  ]
  surface.fillShape({ kind: 'polygon', points }, color)
}
