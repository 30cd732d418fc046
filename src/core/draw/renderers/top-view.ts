import type { OptionSpecs, OptionValues } from '../../config/option-specs.ts'
import type { Calibration } from '../camera.ts'
import { middleOf } from '../geometry.ts'
import { DEGREES_PER_RADIAN } from '../parts/angle-unit.ts'
import { drawBox } from '../parts/box.ts'
import { dialSpecs } from '../parts/dial.ts'
import { DISTANCE_UNIT_USE, metresIn } from '../parts/distance-unit.ts'
import { drawCentered, drawLabel } from '../parts/label.ts'
import { NO_VALUE } from '../parts/read-number.ts'
import { checkRings, ringsOf, ringText } from '../parts/scale/rings.ts'
import { roundUp } from '../parts/scale/scale.ts'
import { drawTagsApart } from '../parts/targets/tags-apart.ts'
import {
  chooseTargets,
  labelTextSpec,
  nearestFirst,
  targetChoiceSpecs,
  targetColor,
  targetLabel,
} from '../parts/targets/target-choice.ts'
import { fitTargets, readTarget, targetEntries } from '../parts/targets/target-record.ts'
import type { Target } from '../parts/targets/target-record.ts'
import { textBoxSpecs, textStyle } from '../parts/text-box.ts'
import { boundsOfPoints, pointOnCircle } from '../shapes.ts'
import type { Point, Rect, Surface } from '../surface.ts'
import { defineRenderer } from './renderer.ts'

const specs = {
  width: { kind: 'number', default: 280, min: 1, max: 10_000, unit: 'px', label: 'Width' },
  height: { kind: 'number', default: 360, min: 1, max: 10_000, unit: 'px', label: 'Height' },
  range: {
    kind: 'number',
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'm',
    label: 'Range',
    help: 'The distance at the upper edge. What is farther away is not drawn.',
  },
  ring: { kind: 'number', default: 25, min: 0.1, max: 100_000, unit: 'm', label: 'Between rings' },
  fieldOfView: {
    kind: 'number-or-choice',
    choices: ['camera', 'none'],
    default: 'camera',
    firstNumber: 60,
    min: 1,
    max: 179,
    unit: '°',
    label: 'Field of view',
    help: 'camera: from the calibration, if there is one. A number: as wide as this.',
  },
  labelText: labelTextSpec,
  ...targetChoiceSpecs,
  ...dialSpecs,
  ...textBoxSpecs,
} as const satisfies OptionSpecs

type TopViewOptions = OptionValues<typeof specs>

/** Targets seen from above. The vehicle with the sensor is at the bottom and looks up. */
export const topView = defineRenderer({
  label: 'Top view',
  needsSensor: true,
  needsCalibration: false,
  needsFields: ['targets'],
  specs,
  notes: {},
  place: null,
  fit: fitTargets,
  check: (options) => checkRings(options, 'm'),
  units: () => [DISTANCE_UNIT_USE],
  draw(surface, { sample, calibration, options }) {
    const view = placeView(surface, options)
    const { rect } = view
    const radiusPx = options.font.size * PARTS.corner
    const ground = { kind: 'rounded', rect, radiusPx } as const
    const angles = viewAngles(options.fieldOfView, calibration)
    surface.drawStill(['top_view', angles, options], () => {
      surface.fillShape(ground, options.dialColor, options.dialAlpha)
      surface.clipTo(ground, () => {
        if (angles) drawFieldOfView(surface, view, angles, options)
        drawRings(surface, view, options)
        drawEgo(surface, view, options)
      })
    })
    const found = targetEntries(sample)
    if (found) surface.clipTo(ground, () => drawTargets(surface, view, found, options))
    else drawCentered(surface, NO_VALUE, middleOf(rect), textStyle(options))
    return {}
  },
})

/** Parts of the view, as shares of the font's size. */
const PARTS = {
  corner: 0.5,
  /** Under the vehicle, and above the outermost ring. */
  margin: 0.7,
  line: 0.06,
  egoLength: 0.9,
  egoWidth: 0.62,
  smallestTarget: 0.36,
  ringNumbers: 0.5,
  labels: 0.58,
}

interface View {
  rect: Rect
  /** Where distances begin. */
  ego: Point
  pxPerM: number
  linePx: number
}

function placeView(surface: Surface, options: TopViewOptions): View {
  const { width, height, range, font } = options
  const box = drawBox(surface, { widthPx: width, heightPx: height }, options)
  const marginPx = PARTS.margin * font.size
  const ego = {
    x: box.x + width / 2,
    y: box.y + height - marginPx - PARTS.egoLength * font.size,
  }
  const pxPerM = Math.max(0, ego.y - box.y - marginPx) / range
  const rect = { x: box.x, y: box.y, width, height }
  return { rect, ego, pxPerM, linePx: PARTS.line * font.size }
}

/** Angles to the left and to the right edge, in radians; null where none is drawn. */
function viewAngles(
  fieldOfView: TopViewOptions['fieldOfView'],
  calibration: Calibration | null,
): [leftRad: number, rightRad: number] | null {
  if (typeof fieldOfView === 'number') {
    const halfRad = fieldOfView / 2 / DEGREES_PER_RADIAN
    return [halfRad, halfRad]
  }
  if (fieldOfView === 'none' || !calibration) return null
  const { cxPx, fxPx, imageWidthPx } = calibration
  return [Math.atan(cxPx / fxPx), Math.atan((imageWidthPx - cxPx) / fxPx)]
}

/** The angle of a canvas for an angle clockwise from straight ahead. */
function angleAhead(clockwiseRad: number): number {
  return clockwiseRad - Math.PI / 2
}

function drawFieldOfView(
  surface: Surface,
  { ego, rect, linePx }: View,
  angles: readonly [leftRad: number, rightRad: number],
  { textColor }: TopViewOptions,
): void {
  const farPx = rect.width + rect.height
  const left = pointOnCircle(ego, farPx, angleAhead(-angles[0]))
  const right = pointOnCircle(ego, farPx, angleAhead(angles[1]))
  const ahead = { x: ego.x, y: ego.y - farPx }
  surface.fillShape({ kind: 'polygon', points: [ego, left, ahead, right] }, textColor, 0.07)
  for (const end of [left, right]) surface.strokeLine([ego, end], textColor, linePx, 0.45)
}

/** Range and rings in the unit that is drawn. In another one than metres, rings are rounded. */
function ringScale(
  pxPerM: number,
  { range, ring, distanceUnit }: TopViewOptions,
): { range: number; ring: number; pxPerUnit: number } {
  const unitsPerM = metresIn(distanceUnit, 1)
  const isMetric = distanceUnit === 'm'
  return {
    range: range * unitsPerM,
    ring: isMetric ? ring : roundUp(ring * unitsPerM),
    pxPerUnit: pxPerM / unitsPerM,
  }
}

function drawRings(
  surface: Surface,
  { ego, pxPerM, rect, linePx }: View,
  options: TopViewOptions,
): void {
  const { textColor } = options
  const style = textStyle(options, PARTS.ringNumbers)
  const { sizePx } = style.font
  const { range, ring, pxPerUnit } = ringScale(pxPerM, options)
  const rings = ringsOf({ range, ring })
  const numberStep = Math.ceil((1.6 * sizePx) / Math.max(1e-9, ring * pxPerUnit))
  // The numbers stand above each other on the right, on their rings where these are wide enough.
  const numbersX = rect.width / 2 - sizePx * 0.5
  rings.forEach((distance, index) => {
    const radiusPx = distance * pxPerUnit
    const arc = { kind: 'arc', center: ego, radiusPx, fromRad: -Math.PI, toRad: 0 } as const
    surface.strokeShape(arc, textColor, linePx, 0.4)
    if ((rings.length - 1 - index) % numberStep !== 0) return
    const text = `${ringText(distance)} ${options.distanceUnit}`
    const isWide = radiusPx + 1.5 * sizePx > numbersX
    const place = isWide
      ? { x: ego.x + numbersX, y: ego.y - Math.sqrt(Math.max(0, radiusPx ** 2 - numbersX ** 2)) }
      : { x: ego.x + radiusPx, y: ego.y }
    const align = isWide
      ? ({ across: 'right', down: 'bottom' } as const)
      : ({ across: 'center', down: 'top' } as const)
    drawLabel(surface, text, place, { ...style, ...align })
  })
}

/** An arrow head whose tip is where distances begin. */
function drawEgo(surface: Surface, { ego }: View, { font, textColor }: TopViewOptions): void {
  const lengthPx = PARTS.egoLength * font.size
  const halfPx = (PARTS.egoWidth * font.size) / 2
  const points = [
    ego,
    { x: ego.x + halfPx, y: ego.y + lengthPx },
    { x: ego.x, y: ego.y + lengthPx * 0.75 },
    { x: ego.x - halfPx, y: ego.y + lengthPx },
  ]
  surface.fillShape({ kind: 'polygon', points }, textColor)
}

function drawTargets(
  surface: Surface,
  view: View,
  entries: readonly unknown[],
  options: TopViewOptions,
): void {
  const smallestPx = PARTS.smallestTarget * options.font.size
  const shown = entries.flatMap((entry) => {
    const target = readTarget(entry)
    const rect = target && targetRect(target, view, smallestPx)
    return target && rect ? [{ target, rect }] : []
  })
  const tagged = nearestFirst(chooseTargets(shown, options)).map(({ target, rect }) => ({
    rect,
    text: targetLabel(target, options.labelText, options.distanceUnit),
    color: targetColor(target, options, options.accentColor),
  }))
  for (const { rect, color } of tagged) {
    surface.fillShape({ kind: 'rounded', rect, radiusPx: smallestPx / 4 }, color)
  }
  const { font, outline } = textStyle(options, PARTS.labels)
  drawTagsApart(surface, tagged, view.rect, { font, outline, ground: options })
}

/**
 * A target as the sensor sees it: its rear, between the two edge angles, at its distance ahead.
 * Null beyond the range and outside of the view.
 */
function targetRect(
  { distanceM, angleLeftDeg, angleRightDeg }: Target,
  { ego, pxPerM, rect }: View,
  smallestPx: number,
): Rect | null {
  const [left, right] = [angleLeftDeg, angleRightDeg].map((angleDeg) => {
    const x = ego.x - distanceM * Math.tan(angleDeg / DEGREES_PER_RADIAN) * pxPerM
    return { x, y: ego.y - distanceM * pxPerM }
  }) as [Point, Point]
  const rear = boundsOfPoints([left, right])
  const widthPx = Math.max(smallestPx, rear.width)
  const middleX = rear.x + rear.width / 2
  const isSeen = middleX >= rect.x && middleX <= rect.x + rect.width && rear.y >= rect.y
  if (!isSeen) return null
  return {
    x: middleX - widthPx / 2,
    y: rear.y - 1.5 * smallestPx,
    width: widthPx,
    height: 1.5 * smallestPx,
  }
}
