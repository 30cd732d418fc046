/** Undoes the filters of PNG rows: PNG specification, 9.2. */

import { AVERAGE, NONE, SUB, UP, meanOf } from './filter'

/**
 * The number of zero bytes that must lie before a row of pixels. As many bytes after the row may be
 * read and written.
 */
export const ROW_PADDING: usize = 16

/**
 * @param filtered the row's bytes after the byte of the filter
 * @param above pixels of the row above; zeros for the first row
 * @param pixels gets the row's pixels
 */
export function unfilter(
  filter: u8,
  filtered: usize,
  above: usize,
  pixels: usize,
  byteCount: usize,
  bytesPerPixel: usize,
): void {
  if (filter == NONE) {
    memory.copy(pixels, filtered, byteCount)
  } else if (filter == SUB) {
    if (bytesPerPixel == 3) undoSubOfThree(filtered, pixels, byteCount)
    else undoSub(filtered, pixels, byteCount, bytesPerPixel)
  } else if (filter == UP) {
    for (let place: usize = 0; place < byteCount; place += 16) {
      v128.store(pixels + place, i8x16.add(v128.load(filtered + place), v128.load(above + place)))
    }
  } else if (filter == AVERAGE) {
    undoAverage(filtered, above, pixels, byteCount, bytesPerPixel)
  } else {
    undoPaeth(filtered, above, pixels, byteCount, bytesPerPixel)
  }
}

/** Five pixels at a time: adds up two pixels, then four, then all to the left. */
function undoSubOfThree(filtered: usize, pixels: usize, byteCount: usize): void {
  const oneRight = i8x16(-1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
  const twoRight = i8x16(-1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
  const fourRight = i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3)
  const fifth = i8x16(12, 13, 14, 12, 13, 14, 12, 13, 14, 12, 13, 14, 12, 13, 14, 12)
  let before = i64x2.splat(0)
  for (let place: usize = 0; place < byteCount; place += 15) {
    let sum = v128.load(filtered + place)
    sum = i8x16.add(sum, i8x16.swizzle(sum, oneRight))
    sum = i8x16.add(sum, i8x16.swizzle(sum, twoRight))
    sum = i8x16.add(sum, i8x16.swizzle(sum, fourRight))
    sum = i8x16.add(sum, before)
    v128.store(pixels + place, sum)
    before = i8x16.swizzle(sum, fifth)
  }
}

/** Eight bytes are stored for each pixel; the next pixel overwrites those that are too many. */
function undoSub(
  filtered: usize,
  pixels: usize,
  byteCount: usize,
  bytesPerPixel: usize,
): void {
  let left = i64x2.splat(0)
  for (let place: usize = 0; place < byteCount; place += bytesPerPixel) {
    left = i8x16.add(left, v128.load64_zero(filtered + place))
    v128.store64_lane(pixels + place, left, 0)
  }
}

function undoAverage(
  filtered: usize,
  above: usize,
  pixels: usize,
  byteCount: usize,
  bytesPerPixel: usize,
): void {
  let left = i64x2.splat(0)
  for (let place: usize = 0; place < byteCount; place += bytesPerPixel) {
    const up = v128.load64_zero(above + place)
    left = i8x16.add(meanOf(left, up), v128.load64_zero(filtered + place))
    v128.store64_lane(pixels + place, left, 0)
  }
}

function undoPaeth(
  filtered: usize,
  above: usize,
  pixels: usize,
  byteCount: usize,
  bytesPerPixel: usize,
): void {
  const mask = i16x8.splat(255)
  let left = i64x2.splat(0)
  let aboveLeft = left
  for (let place: usize = 0; place < byteCount; place += bytesPerPixel) {
    const up = i16x8.extend_low_i8x16_u(v128.load64_zero(above + place))
    const predicted = paethOf(left, up, aboveLeft)
    const residual = i16x8.extend_low_i8x16_u(v128.load64_zero(filtered + place))
    left = v128.and(i16x8.add(predicted, residual), mask)
    v128.store64_lane(pixels + place, i8x16.narrow_i16x8_u(left, left), 0)
    aboveLeft = up
  }
}

/** Paeth's predictor for 16-bit lanes. */
// @ts-ignore: decorator
@inline
function paethOf(left: v128, up: v128, aboveLeft: v128): v128 {
  const fromLeft = i16x8.sub(up, aboveLeft)
  const fromUp = i16x8.sub(left, aboveLeft)
  const distanceLeft = i16x8.abs(fromLeft)
  const distanceUp = i16x8.abs(fromUp)
  const distanceAboveLeft = i16x8.abs(i16x8.add(fromLeft, fromUp))
  const isUp = i16x8.le_s(distanceUp, distanceAboveLeft)
  const upOrAboveLeft = v128.bitselect(up, aboveLeft, isUp)
  const isLeft = v128.and(
    i16x8.le_s(distanceLeft, distanceUp),
    i16x8.le_s(distanceLeft, distanceAboveLeft),
  )
  return v128.bitselect(left, upOrAboveLeft, isLeft)
}
