import type { JpegHeader } from './jpeg-header.ts'

/**
 * Why a frame cannot be spliced, in words that complete "not spliced: …"; null if it can.
 */
export function declineReason(header: JpegHeader): string | null {
  return (
    declinedProcess(header) ??
    declinedColours(header) ??
    declinedSampling(header) ??
    declinedTables(header)
  )
}

function declinedProcess({ process, precision, scanComponents, components, heightPx }: JpegHeader) {
  if (process !== 'baseline' && process !== 'extended') return `${process} JPEG`
  if (precision !== 8) return `JPEG of ${precision} bits per sample`
  if (heightPx === 0) return 'JPEG that states its height after its picture'
  if (scanComponents.length < components.length) return 'JPEG of several scans'
  return components.some(({ id }, index) => scanComponents[index] !== id)
    ? 'JPEG with its components in another order'
    : null
}

function declinedColours({ components, isRgb, orientation, colourProfile }: JpegHeader) {
  if (components.length === 4) return 'CMYK JPEG'
  if (components.length === 2) return 'JPEG of two components'
  if (components.length === 3 && isRgb) return 'RGB JPEG'
  if (orientation !== 1) return `Exif orientation ${orientation}`
  return colourProfile === 'other' ? 'colour profile other than sRGB' : null
}

/**
 * Both chroma components must have the same sampling, and each chroma sample must cover 1, 2 or 4
 * pixels in each direction.
 */
function declinedSampling({ components: [luma, cb, cr] }: JpegHeader) {
  if (!luma || !cb || !cr) return null
  const isUsual = cb.h === cr.h && cb.v === cr.v && isPower(luma.h / cb.h) && isPower(luma.v / cb.v)
  const BLOCKS_IN_MCU = 10
  const blocks = luma.h * luma.v + 2 * cb.h * cb.v
  return isUsual && blocks <= BLOCKS_IN_MCU ? null : 'unusual chroma sampling'
}

const isPower = (ratio: number): boolean => ratio === 1 || ratio === 2 || ratio === 4

function declinedTables({ components, quantisationTables, dcTables, acTables }: JpegHeader) {
  const isWhole = components.every(
    ({ quantisation, dc, ac }) => quantisationTables[quantisation] && dcTables[dc] && acTables[ac],
  )
  return isWhole ? null : 'JPEG without its own tables'
}
