import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPrivate, publicParts } from './private-zone.ts'

const zone = { center: { eastM: 0, northM: 0 }, radiusM: 10 }
const at = (eastM: number, northM: number): { eastM: number; northM: number } => ({ eastM, northM })

test('a line through a zone is drawn on both sides of it', () => {
  expect(publicParts(at(-20, 0), at(20, 0), [zone], 0)).toEqual([
    [0, 0.25],
    [0.75, 1],
  ])
})

test('a line past a zone is drawn whole; one inside it is not drawn at all', () => {
  expect(publicParts(at(-20, 11), at(20, 11), [zone], 0)).toEqual([[0, 1]])
  expect(publicParts(at(-20, 11), at(20, 11), [zone], 2)).toHaveLength(2)
  expect(publicParts(at(1, 1), at(2, 2), [zone], 0)).toEqual([])
  expect(publicParts(at(1, 1), at(1, 1), [zone], 0)).toEqual([])
})

test('whatever the line and the zones: no drawn point is in one', () => {
  const metres = fc.double({ min: -50, max: 50, noNaN: true })
  const point = fc.record({ eastM: metres, northM: metres })
  const zones = fc.array(
    fc.record({ center: point, radiusM: fc.double({ min: 1, max: 30, noNaN: true }) }),
    { maxLength: 3 },
  )
  fc.assert(
    fc.property(point, point, zones, (from, to, all) => {
      for (const [start, end] of publicParts(from, to, all, 1)) {
        for (const share of [start, (start + end) / 2, end]) {
          const drawn = at(
            from.eastM + share * (to.eastM - from.eastM),
            from.northM + share * (to.northM - from.northM),
          )
          expect(isPrivate(drawn, all, 1 - 1e-6)).toBe(false)
        }
      }
    }),
  )
})
