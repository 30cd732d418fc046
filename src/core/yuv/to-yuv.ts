import { toByte, yuvWeights } from './blend-yuv.ts'
import type { YuvPicture } from './blend-yuv.ts'

/**
 * Makes a picture of pixels, in the picture's own colours.
 * @param rgba opaque, row by row, of the picture's size
 */
export function fillWithRgba(picture: YuvPicture, rgba: Uint8ClampedArray): void {
  const { bytes, widthPx, heightPx, luma, blue, red } = picture
  const { kr, kg, kb, lumaBase, lumaScale, blueScale, redScale } = yuvWeights(picture)
  for (let y = 0; y < heightPx; y += 2) {
    const rowEnd = Math.min(y + 2, heightPx)
    for (let x = 0; x < widthPx; x += 2) {
      const columnEnd = Math.min(x + 2, widthPx)
      let lumaSum = 0
      let blueSum = 0
      let redSum = 0
      for (let row = y; row < rowEnd; row++) {
        for (let column = x; column < columnEnd; column++) {
          const from = 4 * (row * widthPx + column)
          const r = rgba[from] as number
          const b = rgba[from + 2] as number
          const l = kr * r + kg * (rgba[from + 1] as number) + kb * b
          const at = luma.offset + row * luma.stride + column * luma.step
          bytes[at] = toByte(lumaBase + l * lumaScale)
          lumaSum += l
          blueSum += b
          redSum += r
        }
      }
      const count = (rowEnd - y) * (columnEnd - x)
      const atBlue = blue.offset + (y >> 1) * blue.stride + (x >> 1) * blue.step
      const atRed = red.offset + (y >> 1) * red.stride + (x >> 1) * red.step
      bytes[atBlue] = toByte(128 + ((blueSum - lumaSum) / count) * blueScale)
      bytes[atRed] = toByte(128 + ((redSum - lumaSum) / count) * redScale)
    }
  }
}

/** A picture of more bits, or with more chroma, than one of eight bits has. */
export interface DeepPicture {
  samples: Uint8Array | Uint16Array
  bitCount: number
  /** Luma, blue, red; counted in samples. */
  planes: readonly { offset: number; stride: number }[]
  /** Chroma has as many columns, or as many rows, as luma. */
  hasAllColumns: boolean
  hasAllRows: boolean
}

/** Makes a picture of one of the same size: a sample is the mean of those it stands for. */
export function fillWithDeep(picture: YuvPicture, deep: DeepPicture): void {
  const { bytes, widthPx, heightPx, luma, blue, red } = picture
  const { samples, bitCount, planes, hasAllColumns, hasAllRows } = deep
  const scale = 1 / 2 ** (bitCount - 8)
  for (const [index, { offset, stride, step }] of [luma, blue, red].entries()) {
    const plane = planes[index]
    if (!plane) continue
    const isLuma = index === 0
    const width = isLuma ? widthPx : Math.ceil(widthPx / 2)
    const height = isLuma ? heightPx : Math.ceil(heightPx / 2)
    const columnCount = hasAllColumns && !isLuma ? 2 : 1
    const rowCount = hasAllRows && !isLuma ? 2 : 1
    for (let y = 0; y < height; y++) {
      const rowEnd = Math.min((y + 1) * rowCount, heightPx)
      for (let x = 0; x < width; x++) {
        const columnEnd = Math.min((x + 1) * columnCount, widthPx)
        let sum = 0
        let count = 0
        for (let row = y * rowCount; row < rowEnd; row++) {
          for (let column = x * columnCount; column < columnEnd; column++) {
            sum += samples[plane.offset + row * plane.stride + column] as number
            count++
          }
        }
        bytes[offset + y * stride + x * step] = toByte((sum / count) * scale)
      }
    }
  }
}
