import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { planFrames } from '../plan/plan-frames.ts'
import { fakeSurface } from '../testing/fake-context.ts'
import { fakeRecording, fakeTrack } from '../testing/fake-recording.ts'
import { drawOverlay } from './draw-overlay.ts'
import type { Point, Rect } from './geometry.ts'
import { RENDERER_TYPES, renderers } from './renderers/index.ts'
import { boundsOfTurned, keepSharp, turnAround, turnPoint } from './turn.ts'

const BOX = { x: 100, y: 40, width: 60, height: 20 }
const angle = fc.integer({ min: -360, max: 360 })
const place = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
})

describe('a turn', () => {
  test('goes clockwise on the screen: the right side goes down', () => {
    const turned = turnPoint({ x: 20, y: 10 }, turnAround({ x: 10, y: 10 }, 90))
    expect(turned).toEqual({ x: 10, y: 20 })
  })

  test('keeps its middle, and all distances to it', () => {
    fc.assert(
      fc.property(place, place, angle, (middle, point, angleDeg) => {
        const turn = turnAround(middle, angleDeg + 0.5)
        const [still, turned] = [turnPoint(middle, turn), turnPoint(point, turn)]
        expect(still.x).toBeCloseTo(middle.x, 6)
        expect(still.y).toBeCloseTo(middle.y, 6)
        const far = ({ x, y }: Point): number => Math.hypot(x - middle.x, y - middle.y)
        expect(far(turned)).toBeCloseTo(far(point), 6)
      }),
    )
  })

  test('by a quarter keeps whole pixels whole', () => {
    // The middle lies at half a pixel on one axis only.
    const turn = keepSharp(turnAround({ x: 30.5, y: 10 }, 270))
    expect(boundsOfTurned({ x: 10, y: 0, width: 41, height: 20 }, turn)).toEqual({
      x: 21,
      y: -10,
      width: 20,
      height: 41,
    })
  })
})

describe('what is drawn under a rotation', () => {
  test('is turned from its box on, around the middle of the box, and nothing after it is', () => {
    const { surface, calls } = fakeSurface()
    surface.withRotation(90, () => {
      surface.placeBox(BOX)
      surface.fillRect(BOX, 'red')
    })
    surface.fillRect(BOX, 'red')
    expect(calls.map(({ call }) => call)).toEqual([
      'save',
      'transform',
      'fillRect',
      'restore',
      'fillRect',
    ])
    expect(calls[1]).toEqual({ call: 'transform', matrix: [0, 1, -1, 0, 180, -80] })
    expect(surface.boxes).toEqual([BOX])
    expect(surface.drawnRects).toEqual([{ x: 120, y: 20, width: 20, height: 60 }, BOX])
  })

  test('is inside the rectangles that were drawn on, at any angle, scale and clip', () => {
    const scales = fc.constantFrom(0.5, 1, 2)
    fc.assert(
      fc.property(angle, scales, place, (angleDeg, scale, { x, y }) => {
        const box = { x, y, width: 61, height: 24 }
        const { surface } = fakeSurface(4000, 4000, scale)
        const clip = { kind: 'rounded', rect: box, radiusPx: 4 } as const
        surface.withRotation(angleDeg, () => {
          surface.placeBox(box)
          surface.clipTo(clip, () => surface.fillRect(box, 'red'))
        })
        const middle = { x: (x + 30.5) * scale, y: (y + 12) * scale }
        const turn = keepSharp(turnAround(middle, angleDeg))
        const corner = (across: number, down: number): Point => {
          const [cornerX, cornerY] = [x + across * box.width, y + down * box.height]
          return turnPoint({ x: cornerX * scale, y: cornerY * scale }, turn)
        }
        const corners = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)]
        expect(corners.every((each) => isInside(each, surface.drawnRects[0]))).toBe(true)
      }),
    )
  })
})

function isInside({ x, y }: Point, rect: Rect | undefined): boolean {
  if (!rect) return false
  const tiny = 1e-6
  return (
    x >= rect.x - tiny &&
    y >= rect.y - tiny &&
    x <= rect.x + rect.width + tiny &&
    y <= rect.y + rect.height + tiny
  )
}

test('renderers whose directions mean something, and those of one’s own, are not turned', () => {
  const fixed = RENDERER_TYPES.filter((type) => !('rotation' in renderers[type].specs))
  expect(fixed).toEqual([
    'targets',
    'controls',
    'map',
    'compass',
    'g_meter',
    'attitude',
    'top_view',
    'own',
  ])
})

test('an overlay turns each renderer by its own angle; without one it is drawn as ever', () => {
  const recording = fakeRecording({ sensors: [fakeTrack('log', [{ timestamp_ms: 0, v: 5 }])] })
  const config = parseConfig({
    time_zone: 'UTC',
    renderers: [
      { type: 'bar', sensor: 'log', field: 'v', rotation: 30 },
      { type: 'frame_info' },
      { type: 'text', template: 'Lap', rotation: -90 },
    ],
  })
  const plan = planFrames(recording, config)
  const { surface, calls } = fakeSurface()
  drawOverlay(surface, plan.jobAt(0), plan)
  const turns = calls.flatMap((each) => (each.call === 'transform' ? [each.matrix] : []))
  expect(turns.map(([cos, sin]) => [cos?.toFixed(2), sin])).toEqual([
    ['0.87', expect.closeTo(0.5)],
    ['0.00', -1],
  ])
  const lastSave = calls.findLastIndex(({ call }) => call === 'save')
  expect(calls.slice(0, lastSave).some((each) => 'text' in each && /^Frame/.test(each.text))).toBe(
    true,
  )
})
