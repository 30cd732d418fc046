/** The segments before the scan of a baseline JPEG. */

import type { QuantisationTables } from './encoder-quantisation.ts'
import type { HuffmanTable } from './jpeg-tables.ts'

export interface EncodedForm {
  widthPx: number
  heightPx: number
  /**
   * Whether the chroma has half of the samples in each direction (4:2:0), or all of them (4:4:4).
   */
  chromaIsHalved: boolean
  quantisation: QuantisationTables
  /** DC and AC of luma, then of chroma. */
  huffman: readonly HuffmanTable[]
}

/** Classes and numbers of the four Huffman tables, as a DHT segment writes them. */
const HUFFMAN_IDS = [0x00, 0x10, 0x01, 0x11]

/** For each coefficient in zigzag order: its index in a table, row by row. */
const ZIGZAG = Array.from({ length: 64 }, (_, at) => at).sort(
  (a, b) => diagonalOf(a) - diagonalOf(b) || alongDiagonal(a) - alongDiagonal(b),
)

/** The bytes from the start of the image to the header of its scan, as JFIF 1.01. */
export function encodeHeader(form: EncodedForm): number[] {
  const { widthPx, heightPx, chromaIsHalved, quantisation, huffman } = form
  const lumaSampling = chromaIsHalved ? 0x22 : 0x11
  return [
    ...[0xff, 0xd8],
    // "JFIF", 1.01, square pixels without a unit, no thumbnail
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...inZigzag(quantisation.luma)]),
    ...segment(0xdb, [1, ...inZigzag(quantisation.chroma)]),
    ...segment(0xc0, [
      ...[8, ...twoBytes(heightPx), ...twoBytes(widthPx), 3],
      ...[1, lumaSampling, 0, 2, 0x11, 1, 3, 0x11, 1],
    ]),
    ...huffman.flatMap(({ counts, symbols }, at) =>
      segment(0xc4, [HUFFMAN_IDS[at] ?? 0, ...counts, ...symbols]),
    ),
    ...segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
  ]
}

function segment(marker: number, bytes: readonly number[]): number[] {
  return [0xff, marker, ...twoBytes(bytes.length + 2), ...bytes]
}

function twoBytes(value: number): number[] {
  return [value >> 8, value & 0xff]
}

function inZigzag(table: readonly number[]): number[] {
  return ZIGZAG.map((at) => table[at] ?? 0)
}

function diagonalOf(at: number): number {
  return (at >> 3) + (at & 7)
}

/** The direction of the diagonals alternates: up, then down. */
function alongDiagonal(at: number): number {
  return diagonalOf(at) % 2 === 0 ? at & 7 : at >> 3
}
