/**
 * Writes bits into memory in descending order, the order in which the scan is read too: the i-th
 * byte is at `start - i`.
 */

import { bitsAt, origin } from './scan'

let start: usize = 0
/** Bits that do not make a whole byte yet, the first one highest, and their number. */
export let pending: u64 = 0
export let pendingCount: u32 = 0
/** Where the next byte goes. */
export let next: usize = 0

/** @param address the first byte; below the written bytes, 32 more must be free */
export function beginBits(address: usize): void {
  start = address
  next = address
  pending = 0
  pendingCount = 0
}

/** The number of whole bytes that are written. */
// @ts-ignore: decorator
@inline
export function byteCount(): usize {
  return start - next
}

/** Continues from a state that the caller held. */
// @ts-ignore: decorator
@inline
export function resumeBits(address: usize, bits: u64, count: u32): void {
  next = address
  pending = bits
  pendingCount = count
}

/** @param count at most 56; no other bits of `bits` are set */
// @ts-ignore: decorator
@inline
export function putBits(bits: u64, count: u32): void {
  const filled = pendingCount + count
  const all = pending | (bits << (64 - <u64>filled))
  store<u64>(next - 7, all)
  next -= filled >> 3
  pending = all << (filled & 56)
  pendingCount = filled & 7
}

/** Writes ones up to the next byte: ITU-T T.81, section F.1.2.3. */
export function endBits(): void {
  const free = (8 - pendingCount) & 7
  putBits((1 << free) - 1, free)
}

/** Copies a range of the scan. */
export function copyBits(from: u32, end: u32): void {
  const free = min((8 - pendingCount) & 7, end - from)
  putBits((bitsAt(from) >> 1) >> (63 - <u64>free), free)
  from += free
  if (from == end) return
  const shift = from & 7
  let source = origin - 15 - <usize>(from >> 3)
  let to = next - 15
  // The last 16 bytes may go beyond the end, where the next bits will be written.
  for (let left = <i32>(end - from); left > 0; left -= 128) {
    const bytes = v128.load(source)
    const oneOn = v128.load(source - 1)
    v128.store(to, v128.or(i64x2.shl(bytes, shift), i64x2.shr_u(oneOn, 8 - shift)))
    source -= 16
    to -= 16
  }
  next -= (end - from) >> 3
  pendingCount = (end - from) & 7
  pending = bitsAt(end - pendingCount) & ~(<u64>-1 >> <u64>pendingCount)
}

/**
 * Copies the whole bytes that were written, with a zero after each FF, and begins at the first byte
 * again.
 * @returns the end of the copy
 */
export function stuffBytes(to: usize): usize {
  let at = start
  while (at > next + 15) {
    const bytes = v128.load(at - 15)
    const turned = i8x16.shuffle(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
    v128.store(to, turned)
    const found = i8x16.bitmask(i8x16.eq(turned, i8x16.splat(-1)))
    if (found) {
      const kept = ctz(found) + 1
      at -= kept
      to += kept
      store<u8>(to++, 0)
    } else {
      at -= 16
      to += 16
    }
  }
  for (; at > next; at--) {
    const byte = load<u8>(at)
    store<u8>(to++, byte)
    if (byte == 0xff) store<u8>(to++, 0)
  }
  next = start
  return to
}
