/** Filters PNG rows: PNG specification, 9.2. */

import { AVERAGE, PAETH, SUB, UP, paethOf } from './unfilter'

/**
 * Filters `byteCount` bytes of a row, sixteen at a time.
 *
 * @param above the same bytes of the row above, zeros at the top
 * @param pixels the row's bytes, with a pixel of zeros before the first one
 * @param filtered up to fifteen bytes more are written
 */
export function refilter(
  filter: u32,
  pixels: usize,
  above: usize,
  filtered: usize,
  byteCount: usize,
  bytesPerPixel: usize,
): void {
  for (let place: usize = 0; place < byteCount; place += 16) {
    const here = v128.load(pixels + place)
    let predicted = i64x2.splat(0)
    if (filter == SUB) {
      predicted = v128.load(pixels + place - bytesPerPixel)
    } else if (filter == UP) {
      predicted = v128.load(above + place)
    } else if (filter == AVERAGE) {
      const left = v128.load(pixels + place - bytesPerPixel)
      const up = v128.load(above + place)
      const odd = v128.and(v128.xor(up, left), i8x16.splat(1))
      predicted = i8x16.sub(i8x16.avgr_u(up, left), odd)
    } else if (filter == PAETH) {
      const left = v128.load(pixels + place - bytesPerPixel)
      const up = v128.load(above + place)
      const aboveLeft = v128.load(above + place - bytesPerPixel)
      predicted = i8x16.narrow_i16x8_u(
        paethOf(
          i16x8.extend_low_i8x16_u(left),
          i16x8.extend_low_i8x16_u(up),
          i16x8.extend_low_i8x16_u(aboveLeft),
        ),
        paethOf(
          i16x8.extend_high_i8x16_u(left),
          i16x8.extend_high_i8x16_u(up),
          i16x8.extend_high_i8x16_u(aboveLeft),
        ),
      )
    }
    v128.store(filtered + place, i8x16.sub(here, predicted))
  }
}
