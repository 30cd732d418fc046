/** Turns rows of RGBA pixels into the filtered rows of a PNG. */

import { PAETH, SUB, UP, filterRow, paethAt, subAt, upAt } from './filter'
import { PIECE_SIZE, markPieces, pieceAt } from './filled-pieces'

/**
 * Zeros before a row, and room after it, so that the filters need no special case for its edges.
 */
export const MARGIN: usize = 16

/** The size in bytes of two rows, the one that is filtered and the one above it. */
export function rowsSize(rowLength: usize): usize {
  return 2 * paddedSize(rowLength)
}

/** From one of the two rows to the other. */
export function paddedSize(rowLength: usize): usize {
  return (MARGIN + rowLength + MARGIN + 15) & ~15
}

/** @returns whether each pixel has alpha 255; up to 15 bytes after `end` are read */
export function areOpaque(pixels: usize, end: usize): bool {
  const colours = i32x4.splat(0x00ffffff)
  let place = pixels
  for (; place + 64 <= end; place += 64) {
    const first = v128.and(v128.load(place), v128.load(place, 16))
    const second = v128.and(v128.load(place, 32), v128.load(place, 48))
    const all = v128.or(v128.and(first, second), colours)
    if (v128.any_true(v128.not(all))) return false
  }
  for (; place < end; place += 4) if (load<u8>(place, 3) != 255) return false
  return true
}

/**
 * Filters all rows, each with the filter that gives the smallest differences. The pieces of the
 * filtered rows that are not zeros are marked.
 *
 * @param pixels RGBA; up to 15 bytes after them are read
 * @param rows room of {@link rowsSize} bytes
 * @param target gets the filter's number and the filtered bytes of each row; up to a piece after
 * them is written
 */
export function filterRows(
  pixels: usize,
  widthPx: usize,
  heightPx: usize,
  bytesPerPixel: usize,
  rows: usize,
  target: usize,
): void {
  const length = widthPx * bytesPerPixel
  memory.fill(rows, 0, rowsSize(length))
  let row = rows + MARGIN
  let above = row + paddedSize(length)
  let isAboveEmpty = true
  let source = pixels
  let place = target
  let marked = target
  for (let index: usize = 0; index < heightPx; index++) {
    if (bytesPerPixel == 4 && isEmpty(source, length)) {
      // Most of an overlay is empty. Zeros stay zeros with any filter.
      memory.fill(place, 0, length + 1)
      if (!isAboveEmpty) memory.fill(above, 0, length)
      isAboveEmpty = true
    } else {
      if (bytesPerPixel == 4) memory.copy(row, source, length)
      else packRow(source, length, row)
      beginChoice()
      addRow(row, above, length, bytesPerPixel)
      const filter = bestFilter()
      store<u8>(place, filter)
      filterRow(filter, row, above, length, bytesPerPixel, place + 1)
      const free = above
      above = row
      row = free
      isAboveEmpty = false
    }
    source += widthPx << 2
    place += length + 1
    // The last piece of a row ends in the next row.
    markPieces(marked, pieceAt(place))
    marked = pieceAt(place)
  }
  memory.fill(place, 0, PIECE_SIZE)
  markPieces(marked, place)
}

/** @returns whether all bytes, a multiple of 4, are zero */
export function isEmpty(row: usize, length: usize): bool {
  let place = row
  const end = row + length
  for (; place + 64 <= end; place += 64) {
    const first = v128.or(v128.load(place), v128.load(place, 16))
    const second = v128.or(v128.load(place, 32), v128.load(place, 48))
    if (v128.any_true(v128.or(first, second))) return false
  }
  for (; place < end; place += 4) if (load<u32>(place)) return false
  return true
}

/** Removes alpha: writes `length` bytes of RGB, and zeros in the margin after them. */
function packRow(pixels: usize, length: usize, row: usize): void {
  let source = pixels
  for (let index: usize = 0; index < length; index += 12) {
    const four = v128.load(source)
    v128.store(
      row + index,
      i8x16.shuffle(four, four, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 3, 3, 3),
    )
    source += 16
  }
  v128.store(row + length, i8x16.splat(0))
}

/** For each filter: the sum of absolute differences so far. */
let ofSub: u32 = 0
let ofUp: u32 = 0
let ofPaeth: u32 = 0

export function beginChoice(): void {
  ofSub = 0
  ofUp = 0
  ofPaeth = 0
}

/** Adds the differences of a row, or of a stretch of it from a multiple of 16 on. */
export function addRow(row: usize, above: usize, length: usize, bytesPerPixel: usize): void {
  let sub = i32x4.splat(0)
  let up = i32x4.splat(0)
  let paeth = i32x4.splat(0)
  for (let index: usize = 0; index < length; index += 16) {
    sub = i32x4.add(sub, magnitudes(subAt(row + index, bytesPerPixel)))
    up = i32x4.add(up, magnitudes(upAt(row + index, above + index)))
    paeth = i32x4.add(paeth, magnitudes(paethAt(row + index, above + index, bytesPerPixel)))
  }
  ofSub += addLanes(sub)
  ofUp += addLanes(up)
  ofPaeth += addLanes(paeth)
}

/** The filter with the smallest sum of absolute differences, as the PNG specification advises. */
export function bestFilter(): u8 {
  if (ofUp <= ofSub && ofUp <= ofPaeth) return UP
  return ofSub <= ofPaeth ? SUB : PAETH
}

/** Sums of the magnitudes of signed bytes, four bytes per lane. */
// @ts-ignore: decorator
@inline
function magnitudes(differences: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(i8x16.abs(differences)))
}

// @ts-ignore: decorator
@inline
function addLanes(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  )
}
