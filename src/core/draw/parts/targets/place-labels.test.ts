import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rect } from '../../surface.ts'
import { leaderLine, placeLabels } from './place-labels.ts'
import type { LabelRequest } from './place-labels.ts'

const FRAME = { x: 0, y: 0, width: 1280, height: 720 }
const SIZE = { widthPx: 80, heightPx: 20 }
const GAP_PX = 4

const request = (x: number, y: number, width = 40, height = 30): LabelRequest => ({
  of: { x, y, width, height },
  ...SIZE,
})

/** The rectangles of the labels that have a place. */
function place(requests: readonly LabelRequest[], bounds: Rect = FRAME): Rect[] {
  return placeLabels(requests, bounds, GAP_PX).flatMap((corner, index) => {
    const size = requests[index] as LabelRequest
    return corner ? [{ ...corner, width: size.widthPx, height: size.heightPx }] : []
  })
}

const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe('a label', () => {
  test('alone stands above its rectangle', () => {
    expect(place([request(600, 300)])).toEqual([{ x: 600, y: 276, width: 80, height: 20 }])
  })

  test('at the upper edge stands beside it or below', () => {
    const [label] = place([request(600, 0)])
    expect(label?.y).toBeGreaterThanOrEqual(0)
    expect(label && overlap(label, { x: 600, y: 0, width: 40, height: 30 })).toBe(false)
  })

  test('avoids the rectangles of others', () => {
    const other = request(600, 265, 80, 31)
    const [label] = place([request(600, 300), other])
    expect(label && overlap(label, other.of)).toBe(false)
  })

  test('has no place where there is no room', () => {
    const bounds = { x: 0, y: 0, width: 90, height: 80 }
    const requests = Array.from({ length: 9 }, () => request(20, 20))
    const corners = placeLabels(requests, bounds, GAP_PX)
    expect(corners).toContain(null)
    expect(corners[0]).not.toBeNull()
  })

  test('that comes first has the place that it would have alone', () => {
    const [first] = place([request(600, 300), request(610, 305), request(590, 295)])
    expect(first && overlap(first, { x: 560, y: 270, width: 160, height: 90 })).toBe(true)
  })
})

test('no labels cover each other or leave the frame, whatever they belong to', () => {
  const requests = fc.array(
    fc
      .tuple(
        fc.double({ min: -50, max: 1270, noNaN: true }),
        fc.double({ min: -50, max: 710, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 300, noNaN: true }),
      )
      .map(([x, y, width, height]) => request(x, y, width, height)),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(requests, (all) => {
      const labels = place(all)
      for (const [index, label] of labels.entries()) {
        expect(label.x).toBeGreaterThanOrEqual(0)
        expect(label.y).toBeGreaterThanOrEqual(0)
        expect(label.x + label.width).toBeLessThanOrEqual(FRAME.width)
        expect(label.y + label.height).toBeLessThanOrEqual(FRAME.height)
        for (const other of labels.slice(index + 1)) expect(overlap(label, other)).toBe(false)
      }
    }),
    { seed: 12, numRuns: 200 },
  )
})

test('eleven targets in a row of 200 px all have a label on a frame of 720 px', () => {
  const requests = Array.from({ length: 11 }, (_, index) => request(540 + index * 18, 350, 30, 25))
  expect(place(requests)).toHaveLength(11)
})

describe('the line to a rectangle', () => {
  const of = { x: 100, y: 100, width: 40, height: 30 }

  test('is the shortest one', () => {
    const label = { x: 100, y: 40, width: 80, height: 20 }
    expect(leaderLine(label, of, 6)).toEqual([
      { x: 120, y: 60 },
      { x: 120, y: 100 },
    ])
  })

  test('is left out where the label is close', () => {
    expect(leaderLine({ x: 100, y: 76, width: 80, height: 20 }, of, 6)).toBeNull()
  })
})
