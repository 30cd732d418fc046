import { describe, expect, test } from 'vitest'
import { blendRgba } from './blend-yuv.ts'
import type { OverlayPatch } from '../draw/overlay-patch.ts'
import type { YuvPicture } from './blend-yuv.ts'

/** A grey picture of 8×6 pixels: luma 100, no colour. */
function picture(parts: Partial<YuvPicture> = {}): YuvPicture {
  const bytes = new Uint8Array(48 + 12 + 12).fill(128).fill(100, 0, 48)
  return {
    bytes,
    widthPx: 8,
    heightPx: 6,
    luma: { offset: 0, stride: 8, step: 1 },
    blue: { offset: 48, stride: 4, step: 1 },
    red: { offset: 60, stride: 4, step: 1 },
    matrix: 'bt709',
    isFullRange: false,
    ...parts,
  }
}

function patch(rgba: readonly number[], place: Partial<OverlayPatch> = {}): OverlayPatch {
  const { x = 2, y = 2, width = 4, height = 2 } = place
  const pixels = Array.from({ length: width * height }, () => rgba).flat()
  return { x, y, width, height, rgba: Uint8ClampedArray.from(pixels) }
}

const yuvAt = ({ bytes, luma, blue, red }: YuvPicture, x: number, y: number): number[] => [
  bytes[luma.offset + y * luma.stride + x * luma.step] ?? NaN,
  bytes[blue.offset + (y >> 1) * blue.stride + (x >> 1) * blue.step] ?? NaN,
  bytes[red.offset + (y >> 1) * red.stride + (x >> 1) * red.step] ?? NaN,
]

describe('an overlay is laid over a video in the video’s own colours', () => {
  test.each([
    ['bt709', false, [255, 255, 255], [235, 128, 128]],
    ['bt709', true, [255, 255, 255], [255, 128, 128]],
    ['bt709', false, [255, 0, 0], [63, 102, 240]],
    ['smpte170m', false, [255, 0, 0], [81, 90, 240]],
    ['bt709', false, [0, 0, 255], [32, 240, 118]],
    ['bt709', true, [0, 0, 255], [18, 255, 116]],
    ['smpte170m', true, [255, 0, 0], [76, 85, 255]],
    ['bt2020-ncl', true, [0, 255, 0], [173, 36, 11]],
  ] as const)('%s, full range %s: %j is %j', (matrix, isFullRange, rgb, yuv) => {
    const under = picture({ matrix, isFullRange })
    blendRgba(under, patch([...rgb, 255]))
    expect(yuvAt(under, 3, 3)).toEqual(yuv)
  })

  test('what lies beside it stays as it is', () => {
    const under = picture()
    blendRgba(under, patch([255, 0, 0, 255]))
    const touched = new Set([18, 19, 20, 21, 26, 27, 28, 29, 53, 54, 65, 66])
    under.bytes.forEach((byte, index) => {
      const original = index < 48 ? 100 : 128
      if (!touched.has(index)) expect(byte, `byte ${index}`).toBe(original)
    })
  })

  test('a transparent pixel changes nothing, a half transparent one half of it', () => {
    const under = picture()
    blendRgba(under, patch([255, 0, 0, 0]))
    expect(under.bytes).toEqual(picture().bytes)
    blendRgba(under, patch([255, 255, 255, 128]))
    expect(yuvAt(under, 3, 3)).toEqual([168, 128, 128])
  })

  test('chroma is the mean over its four pixels', () => {
    const under = picture()
    const { rgba, ...place } = patch([255, 0, 0, 255], { width: 2, height: 2 })
    rgba.fill(0, 4)
    blendRgba(under, { ...place, rgba })
    // A quarter of red's difference, 240 − 128.
    expect(yuvAt(under, 2, 2)).toEqual([63, 122, 156])
    expect(yuvAt(under, 3, 3)).toEqual([100, 122, 156])
  })

  test('it ends at the picture’s edge, also where the size is odd', () => {
    const bytes = new Uint8Array(5 * 3 + 3 * 2 * 2)
    const under = picture({
      bytes,
      widthPx: 5,
      heightPx: 3,
      luma: { offset: 0, stride: 5, step: 1 },
      blue: { offset: 15, stride: 3, step: 1 },
      red: { offset: 21, stride: 3, step: 1 },
    })
    blendRgba(under, patch([255, 255, 255, 255], { x: 0, y: 0, width: 8, height: 8 }))
    expect([...bytes]).toEqual([...Array<number>(15).fill(235), ...Array<number>(12).fill(128)])
  })

  test('blue and red may lie in one plane', () => {
    const under = picture({
      blue: { offset: 48, stride: 8, step: 2 },
      red: { offset: 49, stride: 8, step: 2 },
    })
    blendRgba(under, patch([255, 0, 0, 255]))
    expect(yuvAt(under, 2, 2)).toEqual([63, 102, 240])
    expect(under.bytes.subarray(48, 56)).toEqual(new Uint8Array(8).fill(128))
  })
})
