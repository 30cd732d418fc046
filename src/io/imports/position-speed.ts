/** Mean radius of the earth (IUGG), in metres. */
const EARTH_RADIUS_M = 6_371_008.8
const RADIANS = Math.PI / 180

/** Great-circle distance on a sphere, in metres (haversine formula). */
export function distanceM(from: Position, to: Position): number {
  const half = (degrees: number): number => Math.sin((degrees * RADIANS) / 2) ** 2
  const share =
    half(to.latDeg - from.latDeg) +
    Math.cos(from.latDeg * RADIANS) * Math.cos(to.latDeg * RADIANS) * half(to.lonDeg - from.lonDeg)
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(share)))
}

export interface Position {
  latDeg: number
  lonDeg: number
}

/** A receiver without a fix for longer than this may have gone anywhere. */
const LONGEST_GAP_MS = 60_000

/**
 * Speeds between the points of a track that has none of its own. The field has a name that says so.
 */
export class PositionSpeed {
  private last: (Position & { timestampMs: number }) | null = null

  /** @returns `speed_from_positions_mps`, or nothing where it is not known */
  next(timestampMs: number, position: Position): { speed_from_positions_mps?: number } {
    const { last } = this
    this.last = { ...position, timestampMs }
    if (!last) return {}
    const elapsedMs = timestampMs - last.timestampMs
    if (elapsedMs <= 0 || elapsedMs > LONGEST_GAP_MS) return {}
    const speedMps = (1000 * distanceM(last, position)) / elapsedMs
    return { speed_from_positions_mps: Math.round(speedMps * 1000) / 1000 }
  }
}

/** Whether both are on the earth. */
export function isPosition(latDeg: number | null, lonDeg: number | null): boolean {
  return latDeg !== null && lonDeg !== null && Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180
}
