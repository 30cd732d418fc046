import { isRecord } from '../../../plain-object.ts'
import { projectPoint, toCamera, isSeen } from '../../camera.ts'
import type { Calibration, TargetEdges, Vector3 } from '../../camera.ts'
import type { Point } from '../../geometry.ts'

/**
 * A box in space, in the axes of ISO 8855 at the sensor: x forward, y to the left, z up, in metres. Its
 * length lies along its heading.
 */
export interface SolidBox {
  center: Vector3
  length: number
  width: number
  height: number
  /** Counterclockwise seen from above; 0: it looks forward. */
  yawRad: number
}

/** Reads `center` [x, y, z], `size` [length, width, height] and `yaw` in degrees; null without them. */
export function readSolidBox(entry: Readonly<Record<string, unknown>>): SolidBox | null {
  const center = threeNumbers(entry.center, ['x', 'y', 'z'])
  const size = threeNumbers(entry.size, ['length', 'width', 'height'])
  const { yaw } = entry
  if (!center || !size || size.some((each) => each <= 0)) return null
  if (typeof yaw !== 'number' || !Number.isFinite(yaw)) return null
  const [length, width, height] = size
  return { center, length, width, height, yawRad: (yaw * Math.PI) / 180 }
}

/** A list of three numbers, or an object that names them. */
function threeNumbers(source: unknown, keys: readonly string[]): Vector3 | null {
  const list: unknown[] = Array.isArray(source)
    ? source
    : isRecord(source)
      ? keys.map((key) => source[key])
      : []
  const isComplete =
    list.length === 3 && list.every((each) => typeof each === 'number' && Number.isFinite(each))
  return isComplete ? (list as unknown as Vector3) : null
}

/** The corners of the bottom, then those of the top, each counterclockwise from the front left. */
function cornersOf({ center, length, width, height, yawRad }: SolidBox): Vector3[] {
  const [cos, sin] = [Math.cos(yawRad), Math.sin(yawRad)]
  return [-height / 2, height / 2].flatMap((up) =>
    [
      [length / 2, width / 2],
      [-length / 2, width / 2],
      [-length / 2, -width / 2],
      [length / 2, -width / 2],
    ].map(([ahead = 0, left = 0]): Vector3 => [
      center[0] + cos * ahead - sin * left,
      center[1] + sin * ahead + cos * left,
      center[2] + up,
    ]),
  )
}

/** The distance and the edge angles that a sensor would give of a box. */
export function edgesOfSolid(box: SolidBox): TargetEdges {
  const corners = cornersOf(box)
  const degrees = (rad: number): number => (rad * 180) / Math.PI
  const left = corners.map(([x, y]) => degrees(Math.atan2(y, x)))
  const up = corners.map(([x, , z]) => degrees(Math.atan2(z, x)))
  return {
    distanceM: Math.hypot(...box.center),
    angleLeftDeg: Math.max(...left),
    angleRightDeg: Math.min(...left),
    angleTopDeg: Math.max(...up),
    angleBottomDeg: Math.min(...up),
  }
}

/**
 * The edges of a box as the camera sees them: the bottom, the top, the four edges between them, and a
 * line on the ground from its middle to its front. Null if a corner is behind the camera or outside
 * what the lens model describes.
 */
export function projectSolid(box: SolidBox, calibration: Calibration): Point[][] | null {
  const front: Vector3 = [
    box.center[0] + (Math.cos(box.yawRad) * box.length) / 2,
    box.center[1] + (Math.sin(box.yawRad) * box.length) / 2,
    box.center[2] - box.height / 2,
  ]
  const middle: Vector3 = [box.center[0], box.center[1], front[2]]
  const points: Point[] = []
  for (const corner of [...cornersOf(box), middle, front]) {
    // The axes that calibrations are for: x to the right, y down, z forward.
    const seen = toCamera([-corner[1], -corner[2], corner[0]], calibration)
    if (!isSeen(seen, calibration)) return null
    const { u, v } = projectPoint(seen, calibration)
    points.push({ x: u, y: v })
  }
  const line = (...indexes: number[]): Point[] => indexes.map((index) => points[index] as Point)
  return [
    line(0, 1, 2, 3, 0),
    line(4, 5, 6, 7, 4),
    ...[0, 1, 2, 3].map((corner) => line(corner, corner + 4)),
    line(8, 9),
  ]
}
