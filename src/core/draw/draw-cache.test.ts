import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeContext } from '../testing/fake-context.ts'
import { DrawCache } from './draw-cache.ts'
import { Surface } from './surface.ts'

/** Sizes of the canvases that were made. */
const made: string[] = []

beforeEach(() => {
  made.length = 0
  const newCanvas = function (widthPx: number, heightPx: number): object {
    made.push(`${widthPx}×${heightPx}`)
    const context = Object.assign(new FakeContext(), { translate: () => undefined })
    return { getContext: () => context, transferToImageBitmap: () => ({ widthPx, heightPx }) }
  }
  vi.stubGlobal('OffscreenCanvas', newCanvas)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const RECT = { x: 10.5, y: 20, width: 30, height: 40 }

function drawFrame(
  cache: DrawCache,
  { key = 'face', rect = RECT, opacity = 1, angleDeg = 0 } = {},
): { context: FakeContext; surface: Surface; drawCount: number } {
  const context = new FakeContext()
  const surface = new Surface(context, 1920, 1080, 1, cache)
  let drawCount = 0
  surface.withOpacity(opacity, () =>
    surface.withRotation(angleDeg, () => {
      surface.placeBox(rect)
      surface.drawStill(key, () => {
        drawCount++
        surface.fillRect(rect, 'red')
      })
    }),
  )
  return { context, surface, drawCount }
}

test('what is the same on every frame is drawn once, and copied to whole pixels', () => {
  const cache = new DrawCache()
  const first = drawFrame(cache)
  const second = drawFrame(cache)
  // Once to find out where it is.
  expect([first.drawCount, second.drawCount]).toEqual([2, 0])
  expect(made).toEqual(['1×1', '31×40'])
  for (const { context, surface } of [first, second]) {
    const rect = { x: 10, y: 20, width: 31, height: 40 }
    expect(context.calls).toEqual([
      { call: 'drawImage', image: { widthPx: 31, heightPx: 40 }, rect, alpha: 1 },
    ])
    expect(surface.drawnRects).toEqual([rect])
  }
})

test('another key is drawn anew', () => {
  const cache = new DrawCache()
  drawFrame(cache)
  expect(drawFrame(cache, { key: 'another' }).drawCount).toBe(2)
})

test.each([{ opacity: 0.5 }, { angleDeg: 10 }])('with %o it is drawn as it is', (how) => {
  const cache = new DrawCache()
  drawFrame(cache)
  const { drawCount, context } = drawFrame(cache, how)
  expect(drawCount).toBe(1)
  expect(context.calls.some(({ call }) => call === 'fillRect')).toBe(true)
})

test('of what is outside of the frame, nothing is kept', () => {
  drawFrame(new DrawCache(), { rect: { x: 1900, y: -10, width: 40, height: 40 } })
  expect(made).toEqual(['1×1', '20×30'])
})

test('what was not used for the longest time makes room', () => {
  const cache = new DrawCache()
  const rect = { x: 0, y: 0, width: 1920, height: 1080 }
  for (const key of ['a', 'b', 'a', 'c']) drawFrame(cache, { key, rect })
  expect(drawFrame(cache, { key: 'a', rect }).drawCount).toBe(0)
  expect(drawFrame(cache, { key: 'b', rect }).drawCount).toBe(2)
})

test('texts are measured once for all frames of a scale', () => {
  const cache = new DrawCache()
  const context = new FakeContext()
  const measured = vi.spyOn(context, 'measureText')
  const font = { family: 'B612', sizePx: 20, weight: 400 }
  const widthAt = (scale: number): number =>
    new Surface(context, 1920, 1080, scale, cache).measureText('abc', font).widthPx
  expect([widthAt(1), widthAt(1), widthAt(2)]).toEqual([30, 30, 30])
  expect(measured).toHaveBeenCalledTimes(2)
})

test('a mixed colour is read once', () => {
  const cache = new DrawCache()
  const context = new FakeContext()
  let readCount = 0
  Object.defineProperty(context, 'fillStyle', {
    set: () => {
      readCount++
    },
    get: () => 'oklch(0.5 0.1 20)',
  })
  const mixed = 'color-mix(in oklch, red 10%, blue)'
  expect(cache.plainColor('red', context)).toBe('red')
  expect(cache.plainColor(mixed, context)).toBe('oklch(0.5 0.1 20)')
  expect(cache.plainColor(mixed, context)).toBe('oklch(0.5 0.1 20)')
  expect(readCount).toBe(1)
})
