/** Draws patches on filtered rows: undoes their filters, composites, and filters them again. */

import { adler32 } from './adler32'
import { composite } from './composite'
import { PAETH, UP, filterRow } from './filter'
import {
  PATCH_SIZE,
  columnCount,
  firstChangedColumn,
  isTouched,
  lastChangedColumn,
} from './rows'
import { ROW_PADDING, unfilter } from './unfilter'

const ADLER_MODULUS: u64 = 65521

let filteredRows: usize = 0
let stride: usize = 0
let pixelSize: usize = 0
/** The pixels of one row and of the row above it: before the change, and after it. */
let oldAbove: usize = 0
let newAbove: usize = 0
let oldPixels: usize = 0
let newPixels: usize = 0
let filteredAgain: usize = 0

/** What the changes add to the two sums of the Adler-32. */
let sumChange: u64 = 0
let sumOfSumsChange: u64 = 0

/** The number of bytes that {@link repaint} needs for rows of `byteCount` bytes. */
export function scratchSize(byteCount: usize): usize {
  return 5 * rowSize(byteCount)
}

function rowSize(byteCount: usize): usize {
  return (byteCount + 3 * ROW_PADDING + 15) & ~15
}

/**
 * Changes the filtered rows in place. Every row keeps its filter, so nothing else changes.
 *
 * @param rows the rows that {@link findChanges} filled
 * @returns false if a filter is unknown
 */
export function repaint(
  output: usize,
  width: u32,
  height: u32,
  bytesPerPixel: u32,
  patches: usize,
  patchesEnd: usize,
  rows: usize,
  scratch: usize,
): bool {
  filteredRows = output
  stride = width * bytesPerPixel + 1
  pixelSize = bytesPerPixel
  const byteCount: usize = columnCount * bytesPerPixel
  const size = rowSize(byteCount)
  memory.fill(scratch, 0, 5 * size)
  oldAbove = scratch + ROW_PADDING
  newAbove = oldAbove + size
  oldPixels = newAbove + size
  newPixels = oldPixels + size
  filteredAgain = newPixels + size
  sumChange = 0
  sumOfSumsChange = 0
  /** The row after the last one that was read. */
  let done: u32 = 0
  let row: u32 = 0
  while (row < height) {
    if (!isTouched(rows, row)) {
      row++
      continue
    }
    // A filter that uses the row above needs that row's pixels, and so on upwards.
    let start = row
    while (start > done && filterOf(start) >= UP) start--
    let end = row
    while (end < height && isTouched(rows, end)) end++
    const last = min(end, height - 1)
    for (row = start; row <= last; row++) {
      if (filterOf(row) > PAETH) return false
      readRow(row, byteCount)
      if (isTouched(rows, row)) drawPatches(row, patches, patchesEnd)
      writeRow(row, rows, height)
      const above = oldAbove
      oldAbove = oldPixels
      oldPixels = above
      const otherAbove = newAbove
      newAbove = newPixels
      newPixels = otherAbove
    }
    done = row
  }
  return true
}

/** @returns the Adler-32 after the changes of {@link repaint} */
export function changedAdler(adler: u32): u32 {
  const sum = ((adler & 0xffff) + sumChange) % ADLER_MODULUS
  const sumOfSums = ((adler >> 16) + sumOfSumsChange) % ADLER_MODULUS
  return <u32>((sumOfSums << 16) | sum)
}

// @ts-ignore: decorator
@inline
function filterOf(row: u32): u8 {
  return load<u8>(filteredRows + row * stride)
}

function readRow(row: u32, byteCount: usize): void {
  const filtered = filteredRows + row * stride + 1
  unfilter(filterOf(row), filtered, oldAbove, oldPixels, byteCount, pixelSize)
  memory.copy(newPixels, oldPixels, byteCount)
}

function drawPatches(row: u32, patches: usize, patchesEnd: usize): void {
  for (let patch = patches; patch < patchesEnd; patch += PATCH_SIZE) {
    const line = row - load<u32>(patch, 4)
    if (line >= load<u32>(patch, 12)) continue
    const width = load<u32>(patch, 8)
    const overlay = load<usize>(patch, 16) + ((line * width) << 2)
    composite(overlay, newPixels + load<u32>(patch) * pixelSize, width, pixelSize)
  }
}

/** Filters again the columns of a row that may change. */
function writeRow(row: u32, rows: usize, height: u32): void {
  const first: usize = firstChangedColumn(rows, row)
  const last: usize = lastChangedColumn(rows, row)
  if (first >= last) return
  const start = first * pixelSize
  const byteCount = last * pixelSize - start
  const target = filteredRows + row * stride + 1 + start
  filterRow(filterOf(row), newPixels + start, newAbove + start, byteCount, pixelSize, filteredAgain)
  const after = filteredRows + stride * height - (target + byteCount)
  changeSums(adler32(0, target, target + byteCount), after, ADLER_MODULUS - 1)
  changeSums(adler32(0, filteredAgain, filteredAgain + byteCount), after, 1)
  memory.copy(target, filteredAgain, byteCount)
}

/**
 * Adds bytes whose Adler-32 is given, and which `bytesAfter` bytes follow. A factor of −1 subtracts
 * them.
 */
function changeSums(adler: u32, bytesAfter: usize, factor: u64): void {
  const sum: u64 = adler & 0xffff
  const sumOfSums = <u64>(adler >> 16) + sum * (bytesAfter % ADLER_MODULUS)
  sumChange = (sumChange + sum * factor) % ADLER_MODULUS
  sumOfSumsChange = (sumOfSumsChange + (sumOfSums % ADLER_MODULUS) * factor) % ADLER_MODULUS
}
