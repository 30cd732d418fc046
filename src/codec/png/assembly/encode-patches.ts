/** Turns the patches of an overlay into the filtered rows of a PNG. All else is zeros already. */

import { MARGIN, addRow, beginChoice, bestFilter, isEmpty, paddedSize, rowsSize } from './encode-rows'
import { filterRow } from './filter'
import { markPieces, pieceAt } from './filled-pieces'

/**
 * x, y, width, height, and the address of the pixels; then room for the start and the end of a
 * stretch of a row.
 */
export const PATCH_SIZE: usize = 28
const STRETCH: usize = 20
const BYTES_PER_PIXEL: usize = 4

/**
 * Filters the rows on which there is a patch, and the row below each patch, with the same filters as
 * `filterRows` would. The pieces with these rows are marked.
 *
 * @param patches from left to right
 * @param rows room of `rowsSize` bytes
 * @param target zeros, which are the filtered rows of a picture without patches
 */
export function filterPatches(
  patches: usize,
  count: u32,
  widthPx: usize,
  heightPx: u32,
  rows: usize,
  target: usize,
): void {
  const length = widthPx * BYTES_PER_PIXEL
  const patchesEnd = patches + count * PATCH_SIZE
  memory.fill(rows, 0, rowsSize(length))
  let row = rows + MARGIN
  let above = row + paddedSize(length)
  let place = target
  for (let index: u32 = 0; index < heightPx; index++) {
    // The room has the row before the one above.
    copyPatches(patches, patchesEnd, index, row)
    const stretches = findStretches(patches, patchesEnd, index, length)
    if (!areEmpty(patches, stretches, row)) {
      filterStretches(patches, stretches, row, above, length, place)
    }
    const free = above
    above = row
    row = free
    place += length + 1
  }
}

// @ts-ignore: decorator
@inline
function isOnRow(patch: usize, row: u32): bool {
  return row - load<u32>(patch, 4) < load<u32>(patch, 12)
}

/** Writes the pixels of a row in place of those of two rows before. */
function copyPatches(patches: usize, end: usize, index: u32, row: usize): void {
  for (let patch = patches; patch < end; patch += PATCH_SIZE) {
    if (index < 2 || !isOnRow(patch, index - 2)) continue
    memory.fill(row + (<usize>load<u32>(patch) << 2), 0, <usize>load<u32>(patch, 8) << 2)
  }
  for (let patch = patches; patch < end; patch += PATCH_SIZE) {
    if (!isOnRow(patch, index)) continue
    const bytes = <usize>load<u32>(patch, 8) << 2
    const pixels = load<u32>(patch, 16) + (index - load<u32>(patch, 4)) * bytes
    memory.copy(row + (<usize>load<u32>(patch) << 2), pixels, bytes)
  }
}

/**
 * Finds where the row or the one above has patches. One pixel more on the right depends on them.
 * @returns the end of the stretches, which do not overlap
 */
function findStretches(patches: usize, end: usize, index: u32, length: usize): usize {
  let stretch = patches
  let last: usize = 0
  for (let patch = patches; patch < end; patch += PATCH_SIZE) {
    if (!isOnRow(patch, index) && !(index > 0 && isOnRow(patch, index - 1))) continue
    const x = load<u32>(patch)
    const from = (<usize>x << 2) & ~15
    const to = min(((<usize>(x + load<u32>(patch, 8) + 1) << 2) + 15) & ~15, length)
    if (stretch > patches && from <= last) {
      last = max(last, to)
      store<u32>(stretch - PATCH_SIZE, <u32>last, STRETCH + 4)
      continue
    }
    last = to
    store<u32>(stretch, <u32>from, STRETCH)
    store<u32>(stretch, <u32>to, STRETCH + 4)
    stretch += PATCH_SIZE
  }
  return stretch
}

// @ts-ignore: decorator
@inline
function startOf(stretch: usize): usize {
  return load<u32>(stretch, STRETCH)
}

// @ts-ignore: decorator
@inline
function sizeOf(stretch: usize): usize {
  return load<u32>(stretch, STRETCH + 4) - load<u32>(stretch, STRETCH)
}

function areEmpty(first: usize, end: usize, row: usize): bool {
  for (let stretch = first; stretch < end; stretch += PATCH_SIZE) {
    if (!isEmpty(row + startOf(stretch), sizeOf(stretch))) return false
  }
  return true
}

function filterStretches(
  first: usize,
  end: usize,
  row: usize,
  above: usize,
  length: usize,
  place: usize,
): void {
  beginChoice()
  for (let stretch = first; stretch < end; stretch += PATCH_SIZE) {
    const from = startOf(stretch)
    addRow(row + from, above + from, sizeOf(stretch), BYTES_PER_PIXEL)
  }
  const filter = bestFilter()
  store<u8>(place, filter)
  markPieces(pieceAt(place), place + 1)
  for (let stretch = first; stretch < end; stretch += PATCH_SIZE) {
    const from = startOf(stretch)
    const to = place + 1 + from
    filterRow(filter, row + from, above + from, sizeOf(stretch), BYTES_PER_PIXEL, to)
    // What was written beyond the end of the row.
    if (from + sizeOf(stretch) == length) v128.store(place + 1 + length, i8x16.splat(0))
    markPieces(pieceAt(to), to + sizeOf(stretch))
  }
}
