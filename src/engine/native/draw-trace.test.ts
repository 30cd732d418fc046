import { expect, test, vi } from 'vitest'
import { Surface } from '../../core/draw/surface.ts'
import { DrawTrace } from './draw-trace.ts'

const measure = (_font: string, text: string) => ({
  width: 6 * text.length,
  fontBoundingBoxAscent: 8,
  fontBoundingBoxDescent: 2,
})
const FONT = { family: 'B612', sizePx: 10, weight: 400 }

/** The mark of what is drawn. */
function markOf(draw: (surface: Surface) => void, trace = new DrawTrace(measure)): number {
  trace.clear()
  draw(new Surface(trace, 640, 360))
  return trace.mark
}

const drawings: Record<string, (surface: Surface) => void> = {
  nothing: () => undefined,
  text: (surface) => surface.fillText('12.5', 10, 20, FONT, 'white'),
  'another text': (surface) => surface.fillText('12.6', 10, 20, FONT, 'white'),
  'another place': (surface) => surface.fillText('12.5', 10.25, 20, FONT, 'white'),
  'another colour': (surface) => surface.fillText('12.5', 10, 20, FONT, 'red'),
  outline: (surface) =>
    surface.strokeText('12.5', 10, 20, FONT, { color: 'white', thicknessPx: 2 }),
  'a fainter text': (surface) =>
    surface.withOpacity(0.5, () => surface.fillText('12.5', 10, 20, FONT, 'white')),
  'a box': (surface) => surface.fillRect({ x: 1, y: 2, width: 3, height: 4 }, 'white'),
  'a turned box': (surface) =>
    surface.withRotation(30, () => {
      surface.placeBox({ x: 1, y: 2, width: 3, height: 4 })
      surface.fillRect({ x: 1, y: 2, width: 3, height: 4 }, 'white')
    }),
  'an arc': (surface) =>
    surface.strokeShape(
      { kind: 'arc', center: { x: 9, y: 9 }, radiusPx: 5, fromRad: 0, toRad: 1 },
      'white',
      2,
    ),
  'a longer arc': (surface) =>
    surface.strokeShape(
      { kind: 'arc', center: { x: 9, y: 9 }, radiusPx: 5, fromRad: 0, toRad: 1.0001 },
      'white',
      2,
    ),
}

test('the same drawing has the same mark, in any frame', () => {
  const trace = new DrawTrace(measure)
  for (const draw of Object.values(drawings)) {
    expect(markOf(draw, trace)).toBe(markOf(draw))
    expect(markOf(draw, trace)).toBe(markOf(draw, trace))
  }
})

test('other drawings have other marks', () => {
  const marks = Object.values(drawings).map((draw) => markOf(draw))
  expect(new Set(marks).size).toBe(marks.length)
})

test('thousands of numbers have marks of their own', () => {
  const marks = Array.from({ length: 20_000 }, (_, index) =>
    markOf((surface) => surface.fillText(`${index / 10} km/h`, 10, 20, FONT, 'white')),
  )
  expect(new Set(marks).size).toBe(20_000)
  expect(marks.every(Number.isSafeInteger)).toBe(true)
})

test('what is drawn on is noted as by a canvas', () => {
  const trace = new DrawTrace(measure)
  const surface = new Surface(trace, 640, 360)
  surface.fillRect({ x: 1, y: 2, width: 3, height: 4 }, 'white')
  expect(surface.drawnRects).toEqual([{ x: 1, y: 2, width: 3, height: 4 }])
})

test('a text is measured once for each font', () => {
  const spy = vi.fn(measure)
  const trace = new DrawTrace(spy)
  for (let frame = 0; frame < 3; frame++) {
    trace.clear()
    new Surface(trace, 640, 360).measureText('km/h', FONT)
  }
  expect(spy).toHaveBeenCalledTimes(1)
})
