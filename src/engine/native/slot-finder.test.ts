import { expect, test } from 'vitest'
import type { Rect } from '../../core/draw/geometry.ts'
import { intersectionOf } from '../../core/draw/geometry.ts'
import { SlotFinder } from './slot-finder.ts'

const SIZE = { widthPx: 1920, heightPx: 1080 }
const slotsOf = (...frames: Rect[][]): Rect[] => {
  const finder = new SlotFinder(SIZE)
  for (const drawn of frames) finder.add(drawn)
  return finder.slots()
}
const box = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height })
const areaOf = ({ width, height }: Rect): number => width * height

/** Whether every pixel of a rectangle is in exactly one slot. */
const isCovered = (slots: readonly Rect[], rect: Rect): boolean =>
  slots.reduce((sum, slot) => sum + areaOf(intersectionOf(slot, rect)), 0) === areaOf(rect)

test('without anything drawn there are no slots', () => {
  expect(slotsOf([], [])).toEqual([])
})

test('a slot is what one renderer draws on in all frames, on even pixels', () => {
  expect(slotsOf([box(11, 21, 100, 20)], [box(13, 21, 120, 20)], [box(12, 22, 10, 10)])).toEqual([
    box(10, 20, 124, 22),
  ])
})

test('what is far apart has slots of its own; what is near shares one', () => {
  expect(slotsOf([box(10, 10, 200, 40), box(1700, 1000, 200, 40)])).toHaveLength(2)
  expect(slotsOf([box(10, 10, 200, 40), box(10, 60, 200, 40)])).toEqual([box(10, 10, 200, 90)])
})

test('a slot ends where the frame ends', () => {
  expect(slotsOf([box(1800, 1060, 400, 90)])).toEqual([box(1800, 1060, 120, 20)])
})

test('a large area is cut, so that only the parts are sent that change', () => {
  const area = box(0, 300, 1920, 500)
  const slots = slotsOf([area])
  expect(slots).toHaveLength(6)
  expect(isCovered(slots, area)).toBe(true)
})

test('whatever is drawn, it lies in slots that do not overlap, and they are not many', () => {
  let seed = 7
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (let run = 0; run < 30; run++) {
    const drawn = Array.from({ length: 1 + random(60) }, () =>
      box(random(900) * 2, random(500) * 2, 2 + random(60) * 2, 2 + random(30) * 2),
    )
    const slots = slotsOf(...drawn.map((each) => [each]))
    expect(slots.length).toBeLessThanOrEqual(24)
    for (const each of drawn)
      expect(isCovered(slots, intersectionOf(each, box(0, 0, 1920, 1080)))).toBe(true)
    for (const [index, slot] of slots.entries()) {
      for (const other of slots.slice(index + 1))
        expect(areaOf(intersectionOf(slot, other))).toBe(0)
    }
  }
})
