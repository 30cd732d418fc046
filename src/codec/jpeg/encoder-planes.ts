import { yuvWeights } from '../../core/yuv/blend-yuv.ts'
import type { PlanePlace, YuvPicture } from '../../core/yuv/blend-yuv.ts'

/** Luma of JFIF (ITU-R BT.601): the parts of red and of blue. */
const JFIF = { red: 0.299, blue: 0.114 }
/** The module multiplies 16-bit numbers and divides by this. */
const ONE = 2 ** 15
/** Samples of a block have four extra bits. */
const SAMPLE_SCALE = 16
const LUMA_SHIFT = 32
const CHROMA_SHIFT = 128

/** How the module turns the samples of a video into those of JFIF, see `encode-planes.ts`. */
export interface PlaneWeights {
  lumaOffset: number
  weights: Int16Array
}

/** With L, B and R the luma, blue and red of a pixel: JFIF's luma is L + a · (B − L) + c · (R − L). */
export function planeWeights(picture: Pick<YuvPicture, 'matrix' | 'isFullRange'>): PlaneWeights {
  const { kr, kg, kb, lumaBase, lumaScale, blueScale, redScale } = yuvWeights(picture)
  const green = 1 - JFIF.red - JFIF.blue
  const a = (JFIF.blue - (green * kb) / kg) / blueScale
  const c = (JFIF.red - (green * kr) / kg) / redScale
  const ofChroma = (weight: number): number => (weight * SAMPLE_SCALE * ONE) / CHROMA_SHIFT
  const toBlue = 2 * (1 - JFIF.blue)
  const toRed = 2 * (1 - JFIF.red)
  return {
    lumaOffset: Math.round(-SAMPLE_SCALE * (lumaBase / lumaScale + 128)),
    weights: Int16Array.of(
      ...[
        (SAMPLE_SCALE * ONE) / (LUMA_SHIFT * lumaScale),
        ofChroma(a),
        ofChroma(c),
        ofChroma((1 / blueScale - a) / toBlue),
        ofChroma(-c / toBlue),
        ofChroma(-a / toRed),
        ofChroma((1 / redScale - c) / toRed),
      ].map(Math.round),
    ),
  }
}

/**
 * Copies 16 rows of luma and 8 of chroma.
 * @param strip its rows are `stride` wide in luma, and half of that in chroma. What lies outside the
 * picture repeats the last sample inside
 */
export function copyPlaneStrip(
  { bytes, widthPx, heightPx, luma, blue, red }: YuvPicture,
  firstRow: number,
  strip: Uint8Array,
  stride: number,
): void {
  const copy = (plane: PlanePlace, half: 1 | 2, to: number): void => {
    const [width, height] = [Math.ceil(widthPx / half), Math.ceil(heightPx / half)]
    for (let row = 0; row < 16 / half; row++) {
      const from = plane.offset + Math.min(firstRow / half + row, height - 1) * plane.stride
      const target = to + (row * stride) / half
      strip.set(bytes.subarray(from, from + width), target)
      strip.fill(bytes[from + width - 1] ?? 0, target + width, target + stride / half)
    }
  }
  copy(luma, 1, 0)
  copy(blue, 2, 16 * stride)
  copy(red, 2, 20 * stride)
}
