import fc from 'fast-check'
import { expect, test } from 'vitest'
import { broughtIn, overhangOf } from './overhang.ts'

const frame = { widthPx: 1920, heightPx: 1080 }
const at = (x: number, y: number, width = 200, height = 60) => ({ x, y, width, height })

test('a box that leaves the frame is told where, and by how much', () => {
  expect(overhangOf(at(0, 1020), frame)).toBe('')
  expect(overhangOf(at(1732, 10), frame)).toBe('on the right by 12 px')
  expect(overhangOf(at(-30, 1040), frame)).toBe('on the left by 30 px and at the bottom by 20 px')
})

test('a box that is brought in leaves the frame no more, if it fits', () => {
  expect(broughtIn(at(1800, -20), frame)).toEqual(at(1720, 0))
  expect(broughtIn(at(100, 5, 3000, 60), frame)).toEqual(at(0, 5, 3000, 60))
  const place = fc.integer({ min: -5000, max: 5000 })
  fc.assert(
    fc.property(place, place, (x, y) => {
      expect(overhangOf(broughtIn(at(x, y), frame), frame)).toBe('')
    }),
    { seed: 12 },
  )
})
