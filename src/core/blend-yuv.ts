/** Luma coefficients by the matrix a video is tagged with. ITU-R BT.601-7, BT.709-6, BT.2020-2. */
const LUMA = {
  bt709: { red: 0.2126, blue: 0.0722 },
  smpte170m: { red: 0.299, blue: 0.114 },
  bt470bg: { red: 0.299, blue: 0.114 },
  'bt2020-ncl': { red: 0.2627, blue: 0.0593 },
} as const

export type YuvMatrix = keyof typeof LUMA

/** Eight-bit luma and chroma planes, chroma at half the size in both directions. */
export interface YuvPicture {
  bytes: Uint8Array
  widthPx: number
  heightPx: number
  luma: PlanePlace
  /** Blue and red differences. They may lie in one plane, byte by byte (NV12). */
  blue: PlanePlace
  red: PlanePlace
  matrix: YuvMatrix
  isFullRange: boolean
}

/** Where a plane's samples are. */
export interface PlanePlace {
  offset: number
  /** From a row to the next one. */
  stride: number
  /** From a sample to the next one. */
  step: number
}

/** Pixels to lay over a picture: RGBA, not premultiplied, row by row. */
export interface RgbaPatch {
  x: number
  y: number
  widthPx: number
  heightPx: number
  data: Uint8ClampedArray
}

export function isYuvMatrix(matrix: string | null | undefined): matrix is YuvMatrix {
  return typeof matrix === 'string' && matrix in LUMA
}

/**
 * Lays pixels over a picture in its own colours, so that what lies beside them stays as it is, bit
 * for bit. The patch begins and ends at even pixels, or at the picture's edge.
 */
export function blendRgba(picture: YuvPicture, patch: RgbaPatch): void {
  const { bytes, widthPx, heightPx, luma, blue, red, isFullRange } = picture
  const kr = LUMA[picture.matrix].red
  const kb = LUMA[picture.matrix].blue
  const kg = 1 - kr - kb
  const [lumaBase, lumaScale, chromaScale] = isFullRange ? [0, 1, 1] : [16, 219 / 255, 224 / 255]
  const blueScale = chromaScale / (2 * (1 - kb))
  const redScale = chromaScale / (2 * (1 - kr))
  const right = Math.min(patch.x + patch.widthPx, widthPx)
  const bottom = Math.min(patch.y + patch.heightPx, heightPx)
  const { data } = patch

  for (let y = patch.y; y < bottom; y += 2) {
    for (let x = patch.x; x < right; x += 2) {
      let [alphaSum, blueSum, redSum, count] = [0, 0, 0, 0]
      for (let row = y; row < y + 2 && row < bottom; row++) {
        for (let column = x; column < x + 2 && column < right; column++) {
          count++
          const from = ((row - patch.y) * patch.widthPx + column - patch.x) * 4
          const alpha = (data[from + 3] as number) / 255
          if (alpha === 0) continue
          const r = data[from] as number
          const b = data[from + 2] as number
          const l = kr * r + kg * (data[from + 1] as number) + kb * b
          alphaSum += alpha
          blueSum += alpha * (128 + (b - l) * blueScale)
          redSum += alpha * (128 + (r - l) * redScale)
          const at = luma.offset + row * luma.stride + column * luma.step
          bytes[at] = mix(bytes[at] as number, alpha, alpha * (lumaBase + l * lumaScale))
        }
      }
      if (alphaSum === 0) continue
      const share = alphaSum / count
      const half = { row: y >> 1, column: x >> 1 }
      const atBlue = blue.offset + half.row * blue.stride + half.column * blue.step
      const atRed = red.offset + half.row * red.stride + half.column * red.step
      bytes[atBlue] = mix(bytes[atBlue] as number, share, blueSum / count)
      bytes[atRed] = mix(bytes[atRed] as number, share, redSum / count)
    }
  }
}

/** @param over already times its alpha */
function mix(under: number, alpha: number, over: number): number {
  return Math.round(under * (1 - alpha) + over)
}
