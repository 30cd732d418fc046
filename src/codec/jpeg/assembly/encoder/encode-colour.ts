/**
 * Converts pixels to the samples of blocks: luma and chroma of JFIF, minus 128, times 16. The four
 * extra bits keep the fractions that whole samples would lose. A block is eight rows of eight
 * 16-bit samples.
 *
 * The bytes of an opaque pixel are R, G, B, A. In two 16-bit lanes, the even bytes are R and B, and
 * the odd bytes are G and A.
 */

const EVEN_BYTES: v128 = i16x8.splat(0x00ff)

// Weights times 2^15, for the even and the odd bytes of a pixel. The weights of a row of the matrix
// add up to exactly 1 or 0, so that grey stays grey.
const LUMA_EVEN: v128 = i16x8(9798, 3736, 9798, 3736, 9798, 3736, 9798, 3736)
const LUMA_ODD: v128 = i16x8(19234, 0, 19234, 0, 19234, 0, 19234, 0)
const BLUE_EVEN: v128 = i16x8(-5529, 16384, -5529, 16384, -5529, 16384, -5529, 16384)
const BLUE_ODD: v128 = i16x8(-10855, 0, -10855, 0, -10855, 0, -10855, 0)
const RED_EVEN: v128 = i16x8(16384, -2664, 16384, -2664, 16384, -2664, 16384, -2664)
const RED_ODD: v128 = i16x8(-13720, 0, -13720, 0, -13720, 0, -13720, 0)

/** The shift for weighted bytes, and for sums of four of them. */
const SHIFT: i32 = 11
const SUM_SHIFT: i32 = 13
/** Rounds, and subtracts 128. */
const LUMA_OFFSET: v128 = i32x4.splat((1 << 10) - (2048 << 11))
const CHROMA_ROUNDING: v128 = i32x4.splat(1 << 10)
const SUM_ROUNDING: v128 = i32x4.splat(1 << 12)

const BLOCK_BYTES: usize = 128

// @ts-ignore: decorator
@inline
function weigh(even: v128, odd: v128, evenWeights: v128, oddWeights: v128, offset: v128): v128 {
  const weighed = i32x4.add(
    i32x4.dot_i16x8_s(even, evenWeights),
    i32x4.dot_i16x8_s(odd, oddWeights),
  )
  return i32x4.add(weighed, offset)
}

/** Luma of eight pixels. */
// @ts-ignore: decorator
@inline
function luma(left: v128, right: v128): v128 {
  const first = weigh(
    v128.and(left, EVEN_BYTES), i16x8.shr_u(left, 8), LUMA_EVEN, LUMA_ODD, LUMA_OFFSET,
  )
  const second = weigh(
    v128.and(right, EVEN_BYTES), i16x8.shr_u(right, 8), LUMA_EVEN, LUMA_ODD, LUMA_OFFSET,
  )
  return i16x8.narrow_i32x4_s(i32x4.shr_s(first, SHIFT), i32x4.shr_s(second, SHIFT))
}

/** The sums of neighbouring pixels in two vectors of four pixels. */
// @ts-ignore: decorator
@inline
function addNeighbours(left: v128, right: v128): v128 {
  return i16x8.add(
    v128.shuffle<i32>(left, right, 0, 2, 4, 6),
    v128.shuffle<i32>(left, right, 1, 3, 5, 7),
  )
}

/**
 * Converts 16 × 16 pixels to four blocks of luma and one block each of Cb and Cr. A chroma sample
 * is the mean of 2 × 2 pixels.
 * @param strideBytes distance from one row of pixels to the next
 */
export function convertHalved(source: usize, strideBytes: usize, blocks: usize): void {
  for (let pair: usize = 0; pair < 8; pair++) {
    const upper = source + 2 * pair * strideBytes
    const target = blocks + (pair >> 2) * 2 * BLOCK_BYTES + (pair & 3) * 32
    const chroma = blocks + 4 * BLOCK_BYTES + pair * 16
    halvePair(upper, strideBytes, target, chroma)
    halvePair(upper + 32, strideBytes, target + BLOCK_BYTES, chroma + 8)
  }
}

/** 8 × 2 pixels. */
// @ts-ignore: decorator
@inline
function halvePair(upper: usize, strideBytes: usize, target: usize, chroma: usize): void {
  const lower = upper + strideBytes
  const a = v128.load(upper)
  const b = v128.load(upper, 16)
  const c = v128.load(lower)
  const d = v128.load(lower, 16)
  v128.store(target, luma(a, b))
  v128.store(target, luma(c, d), 16)
  const even = addNeighbours(
    i16x8.add(v128.and(a, EVEN_BYTES), v128.and(c, EVEN_BYTES)),
    i16x8.add(v128.and(b, EVEN_BYTES), v128.and(d, EVEN_BYTES)),
  )
  const odd = addNeighbours(
    i16x8.add(i16x8.shr_u(a, 8), i16x8.shr_u(c, 8)),
    i16x8.add(i16x8.shr_u(b, 8), i16x8.shr_u(d, 8)),
  )
  const blue = i32x4.shr_s(weigh(even, odd, BLUE_EVEN, BLUE_ODD, SUM_ROUNDING), SUM_SHIFT)
  const red = i32x4.shr_s(weigh(even, odd, RED_EVEN, RED_ODD, SUM_ROUNDING), SUM_SHIFT)
  const both = i16x8.narrow_i32x4_s(blue, red)
  v128.store64_lane(chroma, both, 0)
  v128.store64_lane(chroma, both, 1, BLOCK_BYTES)
}

/**
 * Converts 8 × 8 pixels to one block each of luma, Cb and Cr.
 * @param strideBytes distance from one row of pixels to the next
 */
export function convertFull(source: usize, strideBytes: usize, blocks: usize): void {
  for (let row: usize = 0; row < 8; row++) {
    const left = v128.load(source + row * strideBytes)
    const right = v128.load(source + row * strideBytes, 16)
    const target = blocks + row * 16
    v128.store(target, luma(left, right))
    v128.store(target, chroma(left, right, BLUE_EVEN, BLUE_ODD), BLOCK_BYTES)
    v128.store(target, chroma(left, right, RED_EVEN, RED_ODD), 2 * BLOCK_BYTES)
  }
}

// @ts-ignore: decorator
@inline
function chroma(left: v128, right: v128, evenWeights: v128, oddWeights: v128): v128 {
  const first = weigh(
    v128.and(left, EVEN_BYTES), i16x8.shr_u(left, 8), evenWeights, oddWeights, CHROMA_ROUNDING,
  )
  const second = weigh(
    v128.and(right, EVEN_BYTES), i16x8.shr_u(right, 8), evenWeights, oddWeights, CHROMA_ROUNDING,
  )
  return i16x8.narrow_i32x4_s(i32x4.shr_s(first, SHIFT), i32x4.shr_s(second, SHIFT))
}
