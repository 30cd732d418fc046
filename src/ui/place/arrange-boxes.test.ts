import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rect } from '../../index.ts'
import { alignBoxes, distributeBoxes } from './arrange-boxes.ts'
import { findRoom } from './find-room.ts'
import { boxAt } from './box-position.ts'

const at = (x: number, y: number, width = 100, height = 50): Rect => ({ x, y, width, height })
const boxes = [at(400, 10), at(0, 300, 200, 20), at(120, 90, 60, 60)]

describe('several boxes', () => {
  test('are aligned on an edge or the middle of the box around them', () => {
    const xOf = (alignment: 'left' | 'center' | 'right') =>
      alignBoxes(boxes, alignment).map(({ x }) => x)
    expect(xOf('left')).toEqual([0, 0, 0])
    expect(xOf('center')).toEqual([200, 150, 220])
    expect(xOf('right')).toEqual([400, 300, 440])
    expect(alignBoxes(boxes, 'bottom').map(({ y, height }) => y + height)).toEqual([320, 320, 320])
    expect(alignBoxes(boxes, 'top').map(({ x, y }) => [x, y])).toEqual([
      [400, 10],
      [0, 10],
      [120, 10],
    ])
  })

  test('are distributed with equal gaps, in their order', () => {
    expect(distributeBoxes([at(0, 0), at(480, 0), at(110, 5)], 'x')).toEqual([
      at(0, 0),
      at(480, 0),
      at(240, 5),
    ])
  })

  test('have equal gaps for any boxes, and the outer ones stay', () => {
    const box = fc.record({
      x: fc.integer({ min: -100, max: 2000 }),
      y: fc.integer({ min: -100, max: 2000 }),
      width: fc.constant(50),
      height: fc.integer({ min: 1, max: 400 }),
    })
    fc.assert(
      fc.property(fc.array(box, { minLength: 3, maxLength: 8 }), (given) => {
        const arranged = distributeBoxes(given, 'x').toSorted((a, b) => a.x - b.x)
        const xs = given.map(({ x }) => x)
        expect(arranged[0]?.x).toBe(Math.min(...xs))
        expect(arranged.at(-1)?.x).toBeCloseTo(Math.max(...xs), 6)
        const gaps = arranged.slice(1).map(({ x }, index) => x - (arranged[index]?.x ?? 0))
        for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0] ?? 0, 6)
      }),
      { seed: 12 },
    )
  })
})

test('a new box goes where it covers nothing, corners first, else where it covers least', () => {
  const frame = { widthPx: 1000, heightPx: 500 }
  const size = { width: 100, height: 50 }
  const taken: Rect[] = []
  const order = Array.from({ length: 10 }, () => {
    const anchor = findRoom(size, taken, frame, 10)
    taken.push(boxAt(anchor, size, frame, 10))
    return anchor
  })
  expect(order.slice(0, 4)).toEqual(['bottom_left', 'bottom_right', 'top_right', 'top_left'])
  expect(new Set(order).size).toBe(9)
  expect(order[9]).toBe('bottom_left')
})
