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
  if ((start < end || isFinal) && !writeBlocks(windowStart, start, end, limit, isFinal, false)) {
    return false
  }
  spanEnd = out
  spanBitBuffer = <u32>bitBuffer
  spanBitCount = bitCount
  return true
}

/**
 * Compresses data of which there is a map of the pieces, see `filled-pieces.ts`, into a whole stream.
 * `spanEnd` tells where it ends, which is never at or after `limit`.
 */
export function deflateMapped(start: usize, end: usize, target: usize, limit: usize): void {
  continueAt(target, 0, 0)
  openWindow(start, start, end)
  writeBlocks(start, start, end, limit, true, true)
  spanEnd = bitCount ? out + 1 : out
  if (bitCount) store<u8>(out, <u8>bitBuffer)
}

function writeBlocks(
  windowStart: usize,
  start: usize,
  end: usize,
  limit: usize,
  isFinal: bool,
  isMapped: bool,
): bool {
  let place = start
  do {
    const blockEnd = findSequences(windowStart, place, end, isMapped)
    if (!writeBlock(place, blockEnd, limit, isFinal && blockEnd == end)) return false
    place = blockEnd
  } while (place < end)
  return true
}

/** The most bytes that {@link deflateSpan} needs before its limit for `byteCount` bytes. */
export function deflateBound(byteCount: usize): usize {
  return byteCount + (byteCount / MIN_BLOCK_SIZE + 1) * BLOCK_OVERHEAD + 16
}
