/** Deflate (RFC 1951), tuned for speed on the filtered rows of pictures. */

import { bitBuffer, bitCount, continueAt, out } from './deflate-bits'
import { writeBlock } from './deflate-block'
import { findSequences, openWindow } from './deflate-matches'

/** The smallest size of a block, except the last, in bytes. */
const MIN_BLOCK_SIZE: usize = 60000
const BLOCK_OVERHEAD: usize = 6

/** Where {@link deflateSpan} ended: whole bytes are before `spanEnd`… */
export let spanEnd: usize = 0
/** …and the next byte's lowest `spanBitCount` bits, 0 to 7, are in `spanBitBuffer`. */
export let spanBitBuffer: u32 = 0
export let spanBitCount: u32 = 0

/**
 * Compresses the bytes from `start` to `end` into whole deflate blocks. Matches may reach back to
 * 32 KiB before `start`, but not before `windowStart`.
 *
 * The first block starts at bit `startBitCount` of the byte at `target`. `spanEnd`, `spanBitBuffer`
 * and `spanBitCount` tell where the last block ended. After the final block, the caller stores the
 * remaining bits as one byte. An empty span makes a block only if it is final.
 *
 * @param end four more bytes are read, so they must be in memory; their values do not matter
 * @param startBitBuffer the bits that the byte at `target` already has
 * @param startBitCount how many they are, 0 to 7
 * @param limit nothing is written at or after it; {@link deflateBound} bytes are always enough
 * @param isFinal whether the stream ends with this span
 * @returns false if the output does not fit before `limit`
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

/** The most bytes that {@link deflateSpan} needs before its limit for `byteCount` bytes. */
export function deflateBound(byteCount: usize): usize {
  return byteCount + (byteCount / MIN_BLOCK_SIZE + 1) * BLOCK_OVERHEAD + 16
}
