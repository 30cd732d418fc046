import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PLAIN_CALIBRATION } from '../../../testing/fake-recording.ts'
import { edgesOfSolid, projectSolid, readSolidBox } from './solid-box.ts'
import type { SolidBox } from './solid-box.ts'

/** 20 m ahead, and 4 × 2 × 1.5 m large. */
const CAR = { center: [20, 0, 0], size: [4, 2, 1.5], yaw: 0 }
const read = (parts: Record<string, unknown> = {}): SolidBox | null =>
  readSolidBox({ ...CAR, ...parts })
const project = (parts: Record<string, unknown> = {}): number[][][] | undefined =>
  projectSolid(read(parts) as SolidBox, PLAIN_CALIBRATION)?.map((line) =>
    line.map(({ x, y }) => [Math.round(x), Math.round(y)]),
  )

describe('a box in space is read', () => {
  test('from lists, or from objects with names', () => {
    const named = { center: { x: 20, y: 0, z: 0 }, size: { length: 4, width: 2, height: 1.5 } }
    expect(read(named)).toEqual(read())
    expect(read({ yaw: 90 })?.yawRad).toBeCloseTo(Math.PI / 2, 12)
  })

  test.each([
    { center: [1, 2] },
    { center: null },
    { size: [4, 0, 1] },
    { size: [4, '2', 1] },
    { yaw: null },
    { yaw: NaN },
  ])('not where something is missing: %j', (parts) => {
    expect(read(parts)).toBeNull()
  })
})

describe('the camera sees of a box', () => {
  test('its front as its back, the nearer the larger', () => {
    const [bottom, top] = project() ?? []
    // 1000 px × 1 m ÷ 22 m, and ÷ 18 m; up is towards smaller y.
    expect(bottom).toEqual([
      [960 - 45, 540 + 34],
      [960 - 56, 540 + 42],
      [960 + 56, 540 + 42],
      [960 + 45, 540 + 34],
      [960 - 45, 540 + 34],
    ])
    expect(top?.[0]).toEqual([960 - 45, 540 - 34])
  })

  test('its heading, as a line from its middle to its front', () => {
    expect(project({ yaw: 90 })?.at(-1)).toEqual([
      [960, 540 + 38],
      [960 - 100, 540 + 38],
    ])
  })

  test('nothing where a part of it is behind the camera', () => {
    expect(project({ center: [1, 0, 0] })).toBeUndefined()
    expect(project({ center: [-20, 0, 0] })).toBeUndefined()
  })
})

test('its corners lie where turning its axes by hand puts them', () => {
  const metres = fc.double({ min: -5, max: 5, noNaN: true })
  fc.assert(
    fc.property(metres, metres, fc.integer({ min: -180, max: 180 }), (y, z, yaw) => {
      const box = read({ center: [40, y, z], yaw }) as SolidBox
      const lines = projectSolid(box, PLAIN_CALIBRATION)
      const turn = (yaw * Math.PI) / 180
      // The front left corner of the bottom, in polar form.
      const reach = Math.hypot(2, 1)
      const ahead = 40 + reach * Math.cos(turn + Math.atan2(1, 2))
      const left = y + reach * Math.sin(turn + Math.atan2(1, 2))
      expect(lines?.[0]?.[0]?.x).toBeCloseTo(960 - (1000 * left) / ahead, 6)
      expect(lines?.[0]?.[0]?.y).toBeCloseTo(540 - (1000 * (z - 0.75)) / ahead, 6)
    }),
    { seed: 12, numRuns: 200 },
  )
})

test('its distance and its edges are those that a sensor gives', () => {
  const edges = edgesOfSolid(read({ center: [20, 5, 0] }) as SolidBox)
  expect(edges.distanceM).toBeCloseTo(Math.hypot(20, 5), 12)
  expect(edges.angleLeftDeg).toBeCloseTo((Math.atan2(6, 18) * 180) / Math.PI, 12)
  expect(edges.angleRightDeg).toBeCloseTo((Math.atan2(4, 22) * 180) / Math.PI, 12)
  expect(edges.angleTopDeg).toBeCloseTo(-edges.angleBottomDeg, 12)
})
