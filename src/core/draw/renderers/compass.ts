import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { MatchedSample } from '../../time/match.ts'
import { pointOnCircle } from '../shapes.ts'
import type { Font, Point, Rect, Surface } from '../surface.ts'
import {
  DEGREES_PER_RADIAN,
  angleUnitOf,
  angleUnitSpec,
  isAngleNamed,
  toDegrees,
} from '../parts/angle-unit.ts'
import { drawBox } from '../parts/box.ts'
import { dialSpecs, drawTag, tagSize } from '../parts/dial.ts'
import { drawLabel } from '../parts/label.ts'
import type { LabelStyle } from '../parts/label.ts'
import { readNumber } from '../parts/read-number.ts'
import { defineRenderer } from './renderer.ts'
import { outlineOf, textBoxFont, textBoxSpecs } from '../parts/text-box.ts'

const specs = {
  field: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Field',
    help: 'The heading, from north. Use dots for fields of nested objects: gps.heading.',
  },
  fieldUnit: angleUnitSpec,
  turns: {
    kind: 'choice',
    choices: ['clockwise', 'counterclockwise'],
    default: 'clockwise',
    label: 'Growing numbers turn',
    help: 'Seen from above. The yaw of a robot often grows counterclockwise.',
  },
  offset: {
    kind: 'number',
    default: 0,
    min: -360,
    max: 360,
    unit: '°',
    label: 'Offset',
    help: 'Added to the heading: the magnetic declination, or how the sensor is mounted.',
  },
  form: { kind: 'choice', choices: ['rose', 'tape'], default: 'rose', label: 'Form' },
  size: {
    kind: 'number',
    default: 220,
    min: 1,
    max: 10_000,
    unit: 'px',
    label: 'Size',
    help: 'The diameter of the rose, or the length of the tape.',
  },
  up: {
    kind: 'choice',
    choices: ['heading', 'north'],
    default: 'heading',
    label: 'At the top of the rose',
  },
  tapeSpan: {
    kind: 'number',
    default: 120,
    min: 20,
    max: 360,
    unit: '°',
    label: 'Shown by the tape',
  },
  showDegrees: { kind: 'boolean', default: true, label: 'Heading in degrees' },
  ...dialSpecs,
  ...textBoxSpecs,
} as const satisfies OptionSpecs

type CompassOptions = OptionValues<typeof specs>

const POINTS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const

/** The heading on a rose or on a tape. */
export const compass = defineRenderer({
  label: 'Compass',
  needsSensor: true,
  needsCalibration: false,
  specs,
  notes: {},
  place: null,
  fit({ fields }) {
    for (const [index, names] of HEADING_NAMES.entries()) {
      const field = fields.find(({ name, type }) => type === 'number' && isAngleNamed(name, names))
      if (!field) continue
      const score = HEADING_NAMES.length - index
      return { score, options: { field: field.name, fieldUnit: angleUnitOf(field.name) } }
    }
    return null
  },
  draw(surface, { sample, options }) {
    const headingDeg = readHeadingDeg(sample, options)
    if (options.form === 'rose') drawRose(surface, headingDeg, options)
    else drawTape(surface, headingDeg, options)
    return {}
  },
})

/** The likeliest first. */
const HEADING_NAMES = [/heading|^hdg/, /bearing|azimuth/, /^yaw/, /course|^cog/]

/** From 0 to below 360, clockwise from north; null if there is no number to show. */
export function readHeadingDeg(
  sample: MatchedSample | null,
  { field, fieldUnit, turns, offset }: CompassOptions,
): number | null {
  const found = readNumber(sample, field)
  if (found === null) return null
  const angleDeg = toDegrees(found, fieldUnit)
  return wrapDeg(offset + (turns === 'clockwise' ? angleDeg : -angleDeg))
}

function wrapDeg(angleDeg: number): number {
  return ((angleDeg % 360) + 360) % 360
}

/** `007°`. Always three digits, so that it keeps its place. */
function degreesText(headingDeg: number | null): string {
  if (headingDeg === null) return 'N/A'
  return `${String(Math.round(headingDeg) % 360).padStart(3, '0')}°`
}

function pointName(headingDeg: number): string {
  return POINTS[Math.round(headingDeg / 45) % POINTS.length] as string
}

/** The style of a text whose size is a share of the font. */
function styleOf(options: CompassOptions, share: number, weight = options.font.weight): LabelStyle {
  const font: Font = { ...textBoxFont(options), weight }
  return {
    font: { ...font, sizePx: font.sizePx * share },
    color: options.textColor,
    outline: outlineOf(options),
    across: 'center',
    down: 'middle',
  }
}

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

function drawRose(surface: Surface, headingDeg: number | null, options: CompassOptions): void {
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
    const atRad = angleOnRose(headingDeg - (topDeg ?? 0))
    drawMarker(surface, center, radiusPx, atRad, accentColor)
    if (!showDegrees) drawArrow(surface, center, radiusPx * 0.36, atRad, accentColor)
  }
  if (showDegrees || headingDeg === null) {
    const { sizePx } = textBoxFont(options)
    const shiftPx = headingDeg === null ? 0 : sizePx * 0.3
    const above = { x: center.x, y: center.y - shiftPx }
    drawLabel(surface, degreesText(headingDeg), above, styleOf(options, 1.15, 700))
    if (headingDeg === null) return
    const below = { x: center.x, y: center.y + sizePx * 0.75 }
    drawLabel(surface, pointName(headingDeg), below, styleOf(options, 0.62))
  }
}

/** The angle of a canvas for an angle clockwise from the top. */
function angleOnRose(clockwiseDeg: number): number {
  return (clockwiseDeg - 90) / DEGREES_PER_RADIAN
}

/** Ticks, letters and numbers. @param topDeg the direction at the top */
function drawCard(
  surface: Surface,
  center: Point,
  radiusPx: number,
  topDeg: number,
  options: CompassOptions,
): void {
  const letters = styleOf(options, 0.85, 700)
  const numbers = styleOf(options, 0.5)
  for (let bearingDeg = 0; bearingDeg < 360; bearingDeg += 10) {
    const atRad = angleOnRose(bearingDeg - topDeg)
    const isLong = bearingDeg % 30 === 0
    const length = isLong ? ROSE.longTick : ROSE.shortTick
    const ends = [ROSE.ticks, ROSE.ticks - length].map((share) =>
      pointOnCircle(center, share * radiusPx, atRad),
    )
    surface.strokeLine(ends, options.textColor, ROSE.line * radiusPx, isLong ? 0.9 : 0.5)
    if (!isLong) continue
    if (bearingDeg % 90 !== 0) {
      const place = pointOnCircle(center, ROSE.numbers * radiusPx, atRad)
      drawLabel(surface, String(bearingDeg), place, numbers)
    } else {
      const place = pointOnCircle(center, ROSE.letters * radiusPx, atRad)
      const color = bearingDeg === 0 ? options.accentColor : options.textColor
      drawLabel(surface, pointName(bearingDeg), place, { ...letters, color })
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

function drawTape(surface: Surface, headingDeg: number | null, options: CompassOptions): void {
  const { size, dialColor, dialAlpha, accentColor, showDegrees } = options
  const { sizePx } = textBoxFont(options)
  const heightPx = TAPE.height * sizePx
  const reading = styleOf(options, 0.85, 700)
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
    drawLabel(surface, 'N/A', middle, reading)
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
  const { sizePx } = textBoxFont(options)
  const halfDeg = options.tapeSpan / 2
  const pxPerDeg = tape.width / options.tapeSpan
  const { labelDeg, tickDeg } = tapeSteps(pxPerDeg, sizePx)
  const letters = styleOf(options, 0.85, 700)
  const numbers = styleOf(options, 0.62)
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
    if (bearingDeg % 45 !== 0) drawLabel(surface, String(bearingDeg), place, numbers)
    else {
      const color = bearingDeg === 0 ? options.accentColor : options.textColor
      drawLabel(surface, pointName(bearingDeg), place, { ...letters, color })
    }
  }
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
