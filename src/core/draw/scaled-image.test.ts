import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fakeSurface } from '../testing/fake-context.ts'
import { scaledImage } from './scaled-image.ts'

const AREA = { x: 10.5, y: 20, width: 30, height: 40 }
const scaled: number[][] = []

beforeEach(() => {
  scaled.length = 0
  const drawImage = (_: object, ...place: number[]): unknown => scaled.push(place)
  const newCanvas = function (widthPx: number, heightPx: number): object {
    return {
      getContext: () => ({ drawImage }),
      transferToImageBitmap: () => ({ widthPx, heightPx }),
    }
  }
  vi.stubGlobal('OffscreenCanvas', newCanvas)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('an image is scaled once, and lies on whole pixels around its place', () => {
  const image = {}
  const first = scaledImage(image, AREA)
  expect(first).toEqual({
    bitmap: { widthPx: 31, heightPx: 40 },
    rect: { x: 10, y: 20, width: 31, height: 40 },
  })
  expect(scaled).toEqual([[0.5, 0, 30, 40]])
  expect(scaledImage(image, AREA)?.bitmap).toBe(first?.bitmap)
  expect(scaledImage(image, { ...AREA, y: 50 })?.bitmap).toBe(first?.bitmap)
  expect(scaled).toHaveLength(1)
})

test('another size, another place between the pixels, or another image is scaled anew', () => {
  const image = {}
  scaledImage(image, AREA)
  scaledImage(image, { ...AREA, width: 31 })
  scaledImage(image, { ...AREA, x: 10.25 })
  scaledImage({}, AREA)
  expect(scaled).toHaveLength(4)
})

test('four sizes of an image are kept', () => {
  const image = {}
  const widths = [30, 31, 32, 33, 34]
  for (const width of widths) scaledImage(image, { ...AREA, width })
  for (const width of widths.slice(1)) scaledImage(image, { ...AREA, width })
  expect(scaled).toHaveLength(5)
  scaledImage(image, AREA)
  expect(scaled).toHaveLength(6)
})

test('an image that is turned, or very large, is scaled as it is drawn', () => {
  const { surface, calls } = fakeSurface()
  const bitmap = { name: 'logo' }
  const logo = { bitmap, widthPx: 4, heightPx: 4 }
  surface.withRotation(10, () => {
    surface.placeBox(AREA)
    surface.drawImage(logo, AREA)
  })
  surface.drawImage(logo, { ...AREA, width: 1e4, height: 1e4 })
  const drawn = calls.flatMap((each) => (each.call === 'drawImage' ? [each.image] : []))
  expect(drawn).toEqual([bitmap, bitmap])
  surface.drawImage(logo, AREA)
  expect(calls.at(-1)).toMatchObject({ image: { widthPx: 31, heightPx: 40 } })
})
