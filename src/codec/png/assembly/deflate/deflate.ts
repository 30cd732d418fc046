/** Deflate (RFC 1951), tuned for speed on the filtered rows of pictures. */

import { bitBuffer, bitCount, continueAt, out } from './deflate-bits'
import { writeBlock } from './deflate-block'
import { findSequences, openWindow } from './deflate-matches'

/** The least bytes of a block but the last. */
const MIN_BLOCK_SIZE: usize = 60000
const BLOCK_OVERHEAD: usize = 6

/** Where {@link deflateSpan} ended: whole bytes lie before `spanEnd`… */
export let spanEnd: usize = 0
/** …and the next byte's lowest `spanBitCount` bits, 0 to 7, are in `spanBitBuffer`. */
export let spanBitBuffer: u32 = 0
export let spanBitCount: u32 = 0

/**
 * Compresses the bytes from `start` to `end` into whole deflate blocks. Matches may reach back to
 * 32 KiB before `start`, but not before `windowStart`.
 *
 * The first block is put at bit `startBitCount` of the byte at `target`. Where the last one ended
 * stands in `spanEnd`, `spanBitBuffer` and `spanBitCount`. After the final block the caller stores
 * the bits that are left as one byte. A span of no bytes makes a block only if it is final.
 *
 * @param end four bytes behind it are read, so that they must lie in memory; they do not matter
 * @param startBitBuffer the bits of the byte at `target` that are there already
 * @param startBitCount how many they are, 0 to 7
 * @param limit nothing is written at or behind it; {@link deflateBound} bytes are always enough
 * @param isFinal whether the stream ends with this span
 * @returns false when the output does not fit before `limit`
 */
export function deflateSpan(
  windowStart: usize,
  start: usize,
  end: usize,
  target: usize,
  limit: usize,
  startBitBuffer: u32,
  startBitCount: u32,
  isFinal: bool,
): bool {
  continueAt(target, startBitBuffer, startBitCount)
  openWindow(windowStart, start, end)
  let place = start
  let isDone = start == end && !isFinal
  while (!isDone) {
    const blockEnd = findSequences(windowStart, place, end)
    isDone = blockEnd == end
    if (!writeBlock(place, blockEnd, limit, isFinal && isDone)) return false
    place = blockEnd
  }
  spanEnd = out
  spanBitBuffer = <u32>bitBuffer
  spanBitCount = bitCount
  return true
}

/** The most bytes that {@link deflateSpan} needs before its limit for so many bytes. */
export function deflateBound(byteCount: usize): usize {
  return byteCount + (byteCount / MIN_BLOCK_SIZE + 1) * BLOCK_OVERHEAD + 16
}
