/** Writes one block of given sequences, in the smallest form. */

import {
  bitBuffer,
  bitCount,
  continueAt,
  countStoredBits,
  out,
  putBits,
  putStored,
} from './deflate-bits'
import { prepareHeader, putHeader } from './deflate-header'
import { assignCodes, buildCode } from './deflate-huffman'
import {
  MAX_LENGTH,
  SEQUENCES,
  SEQUENCE_SIZE,
  endSequences,
  sequencesEnd,
} from './deflate-matches'
import {
  distanceExtraBits,
  distanceSymbol,
  joinLengthBits,
  lengthBits,
  lengthExtraBits,
  lengthSymbol,
} from './deflate-symbols'

const LITERAL_SYMBOL_COUNT: u32 = 286
const DISTANCE_SYMBOL_COUNT: u32 = 30
const END_OF_BLOCK: usize = 256
/** So four literals fit into the bit buffer together with the up to seven bits that wait there. */
const MAX_LITERAL_BITS: u32 = 14
const MAX_DISTANCE_BITS: u32 = 15

const LITERAL_FREQUENCIES: usize = memory.data(288 * 4, 16)
const DISTANCE_FREQUENCIES: usize = memory.data(32 * 4, 16)
/**
 * Three more tables of literal counts: equal bytes in a row then do not wait for each other's
 * update.
 */
const MORE_FREQUENCIES: usize = memory.data(3 * 256 * 4, 16)
const LITERAL_LENGTHS: usize = memory.data(288, 16)
const DISTANCE_LENGTHS: usize = memory.data(32, 16)
const FIXED_LITERAL_LENGTHS: usize = memory.data(288, 16)
const FIXED_DISTANCE_LENGTHS: usize = memory.data(32, 16)
const LITERAL_CODES: usize = memory.data(288 * 4, 16)
const DISTANCE_CODES: usize = memory.data(32 * 4, 16)

memory.fill(FIXED_LITERAL_LENGTHS, 8, 144)
memory.fill(FIXED_LITERAL_LENGTHS + 144, 9, 112)
memory.fill(FIXED_LITERAL_LENGTHS + 256, 7, 24)
memory.fill(FIXED_LITERAL_LENGTHS + 280, 8, 8)
memory.fill(FIXED_DISTANCE_LENGTHS, 5, 32)

/** @returns false if the block might reach past `limit`; then nothing is written */
export function writeBlock(start: usize, end: usize, limit: usize, isFinal: bool): bool {
  countSymbols(start)
  buildCode(
    LITERAL_FREQUENCIES,
    LITERAL_SYMBOL_COUNT,
    MAX_LITERAL_BITS,
    LITERAL_LENGTHS,
    LITERAL_CODES,
  )
  buildCode(
    DISTANCE_FREQUENCIES,
    DISTANCE_SYMBOL_COUNT,
    MAX_DISTANCE_BITS,
    DISTANCE_LENGTHS,
    DISTANCE_CODES,
  )
  const dynamicBits =
    prepareHeader(LITERAL_LENGTHS, DISTANCE_LENGTHS) + countBits(LITERAL_LENGTHS, DISTANCE_LENGTHS)
  const fixedBits = 3 + countBits(FIXED_LITERAL_LENGTHS, FIXED_DISTANCE_LENGTHS)
  const storedBits = countStoredBits(<u32>(end - start))
  const bits = min(min(dynamicBits, fixedBits), storedBits)
  // Writes are eight bytes wide, even if fewer bits are left.
  if (out + ((bitCount + bits) >> 3) + 8 > limit) return false
  if (bits == storedBits) {
    putStored(start, end, isFinal)
    return true
  }
  if (bits == fixedBits) {
    putBits(u64(isFinal) | (1 << 1), 3)
    assignCodes(288, 9, FIXED_LITERAL_LENGTHS, LITERAL_CODES)
    assignCodes(32, 5, FIXED_DISTANCE_LENGTHS, DISTANCE_CODES)
  } else {
    putHeader(isFinal)
  }
  joinLengthBits(LITERAL_CODES)
  putSequences(start)
  putEndOfBlock()
  return true
}

/** Takes the codes with which {@link putKnownSequences} writes. Literals have 14 bits at most. */
export function useCodes(literalLengths: usize, distanceLengths: usize): void {
  assignCodes(288, MAX_DISTANCE_BITS, literalLengths, LITERAL_CODES)
  assignCodes(32, MAX_DISTANCE_BITS, distanceLengths, DISTANCE_CODES)
  joinLengthBits(LITERAL_CODES)
}

/** The number of bits of some bytes as literals. */
export function literalsBits(start: usize, end: usize): u64 {
  let bits: u64 = 0
  for (let place = start; place < end; place++) bits += codeOfLiteral(load<u8>(place)) & 255
  return bits
}

/** The number of bits of a match. A length of 258 is taken to have its own symbol. */
export function matchBits(length: u32, distance: u32): u64 {
  const symbol = distanceSymbol(distance)
  const ofDistance = (load<u32>(DISTANCE_CODES + (symbol << 2)) & 255) + distanceExtraBits(symbol)
  return (lengthBits(length) & 255) + ofDistance
}

/** The number of bits of the code that ends a block. */
export function endOfBlockBits(): u64 {
  return load<u32>(LITERAL_CODES + (END_OF_BLOCK << 2)) & 255
}

/** Writes the sequences, without a block. Matches that have no code become literals. */
export function putKnownSequences(start: usize): void {
  let kept = SEQUENCES
  let literalCount: u32 = 0
  for (let sequence = SEQUENCES; sequence < sequencesEnd; sequence += SEQUENCE_SIZE) {
    literalCount += load<u32>(sequence)
    const match = load<u32>(sequence, 4)
    if (match && !hasCode(match & 0xffff, match >> 16)) {
      literalCount += match & 0xffff
      continue
    }
    store<u32>(kept, literalCount)
    store<u32>(kept, match, 4)
    kept += SEQUENCE_SIZE
    literalCount = 0
  }
  if (literalCount) {
    store<u32>(kept, literalCount)
    store<u32>(kept, 0, 4)
    kept += SEQUENCE_SIZE
  }
  endSequences(kept)
  putSequences(start)
}

// @ts-ignore: decorator
@inline
function hasCode(length: u32, distance: u32): bool {
  return (
    load<u32>(LITERAL_CODES + (lengthSymbol(length) << 2)) != 0 &&
    load<u32>(DISTANCE_CODES + (distanceSymbol(distance) << 2)) != 0
  )
}

function countSymbols(start: usize): void {
  memory.fill(LITERAL_FREQUENCIES, 0, 288 * 4)
  memory.fill(DISTANCE_FREQUENCIES, 0, 32 * 4)
  memory.fill(MORE_FREQUENCIES, 0, 3 * 256 * 4)
  let place = start
  for (let sequence = SEQUENCES; sequence < sequencesEnd; sequence += SEQUENCE_SIZE) {
    let left = load<u32>(sequence)
    for (; left > 4; left -= 4) {
      const four = load<u32>(place)
      increase(LITERAL_FREQUENCIES, four & 255, 1)
      increase(MORE_FREQUENCIES, (four >> 8) & 255, 1)
      increase(MORE_FREQUENCIES + 1024, (four >> 16) & 255, 1)
      increase(MORE_FREQUENCIES + 2048, four >> 24, 1)
      place += 4
    }
    // The last ones: no branch on their number, because the processor could not predict it.
    const last = load<u32>(place)
    increase(LITERAL_FREQUENCIES, last & 255, u32(left > 0))
    increase(MORE_FREQUENCIES, (last >> 8) & 255, u32(left > 1))
    increase(MORE_FREQUENCIES + 1024, (last >> 16) & 255, u32(left > 2))
    increase(MORE_FREQUENCIES + 2048, last >> 24, u32(left > 3))
    const length: u32 = load<u16>(sequence, 4)
    const repeats = repeatsOf(length)
    if (length) {
      increase(LITERAL_FREQUENCIES, lengthSymbol(length - repeats), 1 + repeats)
      increase(DISTANCE_FREQUENCIES, distanceSymbol(load<u16>(sequence, 6)), 1 + repeats)
    }
    place += left + length + repeats * (MAX_LENGTH - 1)
  }
  for (let offset: usize = 0; offset < 1024; offset += 16) {
    let sum = v128.load(LITERAL_FREQUENCIES + offset)
    sum = i32x4.add(sum, v128.load(MORE_FREQUENCIES + offset))
    sum = i32x4.add(sum, v128.load(MORE_FREQUENCIES + 1024 + offset))
    sum = i32x4.add(sum, v128.load(MORE_FREQUENCIES + 2048 + offset))
    v128.store(LITERAL_FREQUENCIES + offset, sum)
  }
  store<u32>(LITERAL_FREQUENCIES + (END_OF_BLOCK << 2), 1)
}

/** How often the match of a sequence is repeated. */
// @ts-ignore: decorator
@inline
function repeatsOf(length: u32): u32 {
  return max(length, <u32>MAX_LENGTH) - <u32>MAX_LENGTH
}

// @ts-ignore: decorator
@inline
function increase(frequencies: usize, symbol: u32, by: u32): void {
  const place = frequencies + (symbol << 2)
  store<u32>(place, load<u32>(place) + by)
}

/** The number of bits of all counted symbols, without the block's header. */
function countBits(literalLengths: usize, distanceLengths: usize): u32 {
  let bits: u32 = 0
  for (let symbol: u32 = 0; symbol <= END_OF_BLOCK; symbol++) {
    bits += load<u32>(LITERAL_FREQUENCIES + (symbol << 2)) * load<u8>(literalLengths + symbol)
  }
  for (let symbol: u32 = END_OF_BLOCK + 1; symbol < LITERAL_SYMBOL_COUNT; symbol++) {
    const symbolBits = load<u8>(literalLengths + symbol) + lengthExtraBits(symbol)
    bits += load<u32>(LITERAL_FREQUENCIES + (symbol << 2)) * symbolBits
  }
  for (let symbol: u32 = 0; symbol < DISTANCE_SYMBOL_COUNT; symbol++) {
    const symbolBits = load<u8>(distanceLengths + symbol) + distanceExtraBits(symbol)
    bits += load<u32>(DISTANCE_FREQUENCIES + (symbol << 2)) * symbolBits
  }
  return bits
}

function putSequences(start: usize): void {
  let place = start
  let target = out
  let buffer = bitBuffer
  let count: u64 = bitCount
  for (let sequence = SEQUENCES; sequence < sequencesEnd; sequence += SEQUENCE_SIZE) {
    let left: u32 = load<u32>(sequence)
    for (;;) {
      const four = load<u32>(place)
      let first = codeOfLiteral(four & 255)
      let second = codeOfLiteral((four >> 8) & 255)
      let third = codeOfLiteral((four >> 16) & 255)
      let fourth = codeOfLiteral(four >> 24)
      if (left <= 4) {
        // The last ones: no branch on their number, because the processor could not predict it.
        first = select<u64>(first, 0, left > 0)
        second = select<u64>(second, 0, left > 1)
        third = select<u64>(third, 0, left > 2)
        fourth = select<u64>(fourth, 0, left > 3)
      }
      // In pairs, so that the shifts do not wait for each other.
      // A shift uses only the lowest six bits, so the code above a length need not be masked out.
      const countOfPair = first + second
      const pair = (first >> 8) | ((second >> 8) << first)
      const nextPair = (third >> 8) | ((fourth >> 8) << third)
      buffer |= (pair | (nextPair << countOfPair)) << count
      count += (countOfPair + third + fourth) & 255
      store<u64>(target, buffer)
      target += <usize>(count >> 3)
      buffer >>= count & ~7
      count &= 7
      if (left <= 4) break
      place += 4
      left -= 4
    }
    const length: u32 = load<u16>(sequence, 4)
    const repeats = repeatsOf(length)
    if (length) {
      const ofLength: u64 = lengthBits(length - repeats)
      buffer |= (ofLength >> 8) << count
      count += ofLength & 255
      const distance: u32 = load<u16>(sequence, 6)
      const symbol = distanceSymbol(distance)
      const code: u64 = load<u32>(DISTANCE_CODES + (symbol << 2))
      buffer |= (code >> 8) << count
      count += code & 255
      const extraBits = distanceExtraBits(symbol)
      buffer |= <u64>((distance - 1) & ((1 << extraBits) - 1)) << count
      count += extraBits
      store<u64>(target, buffer)
      target += <usize>(count >> 3)
      buffer >>= count & ~7
      count &= 7
      // Neither the longest length nor a distance of 1 has extra bits.
      for (let more = repeats; more > 0; more--) {
        buffer |= ((ofLength >> 8) | ((code >> 8) << ofLength)) << count
        count += (ofLength + code) & 255
        store<u64>(target, buffer)
        target += <usize>(count >> 3)
        buffer >>= count & ~7
        count &= 7
      }
    }
    place += left + length + repeats * (MAX_LENGTH - 1)
  }
  continueAt(target, buffer, <u32>count)
}

function putEndOfBlock(): void {
  const endCode = load<u32>(LITERAL_CODES + (END_OF_BLOCK << 2))
  putBits(endCode >> 8, endCode & 255)
}

// @ts-ignore: decorator
@inline
function codeOfLiteral(literal: u32): u64 {
  return load<u32>(LITERAL_CODES + (literal << 2))
}
