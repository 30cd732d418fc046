/** The input of inflate: bits, the lowest first. */

/**
 * The next byte to read. Every step reads eight bytes, so up to 16 bytes after the end of the input
 * are read too; see {@link INPUT_PADDING}.
 */
export let input: usize = 0
/** The next bits, `bitCount` of them. The bits above them are right too, but will be read again. */
export let bitBuffer: u64 = 0
export let bitCount: u64 = 0

/** The number of bytes that must follow the input in memory. */
export const INPUT_PADDING: usize = 32

export function continueInput(place: usize, bits: u64, count: u64): void {
  input = place
  bitBuffer = bits
  bitCount = count
}

/** Fills the buffer to at least 56 bits. */
// @ts-ignore: decorator
@inline
export function refill(): void {
  bitBuffer |= load<u64>(input) << bitCount
  input += <usize>((63 - bitCount) >> 3)
  bitCount |= 56
}

/** Takes up to 32 bits, which must already be in the buffer. */
// @ts-ignore: decorator
@inline
export function takeBits(count: u32): u32 {
  const bits = <u32>(bitBuffer & (((<u64>1) << count) - 1))
  bitBuffer >>= count
  bitCount -= count
  return bits
}

/** The number of bits between `start` and the next one to be taken. */
// @ts-ignore: decorator
@inline
export function bitsSince(start: usize): u64 {
  return (<u64>(input - start) << 3) - bitCount
}
