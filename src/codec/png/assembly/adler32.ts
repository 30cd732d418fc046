/** Adler-32 of zlib streams, 32 bytes at a time. */

const MODULUS: u32 = 65521
/** The most bytes that can be summed up without a sum of more than 32 bits. */
const MAX_RUN: usize = 5536

/**
 * @param adler checksum of the bytes before, 1 if there are none
 * @returns the checksum of those bytes and the ones from `start` to `end`
 */
export function adler32(adler: u32, start: usize, end: usize): u32 {
  let sum = adler & 0xffff
  let sumOfSums = adler >> 16
  let place = start
  while (end - place >= 32) {
    const runLength = min(end - place, MAX_RUN) & ~31
    const runEnd = place + runLength
    let sums = i32x4.splat(0)
    let sumsBefore = i32x4.splat(0)
    let weighted = i32x4.splat(0)
    for (; place < runEnd; place += 32) {
      const first = v128.load(place)
      const second = v128.load(place, 16)
      sumsBefore = i32x4.add(sumsBefore, sums)
      sums = i32x4.add(
        sums,
        i32x4.extadd_pairwise_i16x8_u(
          i16x8.add(i16x8.extadd_pairwise_i8x16_u(first), i16x8.extadd_pairwise_i8x16_u(second)),
        ),
      )
      weighted = i32x4.add(
        weighted,
        i32x4.add(
          weighLow(first, i16x8(32, 31, 30, 29, 28, 27, 26, 25)),
          weighHigh(first, i16x8(24, 23, 22, 21, 20, 19, 18, 17)),
        ),
      )
      weighted = i32x4.add(
        weighted,
        i32x4.add(
          weighLow(second, i16x8(16, 15, 14, 13, 12, 11, 10, 9)),
          weighHigh(second, i16x8(8, 7, 6, 5, 4, 3, 2, 1)),
        ),
      )
    }
    sumOfSums += sum * <u32>runLength + addLanes(sumsBefore) * 32 + addLanes(weighted)
    sumOfSums %= MODULUS
    sum = (sum + addLanes(sums)) % MODULUS
  }
  for (; place < end; place++) {
    sum += load<u8>(place)
    sumOfSums += sum
  }
  return (sumOfSums % MODULUS << 16) | sum % MODULUS
}

/** @returns the checksum of the bytes before, and of `count` zeros after them */
export function addZeros(adler: u32, count: usize): u32 {
  const sum = adler & 0xffff
  const sumOfSums = (adler >> 16) + (<u32>count % MODULUS) * <u64>sum
  return (<u32>(sumOfSums % MODULUS) << 16) | sum
}

// @ts-ignore: decorator
@inline
function weighLow(bytes: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), weights)
}

// @ts-ignore: decorator
@inline
function weighHigh(bytes: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), weights)
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
