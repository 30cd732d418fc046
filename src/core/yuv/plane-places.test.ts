import { expect, test } from 'vitest'
import { planePlaces } from './plane-places.ts'

test('I420 has a plane for each colour', () => {
  const layout = [
    { offset: 0, stride: 8 },
    { offset: 48, stride: 4 },
    { offset: 60, stride: 4 },
  ]
  expect(planePlaces(layout)).toEqual({
    luma: { offset: 0, stride: 8, step: 1 },
    blue: { offset: 48, stride: 4, step: 1 },
    red: { offset: 60, stride: 4, step: 1 },
  })
})

test('NV12 has blue and red in turn in its second plane', () => {
  const layout = [
    { offset: 0, stride: 8 },
    { offset: 48, stride: 8 },
  ]
  expect(planePlaces(layout)).toEqual({
    luma: { offset: 0, stride: 8, step: 1 },
    blue: { offset: 48, stride: 8, step: 2 },
    red: { offset: 49, stride: 8, step: 2 },
  })
})

test('one plane, or four, are of another format', () => {
  const plane = { offset: 0, stride: 8 }
  expect(planePlaces([plane])).toBeNull()
  expect(planePlaces([plane, plane, plane, plane])).toBeNull()
})
