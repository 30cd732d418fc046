import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ANCHORS, anchorShares, parseCoordinate } from '../../index.ts'
import type { Rect } from '../../index.ts'
import { boxAt, movePosition, placeNearest, positionAt } from './box-position.ts'
import type { BoxPosition } from './box-position.ts'

const frame = { widthPx: 1920, heightPx: 1080 }
const at = (x: number, y: number, width = 200, height = 60): Rect => ({ x, y, width, height })
const moved = (position: BoxPosition, byX: number, byY: number): BoxPosition =>
  movePosition(position, at(100, 100), at(100 + byX, 100 + byY), frame)

/** The box of a position, as the renderers place it. */
function boxOf({ x, y, anchor }: BoxPosition, width: number, height: number): Rect {
  const { across, down } = anchorShares(anchor)
  return {
    x: parseCoordinate(x, 'x')(frame) - across * width,
    y: parseCoordinate(y, 'y')(frame) - down * height,
    width,
    height,
  }
}

describe('a moved position', () => {
  test('keeps its anchor and what its coordinates are counted from', () => {
    expect(moved({ x: 10, y: 20, anchor: 'top_right' }, 5, -3)).toEqual({
      x: 15,
      y: 17,
      anchor: 'top_right',
    })
    expect(moved({ x: 'width - 10', y: 'height-20', anchor: 'top_left' }, -5, 3)).toEqual({
      x: 'width - 15',
      y: 'height - 17',
      anchor: 'top_left',
    })
    expect(moved({ x: 'width / 2', y: 'height / 2 − 8', anchor: 'center' }, 5, 8)).toEqual({
      x: 'width / 2 + 5',
      y: 'height / 2',
      anchor: 'center',
    })
  })

  test('of another expression is counted from the side of its anchor', () => {
    const { x, y } = moved({ x: '(width + 20) / 2', y: 'height / 3', anchor: 'top_right' }, 1, 1)
    expect([x, y]).toEqual(['width - 949', 361])
  })

  test('stays as it is written on an axis on which it does not move', () => {
    const position = { x: 'width / 3', y: 'height * 0.2', anchor: 'center' } as const
    expect(moved(position, 0, 0)).toEqual(position)
    expect(moved(position, 7, 0).y).toBe('height * 0.2')
  })

  const length = fc.integer({ min: 1, max: 2000 })
  const place = fc.integer({ min: -500, max: 2500 })
  const coordinate = (side: string) =>
    fc.oneof(
      place,
      place.map((by) => `${side} - (${by})`),
      fc.integer({ min: 0, max: 900 }).map((by) => `${side} / 2 - ${by}`),
    )

  test('puts the box where it was moved to, for every anchor and every way of writing', () => {
    fc.assert(
      fc.property(
        coordinate('width'),
        coordinate('height'),
        fc.constantFrom(...ANCHORS),
        fc.tuple(length, length),
        fc.tuple(length, length),
        fc.tuple(place, place),
        (x, y, anchor, [width, height], [newWidth, newHeight], [toX, toY]) => {
          const before = { x, y, anchor }
          const to = at(toX, toY, newWidth, newHeight)
          const after = movePosition(before, boxOf(before, width, height), to, frame)
          const box = boxOf(after, newWidth, newHeight)
          expect(Math.abs(box.x - to.x)).toBeLessThan(0.02)
          expect(Math.abs(box.y - to.y)).toBeLessThan(0.02)
        },
      ),
      { seed: 12 },
    )
  })
})

test.each(ANCHORS)('the place %s of the frame is on the safe margin', (anchor) => {
  const { x, y, width, height } = boxOf(positionAt(anchor, 24), 300, 100)
  expect({ x, y, width, height }).toEqual(boxAt(anchor, { width: 300, height: 100 }, frame, 24))
  const { across, down } = anchorShares(anchor)
  expect([x, y]).toEqual([[24, 810, 1596][across * 2], [24, 490, 956][down * 2]])
})

describe('the place that a box is nearest to', () => {
  test.each(ANCHORS)('is %s for a box that was put there, whatever its anchor is', (place) => {
    for (const anchor of ANCHORS) {
      const box = boxAt(place, { width: 300, height: 100 }, frame, 24)
      expect(placeNearest(box, anchor, frame, 24)).toBe(place)
    }
  })

  test('is where it is seen, not what its anchor says', () => {
    expect(placeNearest(at(1500, 900), 'top_left', frame, 24)).toBe('bottom_right')
    expect(placeNearest(at(800, 30), 'top_left', frame, 24)).toBe('top_center')
  })

  test('is that of its anchor where several are equally near', () => {
    const wide = boxAt('bottom_right', { width: 1920 - 48, height: 100 }, frame, 24)
    expect(placeNearest(wide, 'bottom_right', frame, 24)).toBe('bottom_right')
    expect(placeNearest(wide, 'top_center', frame, 24)).toBe('bottom_left')
  })
})
