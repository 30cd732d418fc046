import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOfTurned, middleOf, parseConfig, turnAround, turnPoint } from '../../index.ts'
import type { Point, Rect, RendererConfig } from '../../index.ts'
import { resized } from './change-place.ts'
import { placeActionOf } from './place-keys.ts'
import { angleTowards, nextAngle, placedBox, wayAlongSides, wholeTurn } from './turn-renderer.ts'
import type { Grip } from './turn-renderer.ts'

const FRAME = { widthPx: 1920, heightPx: 1080 }
const BOX: Rect = { x: 100, y: 200, width: 400, height: 60 }
const ABOVE: Point = { x: 300, y: 100 }

function rendererOf(source: Record<string, unknown>): RendererConfig {
  const [renderer] = parseConfig({ renderers: [source] }).renderers
  if (!renderer) throw new Error('there is no renderer')
  return renderer
}

describe('the angle towards the pointer', () => {
  const at = (angleDeg: number): Grip => ({
    at: turnPoint(ABOVE, turnAround(middleOf(BOX), angleDeg)),
    side: 'upper',
  })

  test('is 0 above the box, and grows clockwise', () => {
    expect([0, 90, 180, -90].map((deg) => angleTowards(at(deg), BOX, 'never'))).toEqual([
      0, 90, 180, -90,
    ])
  })

  test('is 0 below the box for a grip at its lower side', () => {
    const lower = (angleDeg: number): Grip => ({ at: at(angleDeg + 180).at, side: 'lower' })
    expect([0, 37, 180, -90].map((deg) => angleTowards(lower(deg), BOX, 'never'))).toEqual([
      0, 37, 180, -90,
    ])
  })

  test('snaps to 15° where it is near, always with Shift, never with Alt', () => {
    expect(angleTowards(at(33), BOX, 'near')).toBe(30)
    expect(angleTowards(at(37), BOX, 'near')).toBe(37)
    expect(angleTowards(at(37), BOX, 'always')).toBe(30)
    expect(angleTowards(at(31), BOX, 'never')).toBe(31)
  })
})

test('keys turn by 1°, with Shift to the next 15°', () => {
  expect(nextAngle(7, 1, false)).toBe(8)
  expect(nextAngle(7, 1, true)).toBe(15)
  expect(nextAngle(15, 1, true)).toBe(30)
  expect(nextAngle(-7, -1, true)).toBe(-15)
  expect(nextAngle(180, 1, true)).toBe(-165)
  expect(wholeTurn(-180)).toBe(180)
  const held = { shiftKey: true, altKey: false, ctrlKey: false, metaKey: false }
  const turn = { does: 'turn', direction: 1, isBig: true }
  expect(placeActionOf({ ...held, key: '>' })).toEqual(turn)
  expect(placeActionOf({ ...held, key: ':' })).toEqual(turn)
  expect(placeActionOf({ ...held, shiftKey: false, key: ',' })).toMatchObject({ direction: -1 })
})

test('a turned box has upright bounds around it; one that cannot be turned has its own', () => {
  const value = rendererOf({ type: 'text', template: 'Lap', rotation: 90 })
  expect(placedBox(3, BOX, value)).toEqual({
    index: 3,
    box: BOX,
    angleDeg: 90,
    bounds: { x: 270, y: 30, width: 60, height: 400 },
  })
  const map = rendererOf({ type: 'map' })
  expect(placedBox(0, BOX, map)).toMatchObject({ angleDeg: 0, bounds: BOX })
})

test('a handle of a turned bar moves its edge, and the opposite edge stays where it is seen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -180, max: 180 }),
      fc.integer({ min: 10, max: 300 }),
      (rotation, longerPx) => {
        const bar = rendererOf({
          type: 'bar',
          sensor: 'log',
          field: 'v',
          rotation,
          length: 400,
          position: { x: BOX.x, y: BOX.y },
        })
        const handle = { x: 1, y: 0 } as const
        const longer = { ...BOX, width: BOX.width + longerPx }
        const after = resized(bar, BOX, longer, handle, false, FRAME)
        const { x, y } = after.options.position
        const box = { ...longer, x: Number(x), y: Number(y) }
        const leftOf = (rect: Rect): Point =>
          turnPoint(
            { x: rect.x, y: rect.y + rect.height / 2 },
            turnAround(middleOf(rect), rotation),
          )
        // Positions are written to a hundredth of a pixel.
        expect(leftOf(box).x).toBeCloseTo(leftOf(BOX).x, 1)
        expect(leftOf(box).y).toBeCloseTo(leftOf(BOX).y, 1)
        expect(after.options).toMatchObject({ length: 400 + longerPx })
      },
    ),
  )
})

test('the pointer’s way is taken along the sides of the turned box', () => {
  const way = wayAlongSides({ x: 0, y: 10 }, 90)
  expect(way.x).toBeCloseTo(10)
  expect(way.y).toBeCloseTo(0)
  const bounds = boundsOfTurned(BOX, turnAround(middleOf(BOX), 90))
  expect(bounds).toEqual({ x: 270, y: 30, width: 60, height: 400 })
})
