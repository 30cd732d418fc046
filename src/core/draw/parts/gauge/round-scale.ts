import { pointOnCircle } from '../../shapes.ts'
import type { Shape } from '../../shapes.ts'
import type { Point, Surface } from '../../surface.ts'
import { drawCentered } from '../label.ts'
import { numberText } from '../scale/instrument.ts'
import type { TextStyles } from '../scale/instrument.ts'
import { decimalsOf, shareOf } from '../scale/scale.ts'
import type { Zone } from '../scale/zones.ts'
import { TURNS_DEG } from './gauge-specs.ts'
import type { GaugeOptions } from './gauge-specs.ts'

/** Of a gauge's label, unit and scale, as a share of the font's size. */
export const SMALL_TEXT_SHARE = 0.37

/** The circle that a gauge is drawn in. */
export interface Round {
  center: Point
  radiusPx: number
}

/** The angle of a value, in radians clockwise from the right. */
export function angleAt(value: number, { style, min, max }: GaugeOptions): number {
  const { from, sweep } = TURNS_DEG[style]
  return ((from + sweep * shareOf(value, { min, max })) * Math.PI) / 180
}

/** The arc of a whole scale. */
export function scaleArc(center: Point, radiusPx: number, options: GaugeOptions): Shape {
  const [fromRad, toRad] = [angleAt(options.min, options), angleAt(options.max, options)]
  return { kind: 'arc', center, radiusPx, fromRad, toRad }
}

/** Draws the zones as bands between two circles. */
export function drawZones(
  surface: Surface,
  zones: readonly Zone[],
  options: GaugeOptions,
  center: Point,
  innerPx: number,
  outerPx: number,
): void {
  for (const { from, to, color } of zones) {
    const [fromRad, toRad] = [angleAt(from, options), angleAt(to, options)]
    // A zone beyond the limits is not on the scale.
    if (fromRad === toRad) continue
    surface.fillShape({ kind: 'band', center, innerPx, outerPx, fromRad, toRad }, color)
  }
}

/** Draws numbers around a circle, with as many decimals as their step needs. */
export function drawNumbers(
  surface: Surface,
  numbers: readonly number[],
  step: number,
  center: Point,
  radiusPx: number,
  style: TextStyles['small'],
  options: GaugeOptions,
): void {
  const decimals = decimalsOf(step)
  for (const number of numbers) {
    const point = pointOnCircle(center, radiusPx, angleAt(number, options))
    drawCentered(surface, numberText(number, decimals), point, style)
  }
}
