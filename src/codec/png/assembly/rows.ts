/** Which rows and columns of a picture an overlay changes. */

import { CHANGE_SIZE } from './inflate/inflate'

/** A patch: u32 x, y, width and height in pixels, then the address of its RGBA pixels. */
export const PATCH_SIZE: usize = 20
/**
 * A row: u32 the first column that changes, u32 the end of these columns; equal if none changes.
 */
export const ROW_SIZE: usize = 8

/**
 * The columns up to the last changed one, and one more: its filtered bytes change too.
 */
export let columnCount: u32 = 0

/**
 * Fills `rows` with the columns that the patches change. Fills `changes` with the bytes of the
 * filtered rows that may change: those of the changed rows and, because filters use the row above,
 * those of the row below.
 *
 * @param rows room for `height` rows
 * @param changes room for (height + 1) / 2 changes
 * @returns the end of the changes
 */
export function findChanges(
  patches: usize,
  patchesEnd: usize,
  rows: usize,
  width: u32,
  height: u32,
  bytesPerPixel: u32,
  output: usize,
  changes: usize,
): usize {
  memory.fill(rows, 0, height * ROW_SIZE)
  columnCount = 0
  for (let patch = patches; patch < patchesEnd; patch += PATCH_SIZE) markRows(patch, rows)
  columnCount = min(columnCount + 1, width)
  const stride = width * bytesPerPixel + 1
  let change = changes
  let row: u32 = 0
  while (row < height) {
    if (!isTouched(rows, row)) {
      row++
      continue
    }
    const start = output + row * stride + 1 + firstColumn(rows, row) * bytesPerPixel
    while (row < height && isTouched(rows, row)) row++
    store<usize>(change, start)
    store<usize>(change, output + min(row + 1, height) * stride, 4)
    change += CHANGE_SIZE
  }
  return change
}

// @ts-ignore: decorator
@inline
export function firstColumn(rows: usize, row: u32): u32 {
  return load<u32>(rows + row * ROW_SIZE)
}

// @ts-ignore: decorator
@inline
export function lastColumn(rows: usize, row: u32): u32 {
  return load<u32>(rows + row * ROW_SIZE, 4)
}

// @ts-ignore: decorator
@inline
export function isTouched(rows: usize, row: u32): bool {
  return firstColumn(rows, row) < lastColumn(rows, row)
}

/** The first column whose filtered bytes may change, also because the row above changes. */
export function firstChangedColumn(rows: usize, row: u32): u32 {
  const isAboveTouched = row > 0 && isTouched(rows, row - 1)
  if (!isTouched(rows, row)) return isAboveTouched ? firstColumn(rows, row - 1) : columnCount
  const first = firstColumn(rows, row)
  return isAboveTouched ? min(first, firstColumn(rows, row - 1)) : first
}

/** The end of these columns; not after the first one if nothing changes. */
export function lastChangedColumn(rows: usize, row: u32): u32 {
  const isAboveTouched = row > 0 && isTouched(rows, row - 1)
  const last = max(
    isTouched(rows, row) ? lastColumn(rows, row) : 0,
    isAboveTouched ? lastColumn(rows, row - 1) : 0,
  )
  // Filters use the pixel to the left.
  return last ? min(last + 1, columnCount) : 0
}

/** Adds the pixels of a patch that are not fully transparent to its rows. */
function markRows(patch: usize, rows: usize): void {
  const x = load<u32>(patch)
  const y = load<u32>(patch, 4)
  const width = load<u32>(patch, 8)
  const height = load<u32>(patch, 12)
  let pixels = load<usize>(patch, 16)
  for (let row = y; row < y + height; row++, pixels += width << 2) {
    let first: u32 = 0
    while (first < width && load<u8>(pixels + (first << 2), 3) == 0) first++
    if (first == width) continue
    let last = width
    while (load<u8>(pixels + (last << 2) - 1) == 0) last--
    const place = rows + row * ROW_SIZE
    const isNew = !isTouched(rows, row)
    store<u32>(place, isNew ? x + first : min(firstColumn(rows, row), x + first))
    store<u32>(place, isNew ? x + last : max(lastColumn(rows, row), x + last), 4)
    columnCount = max(columnCount, x + last)
  }
}
