/** The output of deflate: bits, the lowest first. */

/** The most bytes of one stored block. */
const MAX_STORED: u32 = 65535

/** Where the next bits go. Whole bytes are in memory; up to seven bits wait in the buffer. */
export let out: usize = 0
export let bitBuffer: u64 = 0
export let bitCount: u32 = 0

export function continueAt(place: usize, bits: u64, count: u32): void {
  out = place
  bitBuffer = bits
  bitCount = count
}

/** Takes at most 56 bits at a time, and writes eight bytes at `out`. */
// @ts-ignore: decorator
@inline
export function putBits(bits: u64, count: u32): void {
  bitBuffer |= bits << bitCount
  bitCount += count
  store<u64>(out, bitBuffer)
  out += bitCount >> 3
  bitBuffer >>= bitCount & ~7
  bitCount &= 7
}

/** The number of bits that {@link putStored} writes for `byteCount` bytes. */
export function countStoredBits(byteCount: u32): u32 {
  const padding = (13 - bitCount) & 7
  const laterBlocks = byteCount ? (byteCount - 1) / MAX_STORED : 0
  return 3 + padding + 32 + laterBlocks * 40 + (byteCount << 3)
}

export function putStored(start: usize, end: usize, isFinal: bool): void {
  let place = start
  do {
    const length = min(<u32>(end - place), MAX_STORED)
    putBits(u64(isFinal && place + length == end), 3)
    if (bitCount) putBits(0, 8 - bitCount)
    store<u16>(out, <u16>length)
    store<u16>(out, <u16>~length, 2)
    memory.copy(out + 4, place, length)
    out += 4 + length
    place += length
  } while (place < end)
}

const COPY_MASK: u64 = (1 << 56) - 1

/**
 * Copies bits from the bits at `input`. Up to eight bytes after the last one are read, and as many
 * are written.
 */
export function copyBits(input: usize, from: u64, end: u64): void {
  let left = end - from
  let place = input + <usize>(from >> 3)
  const shift = from & 7
  const count: u64 = bitCount
  let target = out
  let buffer = bitBuffer
  for (; left >= 56; left -= 56, place += 7, target += 7) {
    buffer |= ((load<u64>(place) >> shift) & COPY_MASK) << count
    store<u64>(target, buffer)
    buffer >>= 56
  }
  continueAt(target, buffer, <u32>count)
  putBits((load<u64>(place) >> shift) & (((<u64>1) << left) - 1), <u32>left)
}
