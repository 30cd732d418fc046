/**
 * The Huffman coding of quantised blocks. The bytes are stored in descending order, so the first
 * bit of a 64-bit number is its highest bit. Such a number is stored after each code, without a
 * test of how full it is. A code is a 32-bit number: its lowest five bits are the length, the bits
 * above them are the code.
 */

import { placeOf } from '../zigzag'

/** Four tables of 256 codes, by symbol: DC and AC of luma, then of chroma. */
export const CODES: usize = memory.data(4 * 1024, 16)
/** How often each symbol occurs, in the order of the codes. */
export const COUNTS: usize = memory.data(4 * 1024, 16)
/**
 * For luma and chroma: the whole code of a coefficient, by its run of zeros and its value as a
 * byte. The whole code is the code of the symbol and the bits of the value. It is 0 for values that
 * may be the result of saturation.
 */
const PAIRS: usize = memory.data(2 * 16 * 256 * 4, 64)

const AC: usize = 1024
const END_OF_BLOCK: usize = 0
const SIXTEEN_ZEROS: usize = 0xf0

/** The bits of an incomplete byte, from the highest one on. */
let rest: u64 = 0
let restBits: u32 = 0
let end: usize = 0

/** @param top the bytes go below this address, in descending order */
export function startBits(top: usize): void {
  end = top
}

/** @returns the address of the last complete byte */
export function bitsEnd(): usize {
  return end
}

/** Whether there is an incomplete byte. */
export function hasRest(): bool {
  return restBits > 0
}

/** @returns the incomplete byte, filled with ones */
export function lastByte(): u8 {
  return ((rest >> 56) | (0xff >> restBits)) as u8
}

export function resetBits(): void {
  rest = 0
  restBits = 0
}

/** Makes the codes of coefficients from those of symbols. */
export function preparePairs(): void {
  for (let isChroma: usize = 0; isChroma < 2; isChroma++) {
    const codes = CODES + isChroma * 2 * 1024 + AC
    const pairs = PAIRS + isChroma * 16 * 1024
    for (let run: usize = 0; run < 16; run++) {
      for (let value: i32 = -127; value < 127; value++) {
        const at = pairs + ((run << 8) | (value & 0xff)) * 4
        store<u32>(at, value == 0 ? 0 : codeOf(codes, run << 4, value))
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function sizeOf(value: i32): u32 {
  return 32 - clz(value < 0 ? -value : value)
}

/**
 * Joins the code of a symbol and the bits of its value.
 * @param codes by symbol
 * @param symbol the symbol, without the size of the value
 */
// @ts-ignore: decorator
@inline
function codeOf(codes: usize, symbol: usize, value: i32): u32 {
  const size = sizeOf(value)
  const code = load<u32>(codes + (symbol | size) * 4)
  const bits = (value + (value >> 31)) & ((1 << size) - 1)
  return ((((code >> 5) << size) | bits) << 5) | ((code & 31) + size)
}

/**
 * @param block the coefficients by columns
 * @param zigzag the coefficients in zigzag order, saturated to 8 bits
 * @param nonZero a bit for each coefficient in zigzag order, set if it is not 0
 * @param difference from the previous DC to this one
 */
export function writeBlock(
  block: usize, zigzag: usize, nonZero: u64, difference: i32, isChroma: usize,
): void {
  const codes = CODES + isChroma * 2 * 1024
  const pairs = PAIRS + isChroma * 16 * 1024
  let needsEnd = (nonZero as i64) >= 0
  let left = nonZero & ~1
  let next: usize = 1
  let current = rest
  let used = restBits
  let target = end
  let code = codeOf(codes, 0, difference)
  while (true) {
    const length = code & 31
    const bits = (code >> 5) as u64
    used += length
    current |= bits << (64 - used)
    store<u64>(target - 8, current)
    target -= used >> 3
    current <<= used & ~7
    used &= 7
    if (left != 0) {
      const at = ctz(left) as usize
      const run = at - next
      if (run > 15) {
        code = load<u32>(codes + AC + SIXTEEN_ZEROS * 4)
        next += 16
      } else {
        left &= left - 1
        next = at + 1
        code = load<u32>(pairs + ((run << 8) | load<u8>(zigzag + at)) * 4)
        if (code == 0) {
          const value = load<i16>(block + (placeOf(at as i32) << 1))
          code = codeOf(codes + AC, run << 4, value)
        }
      }
    } else if (needsEnd) {
      needsEnd = false
      code = load<u32>(codes + AC + END_OF_BLOCK * 4)
    } else {
      break
    }
  }
  rest = current
  restBits = used
  end = target
}

/** Counts the symbol of a block's DC. */
export function countDifference(difference: i32, isChroma: usize): void {
  count(COUNTS + isChroma * 2 * 1024, sizeOf(difference))
}

/** Counts the other symbols of the block; see {@link writeBlock}. */
export function countBlock(block: usize, nonZero: u64, isChroma: usize): void {
  const counts = COUNTS + isChroma * 2 * 1024 + AC
  let next: usize = 1
  for (let left = nonZero & ~1; left != 0; left &= left - 1) {
    const at = ctz(left) as usize
    let run = at - next
    next = at + 1
    for (; run > 15; run -= 16) count(counts, SIXTEEN_ZEROS)
    const value = load<i16>(block + (placeOf(at as i32) << 1))
    count(counts, (run << 4) | sizeOf(value))
  }
  if ((nonZero as i64) >= 0) count(counts, END_OF_BLOCK)
}

// @ts-ignore: decorator
@inline
function count(counts: usize, symbol: usize): void {
  const at = counts + symbol * 4
  store<u32>(at, load<u32>(at) + 1)
}
