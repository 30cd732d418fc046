import type { GroundPoint, LocalPlane } from './local-plane.ts'
import type { MapOptions } from './map-specs.ts'

/** A circle that nothing is drawn in. */
export interface PrivateZone {
  center: GroundPoint
  radiusM: number
}

/** @param points of the track, NaN is a gap */
export function privateZones(
  plane: LocalPlane,
  points: readonly GroundPoint[],
  { privacy: { radius, around, latitude, longitude } }: MapOptions,
): PrivateZone[] {
  if (radius === null) return []
  const isPlace = ({ eastM }: GroundPoint): boolean => !Number.isNaN(eastM)
  const centers = {
    start: [points.find(isPlace)],
    start_and_end: [points.find(isPlace), points.findLast(isPlace)],
    point: [plane.pointAt(latitude, longitude)],
  }[around]
  return centers.flatMap((center) =>
    center && isPlace(center) ? [{ center, radiusM: radius }] : [],
  )
}

/** @param marginM around the zones */
export function isPrivate(
  point: GroundPoint,
  zones: readonly PrivateZone[],
  marginM: number,
): boolean {
  return zones.some(
    ({ center, radiusM }) =>
      Math.hypot(point.eastM - center.eastM, point.northM - center.northM) < radiusM + marginM,
  )
}

/**
 * The parts of a straight line outside all zones, as shares of its length from 0 to 1.
 * @param marginM around the zones
 */
export function publicParts(
  from: GroundPoint,
  to: GroundPoint,
  zones: readonly PrivateZone[],
  marginM: number,
): [start: number, end: number][] {
  let parts: [number, number][] = [[0, 1]]
  for (const zone of zones) {
    const hidden = insideShares(from, to, zone.center, zone.radiusM + marginM)
    if (!hidden) continue
    const [enter, leave] = hidden
    parts = parts
      .flatMap(([start, end]): [number, number][] => [
        [start, Math.min(end, enter)],
        [Math.max(start, leave), end],
      ])
      .filter(([start, end]) => start < end)
  }
  return parts
}

/** Where a straight line enters and leaves a circle, as shares of its length; null: it does not. */
function insideShares(
  from: GroundPoint,
  to: GroundPoint,
  center: GroundPoint,
  radiusM: number,
): [enter: number, leave: number] | null {
  const [eastM, northM] = [from.eastM - center.eastM, from.northM - center.northM]
  const [alongEastM, alongNorthM] = [to.eastM - from.eastM, to.northM - from.northM]
  const beyond = eastM ** 2 + northM ** 2 - radiusM ** 2
  const squared = alongEastM ** 2 + alongNorthM ** 2
  if (squared === 0) return beyond < 0 ? [0, 1] : null
  // The roots of squared · share² + 2 · half · share + beyond.
  const half = eastM * alongEastM + northM * alongNorthM
  const discriminant = half ** 2 - squared * beyond
  if (discriminant <= 0) return null
  const [enter, leave] = [-1, 1].map((sign) => (-half + sign * Math.sqrt(discriminant)) / squared)
  return enter === undefined || leave === undefined || leave <= 0 || enter >= 1
    ? null
    : [enter, leave]
}
