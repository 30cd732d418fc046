/** The row filters of PNG (filter method 0), sixteen bytes at a time. */

export const NONE: u8 = 0
export const SUB: u8 = 1
export const UP: u8 = 2
export const AVERAGE: u8 = 3
export const PAETH: u8 = 4

/**
 * Writes the differences of a row to `target`. Up to 15 bytes after each row are read, and up to 15
 * bytes after the target are written.
 *
 * @param row the bytes of a row, with `bytesPerPixel` zero bytes before it
 * @param above the row above it in the same form; zeros for the first row
 */
export function filterRow(
  filter: u8,
  row: usize,
  above: usize,
  length: usize,
  bytesPerPixel: usize,
  target: usize,
): void {
  if (filter == NONE) {
    memory.copy(target, row, length)
  } else if (filter == SUB) {
    for (let index: usize = 0; index < length; index += 16) {
      v128.store(target + index, subAt(row + index, bytesPerPixel))
    }
  } else if (filter == UP) {
    for (let index: usize = 0; index < length; index += 16) {
      v128.store(target + index, upAt(row + index, above + index))
    }
  } else if (filter == AVERAGE) {
    for (let index: usize = 0; index < length; index += 16) {
      v128.store(target + index, averageAt(row + index, above + index, bytesPerPixel))
    }
  } else {
    for (let index: usize = 0; index < length; index += 16) {
      v128.store(target + index, paethAt(row + index, above + index, bytesPerPixel))
    }
  }
}

// @ts-ignore: decorator
@inline
export function subAt(row: usize, bytesPerPixel: usize): v128 {
  return i8x16.sub(v128.load(row), v128.load(row - bytesPerPixel))
}

// @ts-ignore: decorator
@inline
export function upAt(row: usize, above: usize): v128 {
  return i8x16.sub(v128.load(row), v128.load(above))
}

// @ts-ignore: decorator
@inline
function averageAt(row: usize, above: usize, bytesPerPixel: usize): v128 {
  const left = v128.load(row - bytesPerPixel)
  const up = v128.load(above)
  return i8x16.sub(v128.load(row), meanOf(left, up))
}

/** The mean of bytes, rounded down. The instruction alone would round up. */
// @ts-ignore: decorator
@inline
export function meanOf(left: v128, up: v128): v128 {
  const odd = v128.and(v128.xor(up, left), i8x16.splat(1))
  return i8x16.sub(i8x16.avgr_u(up, left), odd)
}

// @ts-ignore: decorator
@inline
export function paethAt(row: usize, above: usize, bytesPerPixel: usize): v128 {
  const left = v128.load(row - bytesPerPixel)
  const up = v128.load(above)
  const corner = v128.load(above - bytesPerPixel)
  const upOver = i8x16.sub_sat_u(up, corner)
  const upUnder = i8x16.sub_sat_u(corner, up)
  const leftOver = i8x16.sub_sat_u(left, corner)
  const leftUnder = i8x16.sub_sat_u(corner, left)
  // The distance of the estimate left + up − corner from each of the three.
  const toLeft = v128.or(upOver, upUnder)
  const toUp = v128.or(leftOver, leftUnder)
  // Differences of equal sign add up; others are subtracted. A sum over 255 is the farthest anyway.
  const over = i8x16.add_sat_u(upOver, leftOver)
  const under = i8x16.add_sat_u(upUnder, leftUnder)
  const toCorner = v128.or(i8x16.sub_sat_u(over, under), i8x16.sub_sat_u(under, over))
  const isUp = i8x16.le_u(toUp, toCorner)
  const isLeft = v128.and(i8x16.le_u(toLeft, toUp), i8x16.le_u(toLeft, toCorner))
  const estimate = v128.bitselect(left, v128.bitselect(up, corner, isUp), isLeft)
  return i8x16.sub(v128.load(row), estimate)
}
