import { greatCircleM } from '../../core/draw/parts/map/local-plane.ts'

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
    const wayM = greatCircleM([last.latDeg, last.lonDeg], [position.latDeg, position.lonDeg])
    // Receivers without a fix write 0, 0.
    if (Number.isNaN(wayM)) return {}
    const speedMps = (1000 * wayM) / elapsedMs
    return { speed_from_positions_mps: Math.round(speedMps * 1000) / 1000 }
  }
}

/** Whether both are on the earth. */
export function isPosition(latDeg: number | null, lonDeg: number | null): boolean {
  return latDeg !== null && lonDeg !== null && Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180
}
