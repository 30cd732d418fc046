/** The zigzag order of a block that is stored by columns. */

/** The index by columns of the i-th coefficient in the file's zigzag order. */
const places: usize = memory.data<u8>([
  0, 8, 1, 2, 9, 16, 24, 17, 10, 3, 4, 11, 18, 25, 32, 40, 33, 26, 19, 12, 5, 6, 13, 20, 27, 34, 41,
  48, 56, 49, 42, 35, 28, 21, 14, 7, 15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45,
  52, 59, 60, 53, 46, 39, 47, 54, 61, 62, 55, 63,
])

// @ts-ignore: decorator
@inline
export function placeOf(index: i32): usize {
  return <usize>load<u8>(places + <usize>index)
}

/** Marks a lane of the swizzle whose value comes from another vector. */
const __: i8 = -128

/**
 * Brings a quantised block into zigzag order.
 * @param block 64 coefficients of 16 bits; row v and column u is at index 8 · u + v
 * @param zigzag 64 bytes, which get the coefficients in zigzag order, saturated to 8 bits
 * @returns a bit for each coefficient in zigzag order, set if the coefficient is not 0
 */
// @ts-ignore: decorator
@inline
export function storeZigzag(block: usize, zigzag: usize): u64 {
  const a = i8x16.narrow_i16x8_s(v128.load(block), v128.load(block, 16))
  const b = i8x16.narrow_i16x8_s(v128.load(block, 32), v128.load(block, 48))
  const c = i8x16.narrow_i16x8_s(v128.load(block, 64), v128.load(block, 80))
  const d = i8x16.narrow_i16x8_s(v128.load(block, 96), v128.load(block, 112))
  const first = v128.or(
    v128.or(
      v128.swizzle(a, i8x16(0, 8, 1, 2, 9, __, __, __, 10, 3, 4, 11, __, __, __, __)),
      v128.swizzle(b, i8x16(__, __, __, __, __, 0, 8, 1, __, __, __, __, 2, 9, __, __)),
    ),
    v128.swizzle(c, i8x16(__, __, __, __, __, __, __, __, __, __, __, __, __, __, 0, 8)),
  )
  const second = v128.or(
    v128.or(
      v128.swizzle(a, i8x16(__, __, __, 12, 5, 6, 13, __, __, __, __, __, __, __, __, __)),
      v128.swizzle(b, i8x16(__, 10, 3, __, __, __, __, 4, 11, __, __, __, __, __, __, __)),
    ),
    v128.or(
      v128.swizzle(c, i8x16(1, __, __, __, __, __, __, __, __, 2, 9, __, __, __, 10, 3)),
      v128.swizzle(d, i8x16(__, __, __, __, __, __, __, __, __, __, __, 0, 8, 1, __, __)),
    ),
  )
  const third = v128.or(
    v128.or(
      v128.swizzle(a, i8x16(__, __, 14, 7, 15, __, __, __, __, __, __, __, __, __, __, __)),
      v128.swizzle(b, i8x16(12, 5, __, __, __, 6, 13, __, __, __, __, __, __, __, __, 14)),
    ),
    v128.or(
      v128.swizzle(c, i8x16(__, __, __, __, __, __, __, 4, 11, __, __, __, __, 12, 5, __)),
      v128.swizzle(d, i8x16(__, __, __, __, __, __, __, __, __, 2, 9, 10, 3, __, __, __)),
    ),
  )
  const fourth = v128.or(
    v128.or(
      v128.swizzle(b, i8x16(7, 15, __, __, __, __, __, __, __, __, __, __, __, __, __, __)),
      v128.swizzle(c, i8x16(__, __, 6, 13, __, __, __, __, 14, 7, 15, __, __, __, __, __)),
    ),
    v128.swizzle(d, i8x16(__, __, __, __, 4, 11, 12, 5, __, __, __, 6, 13, 14, 7, 15)),
  )
  v128.store(zigzag, first)
  v128.store(zigzag, second, 16)
  v128.store(zigzag, third, 32)
  v128.store(zigzag, fourth, 48)
  const zeros =
    zeroBits(first) |
    (zeroBits(second) << 16) |
    (zeroBits(third) << 32) |
    (zeroBits(fourth) << 48)
  return ~zeros
}

// @ts-ignore: decorator
@inline
function zeroBits(bytes: v128): u64 {
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0))) as u32 as u64
}
