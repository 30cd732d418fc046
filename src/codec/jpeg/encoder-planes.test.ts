import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { yuvWeights } from '../../core/yuv/blend-yuv.ts'
import type { YuvMatrix, YuvPicture } from '../../core/yuv/blend-yuv.ts'
import { fillWithRgba } from '../../core/yuv/to-yuv.ts'
import { decodePlainJpeg } from '../testing/plain-jpeg-decoder.ts'
import { paintPicture, scenePicture, seededRandom } from '../testing/seeded-pictures.ts'
import type { TestPicture } from '../testing/seeded-pictures.ts'
import url from './assembly/index.ts?assemblyscript'
import { JpegEncoder } from './jpeg-encoder.ts'

const encoder = new JpegEncoder(new WebAssembly.Module(readFileSync(fileURLToPath(url))))

type Kind = Pick<YuvPicture, 'matrix' | 'isFullRange'>

const KINDS = (['bt709', 'smpte170m', 'bt2020-ncl'] satisfies YuvMatrix[]).flatMap((matrix) =>
  [false, true].map((isFullRange) => ({ matrix, isFullRange })),
)

/** Planes with a gap after each row, which is filled with a value that must not be seen. */
function emptyPlanes(widthPx: number, heightPx: number, kind: Kind): YuvPicture {
  const chroma = { width: Math.ceil(widthPx / 2), height: Math.ceil(heightPx / 2) }
  const [lumaStride, chromaStride] = [widthPx + 5, chroma.width + 3]
  const [lumaBytes, chromaBytes] = [lumaStride * heightPx, chromaStride * chroma.height]
  return {
    ...kind,
    widthPx,
    heightPx,
    bytes: new Uint8Array(lumaBytes + 2 * chromaBytes).fill(255),
    luma: { offset: 0, stride: lumaStride, step: 1 },
    blue: { offset: lumaBytes, stride: chromaStride, step: 1 },
    red: { offset: lumaBytes + chromaBytes, stride: chromaStride, step: 1 },
  }
}

function planesOf({ rgba, widthPx, heightPx }: TestPicture, kind: Kind): YuvPicture {
  const planes = emptyPlanes(widthPx, heightPx, kind)
  fillWithRgba(planes, rgba)
  return planes
}

/** The pixels of the planes by the formulas of the standard; a chroma sample is that of 2 × 2 pixels. */
function rgbaOf(planes: YuvPicture): TestPicture {
  const { bytes, widthPx, heightPx, luma, blue, red } = planes
  const { kr, kg, kb, lumaBase, lumaScale, blueScale, redScale } = yuvWeights(planes)
  return paintPicture(widthPx, heightPx, (x, y) => {
    const chroma = ({ offset, stride }: YuvPicture['blue']): number =>
      (bytes[offset + (y >> 1) * stride + (x >> 1)] ?? 0) - 128
    const l = ((bytes[y * luma.stride + x] ?? 0) - lumaBase) / lumaScale
    const [r, b] = [l + chroma(red) / redScale, l + chroma(blue) / blueScale]
    return [r, (l - kr * r - kb * b) / kg, b]
  })
}

function meanSquare(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  return a.reduce((sum, sample, at) => sum + (sample - (b[at] ?? 0)) ** 2, 0) / a.length
}

describe('a JPEG of the planes of a video', () => {
  test.each(KINDS)('has their colours: $matrix, full range $isFullRange', (kind) => {
    const planes = planesOf(scenePicture(133, 117, 1), kind)
    const ideal = rgbaOf(planes)
    const { widthPx, heightPx, rgba } = ideal
    const byPixels = encoder.encode(rgba, widthPx, heightPx, { quality: 0.95 })
    const byPlanes = encoder.encodePlanes(planes, { quality: 0.95 })
    const loss = (file: Uint8Array): number => meanSquare(decodePlainJpeg(file).rgba, rgba)
    // It loses no more than the same picture does by its pixels, and needs no more bytes.
    expect(loss(byPlanes)).toBeLessThan(loss(byPixels) * 1.02)
    expect(byPlanes.length).toBeLessThan(byPixels.length * 1.02)
  })

  test('has every size, however much of the last blocks is outside the picture', () => {
    for (const widthPx of [1, 2, 7, 8, 9, 15, 16, 17, 33]) {
      for (const heightPx of [1, 2, 7, 8, 9, 15, 16, 17, 33]) {
        const smooth = paintPicture(widthPx, heightPx, (x, y) => [90 + 2 * x, 200 - 3 * y, 120])
        const planes = planesOf(smooth, { matrix: 'bt709', isFullRange: false })
        const decoded = decodePlainJpeg(encoder.encodePlanes(planes, { quality: 0.95 }))
        expect(decoded).toMatchObject({ widthPx, heightPx })
        const most = decoded.rgba.reduce(
          (error, sample, at) => Math.max(error, Math.abs(sample - (smooth.rgba[at] ?? 0))),
          0,
        )
        expect(most, `${widthPx} × ${heightPx}`).toBeLessThan(11)
      }
    }
  })

  test('bounds samples that are no colour, as pixels are bounded', () => {
    for (const kind of KINDS) {
      for (const [y, b, r] of [
        [255, 128, 128],
        [0, 128, 128],
        [255, 255, 255],
        [0, 0, 0],
        [255, 0, 255],
      ] as const) {
        const planes = emptyPlanes(16, 16, kind)
        const { bytes, blue, red } = planes
        bytes.fill(y, 0, blue.offset).fill(b, blue.offset, red.offset).fill(r, red.offset)
        const { rgba } = decodePlainJpeg(encoder.encodePlanes(planes, { quality: 1 }))
        // A sample that overflowed would be on the other side.
        if (b === 128) expect(rgba[1]).toBe(y)
        else expect(Math.abs((rgba[0] ?? 0) - (rgbaOf(planes).rgba[0] ?? 0))).toBeLessThan(40)
      }
    }
  })

  test('is the same again after noise', () => {
    const planes = planesOf(scenePicture(50, 40, 2), { matrix: 'bt709', isFullRange: false })
    const first = encoder.encodePlanes(planes, { quality: 0.8 })
    const random = seededRandom(4)
    const noise = paintPicture(70, 30, () => [255 * random(), 255 * random(), 255 * random()])
    encoder.encode(noise.rgba, 70, 30, { quality: 1 })
    expect(encoder.encodePlanes(planes, { quality: 0.8 })).toEqual(first)
  })

  test('is refused if blue and red lie in one plane, or the size is none', () => {
    const planes = emptyPlanes(4, 4, { matrix: 'bt709', isFullRange: false })
    const inOne = { ...planes, blue: { ...planes.blue, step: 2 } }
    expect(() => encoder.encodePlanes(inOne, { quality: 0.9 })).toThrow(RangeError)
    expect(() => encoder.encodePlanes({ ...planes, widthPx: 0 }, { quality: 0.9 })).toThrow(
      RangeError,
    )
  })
})
