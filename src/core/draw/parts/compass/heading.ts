import type { MatchedSample } from '../../../time/match.ts'
import { toDegrees } from '../angle-unit.ts'
import { NO_VALUE, readNumber } from '../read-number.ts'
import type { CompassOptions } from './compass-specs.ts'

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

/** An angle from 0 to below 360. */
export function wrapDeg(angleDeg: number): number {
  return ((angleDeg % 360) + 360) % 360
}

/** `007°`. Always three digits, so that it keeps its place. */
export function degreesText(headingDeg: number | null): string {
  if (headingDeg === null) return NO_VALUE
  return `${String(Math.round(headingDeg) % 360).padStart(3, '0')}°`
}

const POINTS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const

/** `N`, `NE`, …: the nearest of the eight points. */
export function pointName(headingDeg: number): string {
  return POINTS[Math.round(headingDeg / 45) % POINTS.length] as string
}
