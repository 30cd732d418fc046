import { describe, expect, test } from 'vitest'
import reference from './camera-reference.json'
import {
  parseCalibration,
  projectPoint,
  projectTarget,
  rotationMatrix,
  toCamera,
} from './camera.ts'
import type { Calibration, TargetEdges, Vector3 } from './camera.ts'
import { OverlaneError } from '../errors.ts'
import { PLAIN_CALIBRATION } from '../testing/fake-recording.ts'

interface ReferenceCase {
  name: string
  calibration: Calibration
  edges: TargetEdges
  /** In target coordinates, y unflipped: left-top, left-bottom, right-top, right-bottom. */
  points: Vector3[]
  rotation: number[]
  /** Of those points, in pixels, by OpenCV. */
  corners: { u: number; v: number }[]
}

const tan = (deg: number): number => Math.tan((deg * Math.PI) / 180)

const cases: ReferenceCase[] = reference.cases.map((each) => {
  const { distance_m: d, angle_left, angle_right, angle_top, angle_bottom } = each.target
  return {
    name: each.name,
    calibration: parseCalibration(each.calibration, 'camera-reference.json'),
    edges: {
      distanceM: d,
      angleLeftDeg: angle_left,
      angleRightDeg: angle_right,
      angleTopDeg: angle_top,
      angleBottomDeg: angle_bottom,
    },
    points: [angle_left, angle_right].flatMap((across) =>
      [angle_top, angle_bottom].map((up): Vector3 => [-d * tan(across), d * tan(up), d]),
    ),
    rotation: each.rotation_matrix,
    corners: each.corners.map(([u = NaN, v = NaN]) => ({ u, v })),
  }
})

const edges = (left: number, right: number, top: number, bottom: number): TargetEdges => ({
  distanceM: 20,
  angleLeftDeg: left,
  angleRightDeg: right,
  angleTopDeg: top,
  angleBottomDeg: bottom,
})

describe(`the numbers of OpenCV ${reference.cv2_version}`, () => {
  test('there are sixty cases of them', () => {
    expect(cases).toHaveLength(60)
    for (const { points, corners } of cases) expect(corners).toHaveLength(points.length)
  })

  test.each(cases)('Rodrigues rotation, $name', ({ calibration, rotation }) => {
    rotationMatrix(calibration.rotation).forEach((value, index) => {
      expect(Math.abs(value - (rotation[index] as number))).toBeLessThan(1e-12)
    })
  })

  test.each(cases)('every corner within 0.01 px, $name', ({ calibration, points, corners }) => {
    points.forEach((point, index) => {
      const { u, v } = projectPoint(toCamera(point, calibration), calibration)
      expect(Math.abs(u - (corners[index]?.u as number))).toBeLessThan(0.01)
      expect(Math.abs(v - (corners[index]?.v as number))).toBeLessThan(0.01)
    })
  })

  test.each(cases)(
    'projection: reference is the min/max of the truncated corners, $name',
    ({ calibration, edges: given, corners }) => {
      const us = corners.map(({ u }) => Math.trunc(u))
      const vs = corners.map(({ v }) => Math.trunc(v))
      expect(projectTarget(given, calibration, 'reference')).toEqual({
        left: Math.min(...us),
        top: Math.min(...vs),
        right: Math.max(...us),
        bottom: Math.max(...vs),
      })
    },
  )
})

describe('corners: x = −d·tan(angle), y = d·tan(angle), z = d', () => {
  test('positive is left: the left edge has the smaller u', () => {
    const box = projectTarget(edges(10, 5, 2, -2), PLAIN_CALIBRATION, 'camera')
    expect(box?.left).toBeCloseTo(960 - 1000 * tan(10))
    expect(box?.right).toBeCloseTo(960 - 1000 * tan(5))
  })

  test('projection: camera has up at the smaller v', () => {
    const box = projectTarget(edges(1, -1, 6, 2), PLAIN_CALIBRATION, 'camera')
    expect(box?.top).toBeCloseTo(540 - 1000 * tan(6))
    expect(box?.bottom).toBeCloseTo(540 - 1000 * tan(2))
  })

  test('projection: reference uses y as it is: up at the greater v', () => {
    const box = projectTarget(edges(1, -1, 6, 2), PLAIN_CALIBRATION, 'reference')
    expect(box?.top).toBe(Math.trunc(540 + 1000 * tan(2)))
    expect(box?.bottom).toBe(Math.trunc(540 + 1000 * tan(6)))
  })

  test('projection: camera keeps parts of a pixel, reference cuts them off towards zero', () => {
    const given = edges(50, 40, 2, -2)
    const exact = 960 - 1000 * tan(50)
    expect(exact).toBeCloseTo(-231.75, 2)
    expect(projectTarget(given, PLAIN_CALIBRATION, 'camera')?.left).toBeCloseTo(exact)
    expect(projectTarget(given, PLAIN_CALIBRATION, 'reference')?.left).toBe(-231)
  })

  test('edges may be given in any order', () => {
    expect(projectTarget(edges(-1, 3, -4, 2), PLAIN_CALIBRATION, 'camera')).toEqual(
      projectTarget(edges(3, -1, 2, -4), PLAIN_CALIBRATION, 'camera'),
    )
  })

  test('rotation comes first, then translation', () => {
    const calibration: Calibration = {
      ...PLAIN_CALIBRATION,
      rotation: [0, 0, Math.PI / 2],
      translation: [5, 0, 1],
    }
    const [x, y, z] = toCamera([1, 2, 3], calibration)
    expect(x).toBeCloseTo(-2 + 5)
    expect(y).toBeCloseTo(1)
    expect(z).toBeCloseTo(4)
  })
})

describe('points behind the camera', () => {
  const behind: Calibration = { ...PLAIN_CALIBRATION, translation: [0, 0, -20.5] }

  test('are not drawn with projection: camera', () => {
    expect(projectTarget(edges(2, -2, 2, -2), behind, 'camera')).toBeNull()
    expect(
      projectTarget(
        edges(2, -2, 2, -2),
        { ...PLAIN_CALIBRATION, translation: [0, 0, -20] },
        'camera',
      ),
    ).toBeNull()
    expect(
      projectTarget(
        edges(2, -2, 2, -2),
        { ...PLAIN_CALIBRATION, translation: [0, 0, -19.5] },
        'camera',
      ),
    ).not.toBeNull()
  })

  test('one corner behind is enough', () => {
    // Turned so far that only the left edge is behind.
    const turned: Calibration = { ...PLAIN_CALIBRATION, rotation: [0, (55 * Math.PI) / 180, 0] }
    expect(projectTarget(edges(30, 10, 2, -2), turned, 'camera')).not.toBeNull()
    expect(projectTarget(edges(30, -50, 2, -2), turned, 'camera')).toBeNull()
  })

  test('are drawn with projection: reference, as in the earlier tool', () => {
    expect(projectTarget(edges(2, -2, 2, -2), behind, 'reference')).not.toBeNull()
  })

  test('z = 0 counts as 1, as in OpenCV', () => {
    expect(projectPoint([0.1, 0.2, 0], PLAIN_CALIBRATION)).toEqual({ u: 1060, v: 740 })
  })
})

test('where the lens model folds back, projection: camera draws nothing', () => {
  const barrel: Calibration = { ...PLAIN_CALIBRATION, distortion: [-0.3, 0, 0, 0, 0] }
  expect(projectTarget(edges(40, 30, 2, -2), barrel, 'camera')).not.toBeNull()
  expect(projectTarget(edges(60, 50, 2, -2), barrel, 'camera')).toBeNull()
})

describe('the flat OpenCV form of a calibration', () => {
  const flat = {
    image_width: 1920,
    image_height: 1080,
    camera_matrix: [
      [1000, 0, 960],
      [0, 1010, 540],
      [0, 0, 1],
    ],
    distortion_coefficients: [-0.3, 0.1, 0.001, -0.002, 0.05],
    rotation_vector: [0.1, 0.2, 0.3],
    translation_vector: [1, 2, 3],
  }
  const parsed: Calibration = {
    imageWidthPx: 1920,
    imageHeightPx: 1080,
    fxPx: 1000,
    fyPx: 1010,
    cxPx: 960,
    cyPx: 540,
    distortion: [-0.3, 0.1, 0.001, -0.002, 0.05],
    rotation: [0.1, 0.2, 0.3],
    translation: [1, 2, 3],
  }

  test('gives size, focal lengths, principal point, k1 k2 p1 p2 k3 and pose', () => {
    expect(parseCalibration(flat, 'calibration.json')).toEqual(parsed)
  })

  test('rows of one number, as OpenCV writes vectors, are read too', () => {
    const asRows = {
      ...flat,
      distortion_coefficients: [flat.distortion_coefficients],
      rotation_vector: flat.rotation_vector.map((value) => [value]),
      translation_vector: flat.translation_vector.map((value) => [value]),
    }
    expect(parseCalibration(asRows, 'calibration.json')).toEqual(parsed)
  })

  test('without distortion or pose there is none', () => {
    const { image_width, image_height, camera_matrix } = flat
    expect(
      parseCalibration({ image_width, image_height, camera_matrix }, 'calibration.json'),
    ).toEqual({
      ...parsed,
      distortion: [0, 0, 0, 0, 0],
      rotation: [0, 0, 0],
      translation: [0, 0, 0],
    })
  })

  test('four coefficients leave k3 at 0', () => {
    const calibration = parseCalibration(
      { ...flat, distortion_coefficients: [1, 2, 3, 4] },
      'calibration.json',
    )
    expect(calibration.distortion).toEqual([1, 2, 3, 4, 0])
  })

  test.each<[string, string, unknown]>([
    ['a missing matrix', 'camera_matrix', undefined],
    ['a matrix of two rows', 'camera_matrix', flat.camera_matrix.slice(1)],
    [
      'a matrix with text',
      'camera_matrix',
      [
        ['1000', 0, 960],
        [0, 1010, 540],
        [0, 0, 1],
      ],
    ],
    ['a matrix that is a number', 'camera_matrix', 1000],
    [
      'a focal length of 0',
      'camera_matrix[0][0]',
      [
        [0, 0, 960],
        [0, 1010, 540],
        [0, 0, 1],
      ],
    ],
    [
      'a focal length below 0',
      'camera_matrix[1][1]',
      [
        [1000, 0, 960],
        [0, -1, 540],
        [0, 0, 1],
      ],
    ],
    ['a missing width', 'image_width', undefined],
    ['a height of 0', 'image_height', 0],
    ['a width in text', 'image_width', '1920'],
    ['three coefficients', 'distortion_coefficients', [1, 2, 3]],
    ['eight coefficients', 'distortion_coefficients', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['a coefficient that is null', 'distortion_coefficients', [1, 2, 3, 4, null]],
    ['a rotation matrix in place of a vector', 'rotation_vector', flat.camera_matrix],
    ['a translation of two numbers', 'translation_vector', [1, 2]],
  ])('%s is an error naming %s', (_, key, value) => {
    const name = key.replace(/\[.*/, '')
    const error = faultOf({ ...flat, [name]: value })
    expect(error.code).toBe('calibration-invalid')
    expect(error.where).toEqual({ file: 'calibration.json', key })
    expect(error.message).toContain(`calibration.json: "${key}"`)
  })

  test.each([[null], [[]], ['text'], [3]])('%j is no calibration', (source) => {
    expect(faultOf(source).message).toMatch(/^calibration\.json: the file is .*expected an object/)
  })
})

describe('the nested camera.intrinsics form of a calibration', () => {
  const intrinsics = { fx: 1000, fy: 1010, cx: 960, cy: 540, distortion: [-0.3, 0.1, 0, 0, 0.05] }
  const camera = { intrinsics, resolution: [1920, 1080] }

  test('gives the same as the flat one', () => {
    expect(parseCalibration({ camera }, 'calibration.json')).toEqual({
      ...PLAIN_CALIBRATION,
      fyPx: 1010,
      distortion: [-0.3, 0.1, 0, 0, 0.05],
    })
  })

  test('the resolution may name its sides', () => {
    const resolution = { width: 1280, height: 720 }
    expect(
      parseCalibration({ camera: { intrinsics, resolution } }, 'calibration.json'),
    ).toMatchObject({ imageWidthPx: 1280, imageHeightPx: 720 })
  })

  test('the pose is beside the intrinsics, or at the top level', () => {
    const pose = { rotation_vector: [0.1, 0.2, 0.3], translation_vector: [1, 2, 3] }
    const parsed = { rotation: [0.1, 0.2, 0.3], translation: [1, 2, 3] }
    for (const source of [{ camera: { ...camera, extrinsics: pose } }, { camera, ...pose }]) {
      expect(parseCalibration(source, 'calibration.json')).toMatchObject(parsed)
    }
  })

  test.each<[string, unknown]>([
    ['camera.intrinsics', { camera: { resolution: [1920, 1080] } }],
    ['camera.intrinsics.fx', { camera: { ...camera, intrinsics: { ...intrinsics, fx: -1 } } }],
    ['camera.intrinsics.fy', { camera: { ...camera, intrinsics: { ...intrinsics, fy: null } } }],
    ['camera.intrinsics.cx', { camera: { ...camera, intrinsics: { ...intrinsics, cx: '9' } } }],
    ['camera.intrinsics.cy', { camera: { ...camera, intrinsics: { fx: 1, fy: 1, cx: 1 } } }],
    [
      'camera.intrinsics.distortion',
      { camera: { ...camera, intrinsics: { ...intrinsics, distortion: [1] } } },
    ],
    ['camera.resolution', { camera: { intrinsics } }],
    ['camera.resolution', { camera: { intrinsics, resolution: [1920] } }],
    ['camera.resolution', { camera: { intrinsics, resolution: { width: 1920 } } }],
  ])('a fault is an error naming %s', (key, source) => {
    const error = faultOf(source)
    expect(error.where.key).toBe(key)
    expect(error.message).toContain(`"${key}"`)
  })
})

test.each([
  [{ rotation_vector: [0, 0, 1] }, 'the outermost object'],
  [{ translation_vector: [0, 0, 1] }, 'the outermost object'],
  [{ distortion: [0, 0, 0, 1] }, 'camera.intrinsics'],
])('a calibration with %j where it is not read is refused, not read without it', (lost, place) => {
  const intrinsics = { fx: 1000, fy: 1000, cx: 960, cy: 540 }
  const camera = { intrinsics, resolution: [1920, 1080], rig: lost }
  const key = Object.keys(lost)[0] ?? ''
  expect(faultOf({ camera }).message).toBe(
    `calibration.json: "${key}" is in a place where it is not read, expected in ${place}.`,
  )
})

/** The error that a calibration is refused with. */
function faultOf(source: unknown): OverlaneError {
  try {
    parseCalibration(source, 'calibration.json')
  } catch (thrown) {
    if (thrown instanceof OverlaneError) return thrown
    throw thrown
  }
  throw new Error('The calibration was read.')
}
