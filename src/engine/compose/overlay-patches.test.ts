import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rect } from '../../core/draw/surface.ts'
import { disjoint } from './overlay-patches.ts'

const [WIDTH_PX, HEIGHT_PX] = [101, 57]
/** In steps of an eighth of a pixel, so that sums are exact. */
const lengthPx = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 8, max: max * 8 }).map((eighths) => eighths / 8)
const rect = fc.record({
  x: lengthPx(-20, 110),
  y: lengthPx(-20, 70),
  width: lengthPx(0, 60),
  height: lengthPx(0, 40),
})
const holds = (outer: Rect, x: number, y: number): boolean =>
  x >= outer.x && x < outer.x + outer.width && y >= outer.y && y < outer.y + outer.height

test.each([2, 16])(
  'patches cover what was drawn on, once, inside the picture, on a grid of %i px',
  (gridPx) => {
    fc.assert(
      fc.property(fc.array(rect, { maxLength: 12 }), (drawn) => {
        const found = disjoint(drawn, { widthPx: WIDTH_PX, heightPx: HEIGHT_PX }, gridPx)
        for (const { x, y, width, height } of found) {
          expect([x % gridPx, y % gridPx]).toEqual([0, 0])
          expect(x + width === WIDTH_PX || (x + width) % gridPx === 0).toBe(true)
          expect(y + height === HEIGHT_PX || (y + height) % gridPx === 0).toBe(true)
          expect(x + width).toBeLessThanOrEqual(WIDTH_PX)
          expect(y + height).toBeLessThanOrEqual(HEIGHT_PX)
        }
        for (let y = 0; y < HEIGHT_PX; y++) {
          for (let x = 0; x < WIDTH_PX; x++) {
            const count = found.filter((each) => holds(each, x, y)).length
            // A pixel counts as drawn on if any part of it is.
            const isDrawn = drawn.some(
              (each) =>
                x + 1 > each.x &&
                x < each.x + each.width &&
                y + 1 > each.y &&
                y < each.y + each.height &&
                each.width > 0 &&
                each.height > 0,
            )
            if (count > 1 || (isDrawn && count === 0)) {
              throw new Error(`${x}, ${y} is covered ${count} times`)
            }
          }
        }
      }),
      { numRuns: 40 },
    )
  },
)
