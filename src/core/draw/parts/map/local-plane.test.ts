import { expect, test } from 'vitest'
import { LocalPlane } from './local-plane.ts'

test('a thousandth of a degree of latitude is 111.2 m', () => {
  const { eastM, northM } = new LocalPlane(60, 10).pointAt(60.001, 10)
  expect(northM).toBeCloseTo(111.195, 2)
  expect(eastM).toBe(0)
})

test('a degree of longitude is shorter by the cosine of the latitude', () => {
  const { eastM, northM } = new LocalPlane(60, 10).pointAt(60, 9.999)
  expect(eastM).toBeCloseTo(-111.195 / 2, 2)
  expect(northM).toBe(0)
})

test('a track over the 180th meridian is not torn', () => {
  const plane = new LocalPlane(0.5, 179.999)
  expect(plane.pointAt(0.5, -179.999).eastM).toBeCloseTo(222.38, 1)
})

test.each([
  [0, 0],
  [91, 10],
  [10, 361],
  [NaN, 10],
  [10, NaN],
])('%d, %d is no place', (latitudeDeg, longitudeDeg) => {
  expect(new LocalPlane(10, 10).pointAt(latitudeDeg, longitudeDeg)).toEqual({
    eastM: NaN,
    northM: NaN,
  })
})
