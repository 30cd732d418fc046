import { SHARE_COUNT, WAITING } from './column-shares.ts'
import type { Columns } from './column-shares.ts'

/** A colour as a 32-bit pixel of an ImageData: 0xAABBGGRR. */
export type Pixel = number

/** The two colours of a step. If both are the same, the step is plain, else it is striped. */
export interface Ink {
  plain: Pixel
  stripe: Pixel
}

/** The picture of all rows. */
export interface PixelArea {
  pixels: Uint32Array
  widthPx: number
  /** The width of a stripe is two to the power of this, in px. */
  stripeBits: number
  /** Shifts the stripes, so that they move with the blocks. */
  stripePhase: number
}

/** A horizontal strip of the picture. */
export interface Strip {
  topPx: number
  heightPx: number
}

/** The colours of a row. */
export interface Inks {
  /** The colours of the shares, in the order of the shares of a column. */
  shares: readonly Ink[]
  /** The line that shows where a frame only waits; null for no line. */
  line: Pixel | null
  linePx: number
}

/**
 * Paints columns. The shares of a column are stacked. If a column is one pixel wide, they fill its whole
 * height, so that blocks have straight edges.
 */
export function paintColumns(
  area: PixelArea,
  { topPx, heightPx }: Strip,
  { count, columnPx, offsetPx }: Columns,
  shares: Float32Array,
  inks: Inks,
): void {
  const { pixels, widthPx } = area
  const lineTopPx = topPx + ((heightPx - inks.linePx) >> 1)
  const bottomPx = topPx + heightPx
  const paintedCount = inks.shares.length
  for (let column = 0; column < count; column++) {
    const leftPx = Math.max(0, offsetPx + column * columnPx)
    const rightPx = Math.min(widthPx, offsetPx + (column + 1) * columnPx)
    const at = column * SHARE_COUNT
    let total = 0
    for (let kind = 0; kind < paintedCount; kind++) total += shares[at + kind] as number
    if (total <= 0) {
      if (inks.line === null || (shares[at + WAITING] as number) <= 0) continue
      for (let y = lineTopPx; y < lineTopPx + inks.linePx; y++) {
        pixels.fill(inks.line, y * widthPx + leftPx, y * widthPx + rightPx)
      }
      continue
    }
    const fullPx = columnPx === 1 ? heightPx : Math.round(total * heightPx)
    const usedPx = Math.min(heightPx, Math.max(1, fullPx))
    let sum = 0
    let yPx = bottomPx
    for (let kind = 0; kind < paintedCount; kind++) {
      sum += shares[at + kind] as number
      const endPx = bottomPx - Math.round((sum / total) * usedPx)
      if (endPx < yPx) paintBlock(area, leftPx, rightPx, endPx, yPx, inks.shares[kind] as Ink)
      yPx = endPx
    }
  }
}

function paintBlock(
  { pixels, widthPx, stripeBits, stripePhase }: PixelArea,
  leftPx: number,
  rightPx: number,
  topPx: number,
  bottomPx: number,
  { plain, stripe }: Ink,
): void {
  for (let y = topPx; y < bottomPx; y++) {
    for (let x = leftPx; x < rightPx; x++) {
      const isStripe = (((x + stripePhase + y) >> stripeBits) & 1) === 1
      pixels[y * widthPx + x] = isStripe ? stripe : plain
    }
  }
}
