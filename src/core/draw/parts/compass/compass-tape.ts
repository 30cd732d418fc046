import type { Point, Rect, Surface } from '../../surface.ts'
import { drawBox } from '../box.ts'
import { drawTag, tagSize } from '../dial.ts'
import { drawCentered } from '../label.ts'
import type { LabelStyle } from '../label.ts'
import { NO_VALUE } from '../read-number.ts'
import { textStyle } from '../text-box.ts'
import type { CompassOptions } from './compass-specs.ts'
import { degreesText, pointName, wrapDeg } from './heading.ts'

/** Parts of a tape, as shares of the font's size. */
const TAPE = {
  height: 2.1,
  radius: 0.3,
  labels: 1.15,
  longTick: 0.45,
  shortTick: 0.25,
  line: 0.08,
  marker: 0.36,
  gap: 0.2,
}

/** A strip of bearings that moves under a marker in its middle. */
export function drawTape(
  surface: Surface,
  headingDeg: number | null,
  options: CompassOptions,
): void {
  const { size, dialColor, dialAlpha, accentColor, showDegrees } = options
  const sizePx = options.font.size
  const heightPx = TAPE.height * sizePx
  const reading = textStyle(options, 0.85, 700)
  const gapPx = TAPE.gap * sizePx
  const tag = tagSize(surface, degreesText(headingDeg), reading)
  const belowPx = showDegrees ? gapPx + tag.heightPx : 0
  const box = drawBox(surface, { widthPx: size, heightPx: heightPx + belowPx }, options)
  const tape = { x: box.x, y: box.y, width: size, height: heightPx }
  const shape = { kind: 'rounded', rect: tape, radiusPx: TAPE.radius * sizePx } as const
  surface.fillShape(shape, dialColor, dialAlpha)
  const middleX = tape.x + size / 2
  if (headingDeg === null) {
    const middle = { x: middleX, y: tape.y + heightPx / 2 }
    drawCentered(surface, NO_VALUE, middle, reading)
    return
  }
  surface.clipTo(shape, () => drawMarks(surface, tape, headingDeg, options))
  const bottom = tape.y + heightPx
  const markerPx = TAPE.marker * sizePx
  const points = [
    { x: middleX, y: bottom - markerPx },
    { x: middleX + markerPx * 0.7, y: bottom },
    { x: middleX - markerPx * 0.7, y: bottom },
  ]
  surface.fillShape({ kind: 'polygon', points }, accentColor)
  if (!showDegrees) return
  const corner = { x: middleX - tag.widthPx / 2, y: bottom + gapPx }
  drawTag(surface, degreesText(headingDeg), corner, reading, options)
}

/** Ticks with letters and numbers, on both sides of the heading and over north. */
function drawMarks(
  surface: Surface,
  tape: Rect,
  headingDeg: number,
  options: CompassOptions,
): void {
  const sizePx = options.font.size
  const halfDeg = options.tapeSpan / 2
  const pxPerDeg = tape.width / options.tapeSpan
  const { labelDeg, tickDeg } = tapeSteps(pxPerDeg, sizePx)
  const letters = textStyle(options, 0.85, 700)
  const numbers = textStyle(options, 0.62)
  const first = Math.ceil((headingDeg - halfDeg) / tickDeg - 1)
  for (let tick = first; tick * tickDeg <= headingDeg + halfDeg + tickDeg; tick++) {
    const x = tape.x + tape.width / 2 + (tick * tickDeg - headingDeg) * pxPerDeg
    const bearingDeg = wrapDeg(tick * tickDeg)
    const isLong = bearingDeg % labelDeg === 0
    const lengthPx = sizePx * (isLong ? TAPE.longTick : TAPE.shortTick)
    const ends = [
      { x, y: tape.y },
      { x, y: tape.y + lengthPx },
    ]
    surface.strokeLine(ends, options.textColor, sizePx * TAPE.line, isLong ? 0.9 : 0.5)
    if (!isLong) continue
    const place = { x, y: tape.y + TAPE.labels * sizePx }
    if (bearingDeg % 45 !== 0) drawInside(surface, tape, String(bearingDeg), place, numbers)
    else {
      const color = bearingDeg === 0 ? options.accentColor : options.textColor
      drawInside(surface, tape, pointName(bearingDeg), place, { ...letters, color })
    }
  }
}

/** Half a letter at the end of the tape looks like another one, so that only whole texts are drawn. */
function drawInside(
  surface: Surface,
  tape: Rect,
  text: string,
  place: Point,
  style: LabelStyle,
): void {
  const halfPx = surface.measureText(text, style.font).widthPx / 2
  const isWhole = place.x - halfPx > tape.x && place.x + halfPx < tape.x + tape.width
  if (isWhole) drawCentered(surface, text, place, style)
}

/** The closest labels that do not touch, with ticks between them. North and east always have one. */
function tapeSteps(pxPerDeg: number, sizePx: number): { labelDeg: number; tickDeg: number } {
  const steps = [
    { labelDeg: 5, tickDeg: 1 },
    { labelDeg: 15, tickDeg: 5 },
    { labelDeg: 45, tickDeg: 15 },
  ]
  const fits = steps.find(({ labelDeg }) => labelDeg * pxPerDeg >= 2.2 * sizePx)
  return fits ?? { labelDeg: 90, tickDeg: 30 }
}
