import { toByte, yuvWeights } from './blend-yuv.ts'
import type { YuvPicture } from './blend-yuv.ts'

/**
 * How much chroma a picture with alpha has: one sample for 2×2 pixels, or one for each pixel. Its
 * planes are luma, blue, red and alpha, one after another, with 8 bits a sample.
 */
export type Chroma = '420' | '444'

/** The colours of a picture that an overlay is laid over, and the overlay's own size. */
type YuvaKind = Pick<YuvPicture, 'widthPx' | 'heightPx' | 'matrix' | 'isFullRange'> & {
  chroma: Chroma
}

/** Bytes of all planes. */
export function yuvaByteCount({
  widthPx,
  heightPx,
  chroma,
}: Omit<YuvaKind, 'matrix' | 'isFullRange'>): number {
  return 2 * widthPx * heightPx + 2 * chromaWidth(widthPx, chroma) * chromaWidth(heightPx, chroma)
}

/**
 * Makes planes of pixels with straight alpha. A chroma sample is the mean of its pixels, each
 * weighted by its alpha, so that laying it over a picture gives the same as `blendRgba`.
 * @param rgba row by row
 */
export function toYuva(
  rgba: Uint8ClampedArray<ArrayBuffer>,
  kind: YuvaKind,
): Uint8Array<ArrayBuffer> {
  const { widthPx, heightPx, chroma } = kind
  const { kr, kg, kb, lumaBase, lumaScale, blueScale, redScale } = yuvWeights(kind)
  const bytes = new Uint8Array(yuvaByteCount(kind))
  const block = chroma === '420' ? 2 : 1
  const chromaStride = chromaWidth(widthPx, chroma)
  const blueAt = widthPx * heightPx
  const redAt = blueAt + chromaStride * chromaWidth(heightPx, chroma)
  const alphaAt = redAt + (redAt - blueAt)
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4)
  bytes.fill(lumaBase, 0, blueAt)
  bytes.fill(128, blueAt, alphaAt)

  // Neighbours mostly have one colour, which is converted once.
  let color = 0
  let alpha = 0
  let luma = 0
  let blue = 0
  let red = 0
  for (let y = 0; y < heightPx; y += block) {
    const rowEnd = Math.min(y + block, heightPx)
    for (let x = 0; x < widthPx; x += block) {
      const columnEnd = Math.min(x + block, widthPx)
      let alphaSum = 0
      let blueSum = 0
      let redSum = 0
      for (let row = y; row < rowEnd; row++) {
        for (let column = x; column < columnEnd; column++) {
          const at = row * widthPx + column
          const pixel = pixels[at] as number
          if (pixel !== color) {
            color = pixel
            const r = rgba[4 * at] as number
            const b = rgba[4 * at + 2] as number
            const l = kr * r + kg * (rgba[4 * at + 1] as number) + kb * b
            alpha = rgba[4 * at + 3] as number
            luma = toByte(lumaBase + l * lumaScale)
            blue = alpha * (b - l) * blueScale
            red = alpha * (r - l) * redScale
          }
          if (alpha === 0) continue
          bytes[at] = luma
          bytes[alphaAt + at] = alpha
          alphaSum += alpha
          blueSum += blue
          redSum += red
        }
      }
      if (alphaSum === 0) continue
      const at = (y / block) * chromaStride + x / block
      bytes[blueAt + at] = toByte(128 + blueSum / alphaSum)
      bytes[redAt + at] = toByte(128 + redSum / alphaSum)
    }
  }
  return bytes
}

function chromaWidth(sizePx: number, chroma: Chroma): number {
  return chroma === '420' ? Math.ceil(sizePx / 2) : sizePx
}
