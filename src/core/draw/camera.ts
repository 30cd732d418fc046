import { OverlaneError } from '../errors.ts'
import { isRecord } from '../plain-object.ts'

export type Vector3 = readonly [number, number, number]

/** A pinhole camera with OpenCV's five distortion coefficients, and its pose. */
export interface Calibration {
  imageWidthPx: number
  imageHeightPx: number
  fxPx: number
  fyPx: number
  cxPx: number
  cyPx: number
  /** k1, k2, p1, p2, k3 */
  distortion: readonly [number, number, number, number, number]
  /** Rodrigues vector, radians. */
  rotation: Vector3
  /** Metres. */
  translation: Vector3
}

/** A target's extent as a sensor gives it: a distance and four edge angles. */
export interface TargetEdges {
  distanceM: number
  /** Degrees, positive to the left. */
  angleLeftDeg: number
  angleRightDeg: number
  /** Degrees, positive upwards. */
  angleTopDeg: number
  angleBottomDeg: number
}

/** Edges of a box in pixels; not yet cut to the frame. */
export interface PixelBox {
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * Reads the flat OpenCV form, or the nested `camera.intrinsics` form.
 * @throws OverlaneError `calibration-invalid`, naming the key
 */
export function parseCalibration(source: unknown, file: string): Calibration {
  if (!isRecord(source)) throw invalid(file, '', source, 'an object')
  const nested = isRecord(source.camera) && !('camera_matrix' in source) ? source.camera : null
  return nested ? parseNested(nested, source, file) : parseFlat(source, file)
}

function parseFlat(source: Record<string, unknown>, file: string): Calibration {
  const matrix = numbers(source.camera_matrix, 'camera_matrix', [9], file)
  return {
    imageWidthPx: positive(source.image_width, 'image_width', file),
    imageHeightPx: positive(source.image_height, 'image_height', file),
    fxPx: positive(matrix[0], 'camera_matrix[0][0]', file),
    fyPx: positive(matrix[4], 'camera_matrix[1][1]', file),
    cxPx: matrix[2] as number,
    cyPx: matrix[5] as number,
    ...pose(source, source, OUTERMOST, file),
    distortion: distortion(
      optional(source, 'distortion_coefficients', source, OUTERMOST, file),
      'distortion_coefficients',
      file,
    ),
  }
}

function parseNested(
  camera: Record<string, unknown>,
  source: Record<string, unknown>,
  file: string,
): Calibration {
  const intrinsics = camera.intrinsics
  if (!isRecord(intrinsics)) throw invalid(file, 'camera.intrinsics', intrinsics, 'an object')
  const key = 'camera.resolution'
  const resolution = isRecord(camera.resolution)
    ? [camera.resolution.width, camera.resolution.height]
    : numbers(camera.resolution, key, [2], file)
  const number = (name: string): number => {
    const value = intrinsics[name]
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw invalid(file, `camera.intrinsics.${name}`, value, 'a number')
  }
  return {
    imageWidthPx: positive(resolution[0], key, file),
    imageHeightPx: positive(resolution[1], key, file),
    fxPx: positive(intrinsics.fx, 'camera.intrinsics.fx', file),
    fyPx: positive(intrinsics.fy, 'camera.intrinsics.fy', file),
    cxPx: number('cx'),
    cyPx: number('cy'),
    ...(isRecord(camera.extrinsics)
      ? pose(camera.extrinsics, source, 'camera.extrinsics', file)
      : pose(source, source, OUTERMOST, file)),
    distortion: distortion(
      optional(intrinsics, 'distortion', source, 'camera.intrinsics', file),
      'camera.intrinsics.distortion',
      file,
    ),
  }
}

function pose(
  source: Record<string, unknown>,
  whole: Record<string, unknown>,
  place: string,
  file: string,
): Pick<Calibration, 'rotation' | 'translation'> {
  const vector = (key: string): Vector3 =>
    numbers(
      optional(source, key, whole, place, file) ?? [0, 0, 0],
      key,
      [3],
      file,
    ) as unknown as Vector3
  return { rotation: vector('rotation_vector'), translation: vector('translation_vector') }
}

/**
 * A value that may be missing; but not if the file has one in a place where it is not read. To take it
 * for zero then would put everything in the wrong place.
 */
function optional(
  source: Record<string, unknown>,
  key: string,
  whole: Record<string, unknown>,
  place: string,
  file: string,
): unknown {
  const value = source[key]
  if ((value === undefined || value === null) && hasKey(whole, key, DEEPEST_KEY)) {
    const message = `"${key}" is in a place where it is not read, expected in ${place}.`
    throw new OverlaneError('calibration-invalid', message, { file, key })
  }
  return value
}

const OUTERMOST = 'the outermost object'
const DEEPEST_KEY = 5

function hasKey(value: unknown, key: string, levelCount: number): boolean {
  if (!isRecord(value) || levelCount === 0) return false
  if (value[key] !== undefined && value[key] !== null) return true
  return Object.values(value).some((inner) => hasKey(inner, key, levelCount - 1))
}

function distortion(source: unknown, key: string, file: string): Calibration['distortion'] {
  const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0] = numbers(source ?? [], key, [0, 4, 5], file)
  return [k1, k2, p1, p2, k3]
}

function numbers(source: unknown, key: string, lengths: number[], file: string): number[] {
  const rows: unknown[] = Array.isArray(source) ? source : []
  const flat = rows.flat()
  const isEven = rows.every(
    (row) => !Array.isArray(row) || row.length * rows.length === flat.length,
  )
  if (
    Array.isArray(source) &&
    isEven &&
    lengths.includes(flat.length) &&
    flat.every((value) => typeof value === 'number' && Number.isFinite(value))
  ) {
    return flat as number[]
  }
  const shape = lengths.includes(9) ? 'a 3×3 matrix of numbers' : `${lengths.join(' or ')} numbers`
  throw invalid(file, key, source, shape)
}

function positive(value: unknown, key: string, file: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
  throw invalid(file, key, value, 'a positive number')
}

function invalid(file: string, key: string, value: unknown, expected: string): OverlaneError {
  const got = value === undefined ? 'is missing' : `is ${JSON.stringify(value).slice(0, 60)}`
  const name = key === '' ? 'the file' : `"${key}"`
  return new OverlaneError('calibration-invalid', `${name} ${got}, expected ${expected}.`, {
    file,
    key,
  })
}

/**
 * The rotation matrix (row by row) of a Rodrigues vector:
 * R = cos θ·I + (1 − cos θ)·r·rᵀ + sin θ·[r]×, with θ = |v|, r = v / θ.
 */
export function rotationMatrix(vector: Vector3): number[] {
  const angle = Math.hypot(...vector)
  if (angle < Number.EPSILON) return [1, 0, 0, 0, 1, 0, 0, 0, 1]
  const [x, y, z] = [vector[0] / angle, vector[1] / angle, vector[2] / angle]
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const t = 1 - c
  return [
    t * x * x + c,
    t * x * y - s * z,
    t * x * z + s * y,
    t * x * y + s * z,
    t * y * y + c,
    t * y * z - s * x,
    t * x * z - s * y,
    t * y * z + s * x,
    t * z * z + c,
  ]
}

/** Transforms a point from target to camera coordinates: rotates it, then translates it. */
export function toCamera(point: Vector3, calibration: Calibration): Vector3 {
  const r = rotationMatrix(calibration.rotation)
  const [tx, ty, tz] = calibration.translation
  const [x, y, z] = point
  const row = (start: number): number =>
    (r[start] as number) * x + (r[start + 1] as number) * y + (r[start + 2] as number) * z
  return [row(0) + tx, row(3) + ty, row(6) + tz]
}

/**
 * Projects a point in camera coordinates to pixels, with the model of OpenCV's `projectPoints`:
 * x' = x/z, y' = y/z, r² = x'² + y'²,
 * x" = x'·(1 + k1·r² + k2·r⁴ + k3·r⁶) + 2·p1·x'·y' + p2·(r² + 2·x'²), and y" likewise.
 * As in OpenCV, z = 0 counts as 1.
 */
export function projectPoint(point: Vector3, calibration: Calibration): { u: number; v: number } {
  const [k1, k2, p1, p2, k3] = calibration.distortion
  const inverseZ = point[2] === 0 ? 1 : 1 / point[2]
  const x = point[0] * inverseZ
  const y = point[1] * inverseZ
  const r2 = x * x + y * y
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
  const xDistorted = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)
  const yDistorted = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y
  return {
    u: calibration.fxPx * xDistorted + calibration.cxPx,
    v: calibration.fyPx * yDistorted + calibration.cyPx,
  }
}

/**
 * Whether the distortion model is valid at a point: r·(1 + k1·r² + k2·r⁴ + k3·r⁶) must grow up to
 * the point's radius. Beyond that, the model would fold far points back into the picture.
 */
function isWithinModel(point: Vector3, calibration: Calibration): boolean {
  const [k1, k2, , , k3] = calibration.distortion
  const r2 = (point[0] ** 2 + point[1] ** 2) / point[2] ** 2
  const STEPS = 32
  for (let step = 1; step <= STEPS; step++) {
    const s = (r2 * step) / STEPS
    if (1 + s * (3 * k1 + s * (5 * k2 + s * 7 * k3)) <= 0) return false
  }
  return true
}

/** Whether a point is before the camera, and where the lens model describes the picture. */
export function isSeen(point: Vector3, calibration: Calibration): boolean {
  return point[2] > 0 && isWithinModel(point, calibration)
}

const degToRad = (angleDeg: number): number => (angleDeg * Math.PI) / 180

/**
 * Projects a target to its box on the frame.
 * - `reference`: y is not flipped, and each corner is truncated to whole pixels.
 * - `camera`: up is −y; null if a corner is behind the camera or outside what the lens model
 *   describes.
 */
export function projectTarget(
  edges: TargetEdges,
  calibration: Calibration,
  projection: 'camera' | 'reference',
): PixelBox | null {
  const d = edges.distanceM
  const up = projection === 'camera' ? -1 : 1
  const xs = [edges.angleLeftDeg, edges.angleRightDeg].map((deg) => -d * Math.tan(degToRad(deg)))
  const ys = [edges.angleTopDeg, edges.angleBottomDeg].map(
    (deg) => up * d * Math.tan(degToRad(deg)),
  )
  const corners = xs.flatMap((x) => ys.map((y) => toCamera([x, y, d], calibration)))
  if (projection === 'camera' && !corners.every((corner) => isSeen(corner, calibration))) {
    return null
  }
  const pixels = corners.map((corner) => projectPoint(corner, calibration))
  const whole = projection === 'reference' ? Math.trunc : (value: number) => value
  const us = pixels.map(({ u }) => whole(u))
  const vs = pixels.map(({ v }) => whole(v))
  return {
    left: Math.min(...us),
    top: Math.min(...vs),
    right: Math.max(...us),
    bottom: Math.max(...vs),
  }
}
