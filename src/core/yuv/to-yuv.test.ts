import { describe, expect, test } from 'vitest'
import { blendRgba } from './blend-yuv.ts'
import type { YuvMatrix, YuvPicture } from './blend-yuv.ts'
import { fillWithDeep, fillWithRgba } from './to-yuv.ts'
import type { DeepPicture } from './to-yuv.ts'

function picture(
  widthPx: number,
  heightPx: number,
  kind: { matrix: YuvMatrix; isFullRange: boolean } = { matrix: 'bt709', isFullRange: false },
): YuvPicture {
  const stride = Math.ceil(widthPx / 2)
  const lumaBytes = widthPx * heightPx
  const chromaBytes = stride * Math.ceil(heightPx / 2)
  return {
    ...kind,
    bytes: new Uint8Array(lumaBytes + 2 * chromaBytes),
    widthPx,
    heightPx,
    luma: { offset: 0, stride: widthPx, step: 1 },
    blue: { offset: lumaBytes, stride, step: 1 },
    red: { offset: lumaBytes + chromaBytes, stride, step: 1 },
  }
}

const opaque = (...pixels: readonly (readonly number[])[]): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from(pixels.flatMap((rgb) => [...rgb, 255]))

const KINDS = (['bt709', 'smpte170m', 'bt470bg', 'bt2020-ncl'] as const).flatMap((matrix) =>
  [false, true].map((isFullRange) => ({ matrix, isFullRange })),
)

describe('pixels become a picture in its own colours', () => {
  test.each([
    ['bt709', false, [255, 255, 255], [235, 128, 128]],
    ['bt709', false, [0, 0, 0], [16, 128, 128]],
    ['bt709', true, [0, 0, 0], [0, 128, 128]],
    ['bt709', true, [255, 255, 255], [255, 128, 128]],
    ['bt709', false, [255, 0, 0], [63, 102, 240]],
    ['bt709', true, [0, 0, 255], [18, 255, 116]],
    ['smpte170m', false, [255, 0, 0], [81, 90, 240]],
    ['bt470bg', false, [255, 0, 0], [81, 90, 240]],
    ['smpte170m', true, [255, 0, 0], [76, 85, 255]],
    ['bt2020-ncl', true, [0, 255, 0], [173, 36, 11]],
  ] as const)('%s, full range %s: %j is %j', (matrix, isFullRange, rgb, yuv) => {
    const made = picture(2, 2, { matrix, isFullRange })
    fillWithRgba(made, opaque(rgb, rgb, rgb, rgb))
    expect([...made.bytes]).toEqual([yuv[0], yuv[0], yuv[0], yuv[0], yuv[1], yuv[2]])
  })

  test.each(KINDS)('as an opaque overlay is laid over one: $matrix, $isFullRange', (kind) => {
    const [widthPx, heightPx] = [13, 7]
    const steps = Array.from({ length: widthPx * heightPx }, (_, index) => index)
    const rgba = opaque(...steps.map((i) => [(i * 53) % 256, (i * 101) % 256, (i * 197) % 256]))
    const [made, laidOver] = [picture(widthPx, heightPx, kind), picture(widthPx, heightPx, kind)]
    fillWithRgba(made, rgba)
    blendRgba(laidOver, { x: 0, y: 0, width: widthPx, height: heightPx, rgba })
    expect(made.bytes).toEqual(laidOver.bytes)
  })

  test('chroma is the mean of the pixels it has, also at an odd edge', () => {
    const made = picture(3, 3)
    const [red, grey] = [
      [255, 0, 0],
      [128, 128, 128],
    ]
    fillWithRgba(made, opaque(red, grey, red, grey, grey, red, grey, grey, grey))
    // A quarter of red's difference, all of it, none, none.
    expect([...made.bytes.subarray(13)]).toEqual([156, 240, 128, 128])
    expect([...made.bytes.subarray(9, 13)]).toEqual([122, 102, 128, 128])
  })
})

describe('deeper planes become planes of eight bits', () => {
  const deep = (parts: Partial<DeepPicture>): DeepPicture => ({
    samples: new Uint16Array(0),
    bitCount: 10,
    planes: [
      { offset: 0, stride: 4 },
      { offset: 8, stride: 2 },
      { offset: 10, stride: 2 },
    ],
    hasAllColumns: false,
    hasAllRows: false,
    ...parts,
  })

  test('of 10 bits, rounded', () => {
    const made = picture(4, 2)
    const samples = Uint16Array.of(64, 65, 66, 67, 940, 941, 942, 1023, 512, 513, 514, 960)
    fillWithDeep(made, deep({ samples }))
    expect([...made.bytes]).toEqual([16, 16, 17, 17, 235, 235, 236, 255, 128, 128, 129, 240])
  })

  test('with chroma in all rows, or at all pixels', () => {
    const luma = [10, 20, 30, 40]
    const planesOf = (stride: number, length: number): DeepPicture['planes'] => [
      { offset: 0, stride: 2 },
      { offset: 4, stride },
      { offset: 4 + length, stride },
    ]
    const [rows, pixels] = [picture(2, 2), picture(2, 2)]
    fillWithDeep(
      rows,
      deep({
        samples: Uint8Array.of(...luma, 100, 102, 200, 210),
        bitCount: 8,
        planes: planesOf(1, 2),
        hasAllRows: true,
      }),
    )
    expect([...rows.bytes]).toEqual([...luma, 101, 205])
    fillWithDeep(
      pixels,
      deep({
        samples: Uint8Array.of(...luma, 100, 102, 104, 106, 200, 210, 220, 230),
        bitCount: 8,
        planes: planesOf(2, 4),
        hasAllColumns: true,
        hasAllRows: true,
      }),
    )
    expect([...pixels.bytes]).toEqual([...luma, 103, 215])
  })

  test('an odd edge has only its own samples', () => {
    const made = picture(3, 1)
    const samples = Uint8Array.of(1, 2, 3, 10, 20, 50, 60, 80, 90)
    const planes = [0, 3, 6].map((offset) => ({ offset, stride: 3 }))
    fillWithDeep(
      made,
      deep({ samples, bitCount: 8, planes, hasAllColumns: true, hasAllRows: true }),
    )
    expect([...made.bytes]).toEqual([1, 2, 3, 15, 50, 70, 90])
  })
})
