import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rect } from '../../index.ts'
import { moveBox, overlapOf } from './move-box.ts'
import { boxOfSize, resizeBox } from './resize-box.ts'
import type { Handle } from './resize-box.ts'
import { placesOf, snapLinesOf } from './snap-lines.ts'

const frame = { widthPx: 1920, heightPx: 1080 }
const at = (x: number, y: number, width = 200, height = 60): Rect => ({ x, y, width, height })
const lines = snapLinesOf(frame, 24, [at(700, 500)])
const following = { lines, reachPx: 8, keepsAxis: false }
const box = at(300, 300)

describe('a box that is moved', () => {
  const x = (by: number): number => moveBox(box, { x: by, y: 0 }, following).box.x

  test('snaps to the edges, the margin, the thirds and the middle of the frame', () => {
    expect(x(-297)).toBe(0)
    expect(x(-271)).toBe(24)
    expect(x(345)).toBe(640)
    expect(x(565)).toBe(860)
    expect(x(1390)).toBe(1920 - 24 - 200)
  })

  test('snaps to the edges of other boxes, and says to which lines', () => {
    const { box: moved, guides } = moveBox(box, { x: 395, y: 137 }, following)
    expect(moved).toEqual(at(700, 440))
    expect(guides.filter(({ kind }) => kind === 'box').map(({ axis, at }) => [axis, at])).toEqual([
      ['x', 700],
      ['x', 800],
      ['x', 900],
      ['y', 500],
    ])
  })

  test('is where the pointer is, on whole pixels, where no line is near', () => {
    expect(moveBox(box, { x: 60.4, y: 50.6 }, following)).toEqual({
      box: at(360, 351),
      guides: [],
    })
  })

  test('does not snap with a reach of 0, and stays on its axis if it is told to', () => {
    const free = { ...following, reachPx: 0 }
    expect(moveBox(box, { x: -299, y: -275 }, free)).toEqual({ box: at(1, 25), guides: [] })
    const straight = { ...following, keepsAxis: true }
    expect(moveBox(box, { x: 90, y: 89 }, straight).box).toEqual(at(390, 300))
    expect(moveBox(box, { x: -89, y: 90 }, straight).box).toEqual(at(300, 390))
  })

  test('is never moved further than the reach by a line, and stands on each guide', () => {
    const by = fc.record({
      x: fc.double({ min: -900, max: 2200, noNaN: true }),
      y: fc.double({ min: -900, max: 2200, noNaN: true }),
    })
    fc.assert(
      fc.property(by, fc.integer({ min: 0, max: 20 }), (by, reachPx) => {
        const { box: moved, guides } = moveBox(box, by, { ...following, reachPx })
        expect(Math.abs(moved.x - box.x - by.x)).toBeLessThanOrEqual(reachPx + 0.5)
        expect(Math.abs(moved.y - box.y - by.y)).toBeLessThanOrEqual(reachPx + 0.5)
        expect([moved.width, moved.height]).toEqual([box.width, box.height])
        for (const { axis, at, from, to } of guides) {
          expect(placesOf(moved, axis).some((place) => Math.abs(place - at) < 0.05)).toBe(true)
          const [start, , end] = placesOf(moved, axis === 'x' ? 'y' : 'x')
          expect(from).toBeLessThanOrEqual(start)
          expect(to).toBeGreaterThanOrEqual(end)
        }
      }),
      { seed: 12 },
    )
  })
})

describe('a box that is resized', () => {
  const resize = (handle: Handle, x: number, y: number, keepsShape = false) =>
    resizeBox(box, handle, { x, y }, following, keepsShape).box

  test('keeps the edges opposite to the handle', () => {
    expect(resize({ x: 1, y: 1 }, 50, 40)).toEqual(at(300, 300, 250, 100))
    expect(resize({ x: -1, y: -1 }, 50, 40)).toEqual(at(350, 340, 150, 20))
    expect(resize({ x: 1, y: 0 }, 50, 40)).toEqual(at(300, 300, 250, 60))
  })

  test('snaps with the edge that moves', () => {
    expect(resize({ x: 1, y: 0 }, 137, 0)).toEqual(at(300, 300, 340, 60))
    expect(resize({ x: 0, y: -1 }, 0, -273)).toEqual(at(300, 24, 200, 336))
  })

  test('can keep its shape', () => {
    expect(resize({ x: 1, y: 1 }, 100, 0, true)).toEqual(at(300, 300, 300, 90))
    expect(resize({ x: -1, y: 1 }, 0, 30, true)).toEqual(at(200, 300, 300, 90))
    expect(resize({ x: 1, y: 0 }, 100, 0, true)).toEqual(at(300, 285, 300, 90))
  })

  test('never becomes smaller than can be grabbed again', () => {
    for (const keepsShape of [false, true]) {
      const { width, height } = resize({ x: 1, y: 1 }, -900, -900, keepsShape)
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(8 - 1e-9)
    }
  })

  test('around its middle keeps its middle', () => {
    const grown = boxOfSize(box, { x: 0, y: 0 }, { width: 300, height: 90 })
    expect(grown).toEqual(at(250, 285, 300, 90))
  })
})

test('boxes that only touch have nothing in common', () => {
  expect(overlapOf(at(0, 0), at(200, 0))).toBe(0)
  expect(overlapOf(at(0, 0), at(190, 50))).toBe(100)
})
