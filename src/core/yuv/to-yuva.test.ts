import { expect, test } from 'vitest'
import { blendRgba } from './blend-yuv.ts'
import type { YuvPicture } from './blend-yuv.ts'
import { toYuva, yuvaByteCount } from './to-yuva.ts'

const KIND = { matrix: 'bt709', isFullRange: false } as const
const rgba = (...pixels: readonly (readonly number[])[]): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from(pixels.flat())
const WHITE = [255, 255, 255, 255]
const RED = [255, 0, 0, 255]
const CLEAR = [0, 0, 0, 0]

test('planes of luma, blue, red and alpha follow each other', () => {
  const picture = rgba(WHITE, WHITE, WHITE, WHITE)
  const half = toYuva(picture, { ...KIND, widthPx: 2, heightPx: 2, chroma: '420' })
  expect([...half]).toEqual([235, 235, 235, 235, 128, 128, 255, 255, 255, 255])
  const full = toYuva(picture, { ...KIND, widthPx: 2, heightPx: 2, chroma: '444' })
  expect(full).toHaveLength(16)
  expect([...full.subarray(12)]).toEqual([255, 255, 255, 255])
})

test('chroma at an edge is that of the pixels that are seen', () => {
  const [red] = [
    toYuva(rgba(RED, RED, RED, RED), { ...KIND, widthPx: 2, heightPx: 2, chroma: '420' }),
  ]
  const edge = toYuva(rgba(RED, CLEAR, RED, CLEAR), {
    ...KIND,
    widthPx: 2,
    heightPx: 2,
    chroma: '420',
  })
  expect([edge[4], edge[5]]).toEqual([red[4], red[5]])
  expect([...edge.subarray(6)]).toEqual([255, 0, 255, 0])
})

test('odd sizes have a chroma sample for the last column and row', () => {
  expect(yuvaByteCount({ widthPx: 3, heightPx: 3, chroma: '420' })).toBe(9 + 4 + 4 + 9)
  const pixels = rgba(...Array.from({ length: 9 }, () => RED))
  const planes = toYuva(pixels, { ...KIND, widthPx: 3, heightPx: 3, chroma: '420' })
  expect(new Set(planes.subarray(9, 13)).size).toBe(1)
})

test.each([true, false])(
  'laid over a frame it gives what blendRgba gives, full range %s',
  (isFullRange) => {
    const [widthPx, heightPx] = [16, 8]
    const values = Array.from(
      { length: widthPx * heightPx * 4 },
      (_, at) => (at * 89 + (at >> 3) * 31) % 256,
    )
    const pixels = Uint8ClampedArray.from(values)
    const kind = { widthPx, heightPx, matrix: 'smpte170m', isFullRange } as const
    const over = toYuva(pixels, { ...kind, chroma: '420' })
    const lumaBytes = widthPx * heightPx
    const chromaBytes = lumaBytes / 4
    const under = Uint8Array.from(
      { length: lumaBytes + 2 * chromaBytes },
      (_, at) => 30 + (at % 180),
    )
    const picture: YuvPicture = {
      ...kind,
      bytes: under.slice(),
      luma: { offset: 0, stride: widthPx, step: 1 },
      blue: { offset: lumaBytes, stride: widthPx / 2, step: 1 },
      red: { offset: lumaBytes + chromaBytes, stride: widthPx / 2, step: 1 },
    }
    blendRgba(picture, { x: 0, y: 0, width: widthPx, height: heightPx, rgba: pixels })
    const alphaAt = lumaBytes + 2 * chromaBytes
    const alphaOf = (at: number): number => {
      if (at < lumaBytes) return over[alphaAt + at] ?? 0
      const sample = (at - lumaBytes) % chromaBytes
      const corner = 2 * Math.floor(sample / (widthPx / 2)) * widthPx + 2 * (sample % (widthPx / 2))
      const four = [0, 1, widthPx, widthPx + 1].map((by) => over[alphaAt + corner + by] ?? 0)
      return four.reduce((sum, each) => sum + each, 0) / 4
    }
    for (let at = 0; at < alphaAt; at++) {
      const alpha = alphaOf(at) / 255
      const laid = (under[at] ?? 0) * (1 - alpha) + (over[at] ?? 0) * alpha
      expect(Math.abs(laid - (picture.bytes[at] ?? 0)), `sample ${at}`).toBeLessThanOrEqual(1)
    }
  },
)
