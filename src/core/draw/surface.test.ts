import { describe, expect, test } from 'vitest'
import { FakeContext, fakeSurface } from '../testing/fake-context.ts'
import { Surface } from './surface.ts'

const FONT = { family: 'B612', sizePx: 20, weight: 400 }
const RECT = { x: 10, y: 20, width: 30, height: 40 }

describe('the surface knows which rectangles were drawn on', () => {
  test('none at first, and none after measuring text', () => {
    const { surface } = fakeSurface()
    surface.measureText('Speed', FONT)
    expect(surface.drawnRects).toEqual([])
  })

  test('a filled rectangle is noted as it is', () => {
    const { surface } = fakeSurface()
    surface.fillRect(RECT, 'red')
    expect(surface.drawnRects).toEqual([RECT])
  })

  test('a border reaches half its thickness further out', () => {
    const { surface } = fakeSurface()
    surface.strokeRect(RECT, 'red', 4)
    expect(surface.drawnRects).toEqual([{ x: 8, y: 18, width: 34, height: 44 }])
  })

  test('text covers its width, from ascent to descent, and a pixel for soft edges', () => {
    const { surface } = fakeSurface()
    surface.fillText('12345', 100, 50, FONT, 'white')
    // 5 letters of 10 px; 15 px above the baseline, 5 px below.
    expect(surface.drawnRects).toEqual([{ x: 99, y: 34, width: 52, height: 22 }])
  })

  test('an outline reaches half its thickness further out', () => {
    const { surface } = fakeSurface()
    surface.strokeText('12345', 100, 50, FONT, { color: 'black', thicknessPx: 6 })
    expect(surface.drawnRects).toEqual([{ x: 96, y: 31, width: 58, height: 28 }])
  })

  test('a line covers its points and half its thickness around them', () => {
    const { surface } = fakeSurface()
    const points = [
      { x: 10, y: 40 },
      { x: 30, y: 20 },
      { x: 50, y: 30 },
    ]
    surface.strokeLine(points, 'red', 4)
    surface.strokeLine([{ x: 10, y: 10 }], 'red', 4)
    surface.strokeLine([], 'red', 4)
    expect(surface.drawnRects).toEqual([
      { x: 8, y: 18, width: 44, height: 24 },
      { x: 8, y: 8, width: 4, height: 4 },
    ])
  })

  test('they are in the order of drawing', () => {
    const { surface } = fakeSurface()
    surface.fillRect(RECT, 'red')
    surface.fillRect({ ...RECT, x: 0 }, 'red')
    expect(surface.drawnRects.map(({ x }) => x)).toEqual([10, 0])
  })
})

describe('drawing', () => {
  test('opacity applies to one rectangle only', () => {
    const { surface, calls } = fakeSurface()
    surface.fillRect(RECT, 'red', 0.7)
    surface.fillRect(RECT, 'blue')
    surface.strokeRect(RECT, 'lime', 2)
    expect(calls).toEqual([
      { call: 'fillRect', rect: RECT, color: 'red', alpha: 0.7 },
      { call: 'fillRect', rect: RECT, color: 'blue', alpha: 1 },
      { call: 'strokeRect', rect: RECT, color: 'lime', lineWidth: 2, alpha: 1 },
    ])
  })

  test('a line goes through its points; a single point is a square', () => {
    const { surface, calls } = fakeSurface()
    const points = [
      { x: 10, y: 40 },
      { x: 30, y: 20 },
    ]
    surface.strokeLine(points, 'red', 4)
    surface.strokeLine([{ x: 10, y: 10 }], 'red', 4)
    expect(calls).toEqual([
      { call: 'strokeLine', points, color: 'red', lineWidth: 4, alpha: 1 },
      { call: 'fillRect', rect: { x: 8, y: 8, width: 4, height: 4 }, color: 'red', alpha: 1 },
    ])
  })

  test('lines of a shape have round ends, or are cut at their last point', () => {
    const context = new FakeContext()
    const surface = new Surface(context, 100, 100)
    const shape = { kind: 'lines', lines: [[RECT, { x: 1, y: 2 }]] } as const
    surface.strokeShape(shape, 'red', 4)
    expect(context.lineCap).toBe('round')
    surface.strokeShape(shape, 'red', 4, 1, 'cut')
    expect(context.lineCap).toBe('butt')
  })

  test('text is drawn on its baseline in its font, over its outline', () => {
    const { surface, calls } = fakeSurface()
    const text = { text: 'ID:3', x: 5, y: 15, font: '400 20px "B612"' }
    surface.strokeText('ID:3', 5, 15, FONT, { color: 'black', thicknessPx: 3 })
    surface.fillText('ID:3', 5, 15, FONT, 'white')
    expect(calls).toEqual([
      { call: 'strokeText', ...text, color: 'black', lineWidth: 3 },
      { call: 'fillText', ...text, color: 'white' },
    ])
  })

  test('without an outline there is only the text', () => {
    const { surface, calls } = fakeSurface()
    surface.fillText('ID:3', 5, 15, { ...FONT, weight: 700 }, 'white')
    expect(calls).toMatchObject([{ call: 'fillText', font: '700 20px "B612"' }])
  })

  test('a text is measured in its own font', () => {
    const { surface } = fakeSurface()
    expect(surface.measureText('abcd', FONT)).toEqual({ widthPx: 40, ascentPx: 15, descentPx: 5 })
    expect(surface.measureText('abcd', { ...FONT, sizePx: 10 }).widthPx).toBe(20)
  })
})

test('what is drawn with an opacity is fainter by it, also inside another one', () => {
  const { surface, calls } = fakeSurface()
  surface.withOpacity(0.5, () => {
    surface.fillRect(RECT, 'red', 0.8)
    surface.withOpacity(0.5, () => surface.fillRect(RECT, 'red'))
  })
  surface.fillRect(RECT, 'red')
  expect(calls.map((each) => 'alpha' in each && each.alpha)).toEqual([0.4, 0.25, 1])
})
