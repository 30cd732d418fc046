/** Quantisation tables by quality: those of the JPEG standard (Annex K.1), scaled as in libjpeg. */

const LUMA = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
  92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]

const CHROMA = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
]

/** The factor that the encoder's DCT gives its outputs; its inputs are samples times 16. */
const DCT_GAIN = 128
/** The factors that rows get between its passes, times 2^15. */
const ROW_FACTORS = [6400, 5092, 5301, 6006, 6400, 8989, 12799, 25599]

export interface QuantisationTables {
  /** 64 steps from 1 to 255, row by row. */
  luma: readonly number[]
  chroma: readonly number[]
}

/** @param percent quality from 0 to 100, a whole number */
export function quantisationTables(percent: number): QuantisationTables {
  const quality = Math.max(1, percent)
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2
  const scaled = (table: readonly number[]): number[] =>
    table.map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))))
  return { luma: scaled(LUMA), chroma: scaled(CHROMA) }
}

/**
 * A table in the form that the encoder divides with: 64 factors of 2^15 · 2^shift ÷ divisor, then
 * 64 of 2^(15 − shift), by columns. The shifts are chosen so that a factor uses all of its 15 bits.
 */
export function divisorsOf(table: readonly number[]): Int16Array {
  const factors = new Int16Array(128)
  table.forEach((step, at) => {
    const [row, column] = [at >> 3, at & 7]
    const rowGain = DCT_GAIN * ((ROW_FACTORS[row] ?? 0) / 32768)
    const divisor = step * rowGain * dctScale(row) * dctScale(column)
    const shift = Math.ceil(Math.log2(divisor)) - 1
    const target = column * 8 + row
    factors[target] = Math.min(32767, Math.round((2 ** shift / divisor) * 32768))
    factors[64 + target] = 2 ** (15 - shift)
  })
  return factors
}

/** The factor by which the DCT of Arai, Agui and Nakajima scales its outputs, in one direction. */
function dctScale(index: number): number {
  return index === 0 ? 1 : Math.SQRT2 * Math.cos((index * Math.PI) / 16)
}
