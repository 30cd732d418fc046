import { pointOnCircle } from '../../shapes.ts'
import type { Shape } from '../../shapes.ts'
import type { Point, Surface } from '../../surface.ts'
import { angleFromTop, DEGREES_PER_RADIAN } from '../angle-unit.ts'
import { drawCentered } from '../label.ts'
import { textStyle } from '../text-box.ts'
import type { AttitudeOptions } from './attitude-specs.ts'
import { PARTS } from './horizon-place.ts'
import type { HorizonPlace } from './horizon-place.ts'
import type { Attitude } from './read-attitude.ts'

/** Sky, earth, and the pitch ladder. */
export function drawHorizon(
  surface: Surface,
  place: HorizonPlace,
  { rollDeg, pitchDeg }: Attitude,
  options: AttitudeOptions,
): void {
  const { center, radiusPx, widthPx, pxPerDeg } = place
  const { textColor, skyColor, earthColor, horizonAlpha, ladderStep } = options
  // The picture turns against the roll.
  const rollRad = -rollDeg / DEGREES_PER_RADIAN
  const [cos, sin] = [Math.cos(rollRad), Math.sin(rollRad)]
  /** @param up in px above the middle of the instrument, at right angles to the horizon */
  const at = (right: number, up: number): Point => ({
    x: center.x + right * cos + up * sin,
    y: center.y + right * sin - up * cos,
  })
  const farPx = 2 * widthPx
  // Beyond this, no more of the horizon is seen.
  const horizonPx = Math.max(-farPx, Math.min(farPx, -pitchDeg * pxPerDeg))
  const half = (edgePx: number): Shape => ({
    kind: 'polygon',
    points: [
      at(-farPx, horizonPx),
      at(farPx, horizonPx),
      at(farPx, horizonPx + edgePx),
      at(-farPx, horizonPx + edgePx),
    ],
  })
  surface.fillShape(half(2 * farPx), skyColor, horizonAlpha)
  surface.fillShape(half(-2 * farPx), earthColor, horizonAlpha)
  const line = [at(-farPx, horizonPx), at(farPx, horizonPx)]
  surface.strokeLine(line, textColor, PARTS.horizon * radiusPx)

  const style = textStyle(options, 0.5)
  const linePx = PARTS.line * radiusPx
  const numberPx = PARTS.rung * radiusPx + style.font.sizePx * 0.85
  const ladderPx = PARTS.ladder * radiusPx
  surface.clipTo({ kind: 'circle', center, radiusPx: ladderPx }, () => {
    const halfStep = ladderStep / 2
    // Rungs and numbers that the circle would cut are left out.
    const { sizePx } = style.font
    const reachPx = Math.sqrt(Math.max(0, ladderPx ** 2 - (numberPx + 0.7 * sizePx) ** 2))
    const halfSpan = Math.max(0, reachPx - 0.4 * sizePx) / pxPerDeg
    const first = Math.ceil(Math.max(-90, pitchDeg - halfSpan) / halfStep)
    const last = Math.floor(Math.min(90, pitchDeg + halfSpan) / halfStep)
    for (let rung = first; rung <= last; rung++) {
      if (rung === 0) continue
      const upPx = (rung * halfStep - pitchDeg) * pxPerDeg
      const isLong = rung % 2 === 0
      const halfPx = radiusPx * (isLong ? PARTS.rung : PARTS.shortRung)
      surface.strokeLine([at(-halfPx, upPx), at(halfPx, upPx)], textColor, linePx, 0.9)
      if (!isLong) continue
      const text = String(Math.abs(Number((rung * halfStep).toFixed(1))))
      for (const side of [-1, 1]) drawCentered(surface, text, at(side * numberPx, upPx), style)
    }
  })
}

const ROLL_TICKS_DEG = [-60, -45, -30, -20, -10, 0, 10, 20, 30, 45, 60]

/** A fixed scale. */
export function drawRollScale(
  surface: Surface,
  { center, radiusPx }: HorizonPlace,
  { textColor }: AttitudeOptions,
): void {
  const scalePx = PARTS.rollScale * radiusPx
  const tickPx = PARTS.rollTick * radiusPx
  const linePx = PARTS.line * radiusPx
  for (const tickDeg of ROLL_TICKS_DEG) {
    const isLong = tickDeg % 30 === 0
    const ends = [scalePx, scalePx - tickPx * (isLong ? 1 : 0.55)].map((fromPx) =>
      pointOnCircle(center, fromPx, angleFromTop(tickDeg)),
    )
    surface.strokeLine(ends, textColor, linePx * (tickDeg === 0 ? 2 : 1))
  }
}

/** A pointer to the roll scale, which stays upright with the sky. */
export function drawRollPointer(
  surface: Surface,
  { center, radiusPx }: HorizonPlace,
  rollDeg: number,
  { accentColor }: AttitudeOptions,
): void {
  const scalePx = PARTS.rollScale * radiusPx
  const tickPx = PARTS.rollTick * radiusPx
  const atRad = angleFromTop(-rollDeg)
  const tipPx = scalePx - tickPx * 1.15
  const points = [
    pointOnCircle(center, tipPx, atRad),
    pointOnCircle(center, tipPx - tickPx * 1.3, atRad + 0.085),
    pointOnCircle(center, tipPx - tickPx * 1.3, atRad - 0.085),
  ]
  surface.fillShape({ kind: 'polygon', points }, accentColor)
}

/** Two wings and the nose, which never move. */
export function drawAircraft(
  surface: Surface,
  { center, radiusPx }: HorizonPlace,
  { accentColor, dialColor }: AttitudeOptions,
): void {
  const thicknessPx = PARTS.aircraft * radiusPx
  const [outerPx, innerPx] = [PARTS.wing * radiusPx, PARTS.wingEnd * radiusPx]
  const wings = [-1, 1].map((side) => [
    { x: center.x + side * outerPx, y: center.y },
    { x: center.x + side * innerPx, y: center.y },
    { x: center.x + side * innerPx, y: center.y + radiusPx * 0.08 },
  ])
  const nose = { kind: 'circle', center, radiusPx: thicknessPx * 0.8 } as const
  // A dark edge keeps it visible on any sky.
  for (const wing of wings) surface.strokeLine(wing, dialColor, thicknessPx * 1.8)
  surface.strokeShape(nose, dialColor, thicknessPx * 0.8)
  for (const wing of wings) surface.strokeLine(wing, accentColor, thicknessPx)
  surface.fillShape(nose, accentColor)
}
