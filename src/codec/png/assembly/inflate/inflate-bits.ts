/** The input of inflate: bits, the lowest first. */

/**
 * The next byte to read. Up to 16 bytes behind the end of the input are read too, as every step
 * takes eight at once; see {@link INPUT_PADDING}.
 */
export let input: usize = 0
/** Its lowest `bitCount` bits come next; what lies above them is right, but is read again. */
export let bitBuffer: u64 = 0
export let bitCount: u64 = 0

/** So many bytes must follow the input. */
export const INPUT_PADDING: usize = 32

export function continueInput(place: usize, bits: u64, count: u64): void {
  input = place
  bitBuffer = bits
  bitCount = count
}

/** Brings the buffer to at least 56 bits. */
// @ts-ignore: decorator
@inline
export function refill(): void {
  bitBuffer |= load<u64>(input) << bitCount
  input += <usize>((63 - bitCount) >> 3)
  bitCount |= 56
}

/** Up to 32 bits that are in the buffer already. */
// @ts-ignore: decorator
@inline
export function takeBits(count: u32): u32 {
  const bits = <u32>(bitBuffer & (((<u64>1) << count) - 1))
  bitBuffer >>= count
  bitCount -= count
  return bits
}

/** How many bits lie between `start` and the next one to be taken. */
// @ts-ignore: decorator
@inline
export function bitsSince(start: usize): u64 {
  return (<u64>(input - start) << 3) - bitCount
}
