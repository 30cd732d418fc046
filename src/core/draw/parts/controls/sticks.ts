import type { MatchedSample } from '../../../time/match.ts'
import type { Point, Rect, Surface } from '../../surface.ts'
import { drawBox } from '../box.ts'
import { DARK_COLOR } from '../colors.ts'
import { drawCentered } from '../label.ts'
import { NO_VALUE, readNumber } from '../read-number.ts'
import { TRACK_ALPHA } from '../scale/instrument.ts'
import { textStyle } from '../text-box.ts'
import type { ControlsOptions } from './controls-specs.ts'

/** Shares of the height of a stick's field. */
const GAP = 0.18
const CORNER = 0.12
const LINE = { thickness: 0.012, alpha: 0.4, inset: 0.08 }
const KNOB = { radius: 0.1, edge: 0.03 }

/** Draws the sticks of a remote control that have a field, left and right. */
export function drawSticks(
  surface: Surface,
  sample: MatchedSample | null,
  options: ControlsOptions,
): void {
  const { size, sticks } = options
  const shown = [
    { x: sticks.leftX, y: sticks.leftY },
    { x: sticks.rightX, y: sticks.rightY },
  ].filter(({ x, y }) => x !== '' || y !== '')
  const widthPx = shown.length * size + (shown.length - 1) * GAP * size
  const rect = drawBox(surface, { widthPx, heightPx: size }, options)
  shown.forEach((fields, index) => {
    const place = { x: rect.x + index * (1 + GAP) * size, y: rect.y, width: size, height: size }
    drawStick(surface, place, sample, fields, options)
  })
}

/** @param fields '' where an axis has none: there the stick is in the middle */
function drawStick(
  surface: Surface,
  place: Rect,
  sample: MatchedSample | null,
  fields: { x: string; y: string },
  options: ControlsOptions,
): void {
  const { size, sticks, color, textColor } = options
  const center = { x: place.x + size / 2, y: place.y + size / 2 }
  surface.fillShape(
    { kind: 'rounded', rect: place, radiusPx: CORNER * size },
    textColor,
    TRACK_ALPHA,
  )
  const reachPx = (0.5 - LINE.inset) * size
  const lines: [Point, Point][] = [
    [
      { x: center.x - reachPx, y: center.y },
      { x: center.x + reachPx, y: center.y },
    ],
    [
      { x: center.x, y: center.y - reachPx },
      { x: center.x, y: center.y + reachPx },
    ],
  ]
  surface.strokeShape({ kind: 'lines', lines }, textColor, LINE.thickness * size, LINE.alpha)
  /** −1 to 1 */
  const deflection = (field: string): number | null => {
    const value = field === '' ? 0 : readNumber(sample, field)
    return value === null ? null : Math.min(1, Math.max(-1, value / sticks.max))
  }
  const [right, up] = [deflection(fields.x), deflection(fields.y)]
  if (right === null || up === null) {
    drawCentered(surface, NO_VALUE, center, textStyle(options))
    return
  }
  const travelPx = (0.5 - KNOB.radius - KNOB.edge) * size
  const knob = { x: center.x + right * travelPx, y: center.y - up * travelPx }
  const edgeRadiusPx = (KNOB.radius + KNOB.edge) * size
  // A dark edge keeps the knob apart from the lines.
  surface.fillShape({ kind: 'circle', center: knob, radiusPx: edgeRadiusPx }, DARK_COLOR, 0.6)
  surface.fillShape({ kind: 'circle', center: knob, radiusPx: KNOB.radius * size }, color)
}
