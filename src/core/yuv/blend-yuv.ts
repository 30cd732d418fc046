import type { OverlayPatch } from '../draw/overlay-patch.ts'

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

/** How a picture's samples come of RGB from 0 to 255. */
export interface YuvWeights {
  /** Parts of luma that are red, green, and blue. */
  kr: number
  kg: number
  kb: number
  lumaBase: number
  lumaScale: number
  /** Of blue less luma, and of red less luma. */
  blueScale: number
  redScale: number
}

export function isYuvMatrix(matrix: string | null | undefined): matrix is YuvMatrix {
  return typeof matrix === 'string' && matrix in LUMA
}

const HD_HEIGHT_PX = 720

/** What players take where a video does not tell: BT.709 from HD on, BT.601 below. */
export function usualMatrix(heightPx: number): 'bt709' | 'smpte170m' {
  return heightPx >= HD_HEIGHT_PX ? 'bt709' : 'smpte170m'
}

export function yuvWeights({
  matrix,
  isFullRange,
}: Pick<YuvPicture, 'matrix' | 'isFullRange'>): YuvWeights {
  const { red: kr, blue: kb } = LUMA[matrix]
  const chromaScale = isFullRange ? 1 : 224 / 255
  return {
    kr,
    kg: 1 - kr - kb,
    kb,
    lumaBase: isFullRange ? 0 : 16,
    lumaScale: isFullRange ? 1 : 219 / 255,
    blueScale: chromaScale / (2 * (1 - kb)),
    redScale: chromaScale / (2 * (1 - kr)),
  }
}

/**
 * Lays pixels over a picture in its own colours, so that what lies beside them stays as it is, bit
 * for bit. The patch begins and ends at even pixels, or at the picture's edge.
 */
export function blendRgba(picture: YuvPicture, patch: OverlayPatch): void {
  const { bytes, luma, blue, red } = picture
  const { kr, kg, kb, lumaBase, lumaScale, blueScale, redScale } = yuvWeights(picture)
  const right = Math.min(patch.x + patch.width, picture.widthPx)
  const bottom = Math.min(patch.y + patch.height, picture.heightPx)
  const { rgba: data } = patch
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.length / 4)

  // Neighbours mostly have one colour, which is converted once.
  let color = 0
  let alpha = 0
  let lumaOver = 0
  let blueOver = 0
  let redOver = 0
  for (let y = patch.y; y < bottom; y += 2) {
    const rowEnd = Math.min(y + 2, bottom)
    for (let x = patch.x; x < right; x += 2) {
      const columnEnd = Math.min(x + 2, right)
      let alphaSum = 0
      let blueSum = 0
      let redSum = 0
      for (let row = y; row < rowEnd; row++) {
        for (let column = x; column < columnEnd; column++) {
          const from = (row - patch.y) * patch.width + column - patch.x
          const pixel = pixels[from] as number
          if (pixel !== color) {
            color = pixel
            const r = data[4 * from] as number
            const b = data[4 * from + 2] as number
            const l = kr * r + kg * (data[4 * from + 1] as number) + kb * b
            alpha = (data[4 * from + 3] as number) / 255
            lumaOver = alpha * (lumaBase + l * lumaScale)
            blueOver = alpha * (128 + (b - l) * blueScale)
            redOver = alpha * (128 + (r - l) * redScale)
          }
          if (alpha === 0) continue
          alphaSum += alpha
          blueSum += blueOver
          redSum += redOver
          const at = luma.offset + row * luma.stride + column * luma.step
          bytes[at] = mix(bytes[at] as number, alpha, lumaOver)
        }
      }
      if (alphaSum === 0) continue
      const count = (rowEnd - y) * (columnEnd - x)
      const share = alphaSum / count
      const atBlue = blue.offset + (y >> 1) * blue.stride + (x >> 1) * blue.step
      const atRed = red.offset + (y >> 1) * red.stride + (x >> 1) * red.step
      bytes[atBlue] = mix(bytes[atBlue] as number, share, blueSum / count)
      bytes[atRed] = mix(bytes[atRed] as number, share, redSum / count)
    }
  }
}

/** @param over already times its alpha */
function mix(under: number, alpha: number, over: number): number {
  return toByte(under * (1 - alpha) + over)
}

/** Rounds, as nothing is below 0. The full range has no room for the last half of pure blue and red. */
export function toByte(value: number): number {
  return Math.min(255, (value + 0.5) | 0)
}
