import { describe, expect, test } from 'vitest'
import { fakeSurface } from '../testing/fake-context.ts'
import { boundsOfShape, pointOnCircle } from './shapes.ts'
import type { Shape } from './shapes.ts'

const QUARTER = Math.PI / 2
const center = { x: 100, y: 50 }

describe('the bounds of a shape', () => {
  test.each<[string, Shape, number[]]>([
    ['a polygon', { kind: 'polygon', points: [center, { x: 90, y: 70 }] }, [90, 50, 10, 20]],
    ['a circle', { kind: 'circle', center, radiusPx: 10 }, [90, 40, 20, 20]],
    [
      'an arc from the right to the bottom',
      { kind: 'arc', center, radiusPx: 10, fromRad: 0, toRad: QUARTER },
      [100, 50, 10, 10],
    ],
    [
      'an arc over the top reaches its highest point',
      { kind: 'arc', center, radiusPx: 10, fromRad: 2 * QUARTER, toRad: 4 * QUARTER },
      [90, 40, 20, 10],
    ],
    [
      'a band',
      { kind: 'band', center, innerPx: 5, outerPx: 10, fromRad: 0, toRad: QUARTER },
      [100, 50, 10, 10],
    ],
    [
      'a rounded rectangle',
      { kind: 'rounded', rect: { x: 1, y: 2, width: 3, height: 4 }, radiusPx: 9 },
      [1, 2, 3, 4],
    ],
    [
      'lines',
      {
        kind: 'lines',
        lines: [
          [center, { x: 110, y: 50 }],
          [
            { x: 90, y: 55 },
            { x: 95, y: 70 },
          ],
        ],
      },
      [90, 50, 20, 20],
    ],
  ])('%s', (_, shape, [x = 0, y = 0, width = 0, height = 0]) => {
    const bounds = boundsOfShape(shape)
    expect(bounds.x).toBeCloseTo(x)
    expect(bounds.y).toBeCloseTo(y)
    expect(bounds.width).toBeCloseTo(width)
    expect(bounds.height).toBeCloseTo(height)
  })
})

test('lines are drawn one by one, and never joined', () => {
  const { surface, calls } = fakeSurface(1920, 1080, 0.5)
  const line = [center, { x: 110, y: 50 }] as const
  surface.strokeShape({ kind: 'lines', lines: [line, line] }, 'red', 2, 0.5)
  const points = [
    { x: 50, y: 25 },
    { x: 55, y: 25 },
  ]
  expect(calls).toMatchObject([
    { call: 'strokeLine', points: [...points, ...points], lineWidth: 1 },
  ])
})

test('angles go clockwise from the direction of x', () => {
  const { x, y } = pointOnCircle(center, 10, QUARTER)
  expect(x).toBeCloseTo(100)
  expect(y).toBeCloseTo(60)
})

test('lines are one path, and their bounds enclose all of them', () => {
  const lines = [
    [
      { x: 0, y: 10 },
      { x: 20, y: 10 },
    ],
    [
      { x: 5, y: -4 },
      { x: 5, y: 30 },
    ],
  ]
  const { surface, calls } = fakeSurface()
  surface.strokeShape({ kind: 'lines', lines }, 'red', 4, 0.5)
  expect(calls).toEqual([
    { call: 'strokeLine', points: lines.flat(), color: 'red', lineWidth: 4, alpha: 0.5 },
  ])
  expect(surface.drawnRects).toEqual([{ x: -3, y: -7, width: 26, height: 40 }])
})

describe('a surface that is scaled', () => {
  test('has the size of the layout, and draws in pixels of the frame', () => {
    const { surface, calls } = fakeSurface(960, 540, 0.5)
    expect([surface.widthPx, surface.heightPx]).toEqual([1920, 1080])
    surface.fillRect({ x: 10, y: 20, width: 30, height: 40 }, 'red')
    surface.strokeLine(
      [
        { x: 0, y: 10 },
        { x: 20, y: 10 },
      ],
      'red',
      4,
    )
    expect(calls).toMatchObject([
      { call: 'fillRect', rect: { x: 5, y: 10, width: 15, height: 20 } },
      {
        call: 'strokeLine',
        points: [
          { x: 0, y: 5 },
          { x: 10, y: 5 },
        ],
        lineWidth: 2,
      },
    ])
    expect(surface.drawnRects).toEqual([
      { x: 5, y: 10, width: 15, height: 20 },
      { x: -1, y: 4, width: 12, height: 2 },
    ])
  })

  test('measures text in pixels of the layout', () => {
    const font = { family: 'B612', sizePx: 20, weight: 400 }
    const whole = fakeSurface(1920, 1080).surface.measureText('speed', font)
    expect(fakeSurface(960, 540, 0.5).surface.measureText('speed', font)).toEqual(whole)
  })
})

test('what lies outside of the clip was not drawn on', () => {
  const { surface } = fakeSurface()
  surface.clipTo({ kind: 'circle', center, radiusPx: 10 }, () => {
    surface.fillRect({ x: 0, y: 0, width: 1000, height: 50 }, 'red')
  })
  surface.fillRect({ x: 0, y: 0, width: 1, height: 1 }, 'red')
  expect(surface.drawnRects).toEqual([
    { x: 89, y: 39, width: 22, height: 11 },
    { x: 0, y: 0, width: 1, height: 1 },
  ])
})
