/**
 * The scan without byte stuffing and markers. It is stored in descending order, byte j at `origin -
 * j`, so that a 64-bit load (little-endian) gives the next bits with the first one highest.
 */

import { allocate } from '../heap'
import { Status } from '../status'

/** A step of a walk, a load or a copy goes less far than this beyond the end. */
const MARGIN: usize = 64

export const SEGMENT_BYTES: usize = 32

/** The address of the first byte. */
export let origin: usize = 0
/** The segments between restart markers; see the readers below. */
export let segments: usize = 0
export let segmentCount: i32 = 0
/** In the source: address of the marker that ends the scan. */
export let scanEnd: usize = 0

/** The first bit in the scan without stuffing. */
// @ts-ignore: decorator
@inline
export function firstBitOf(segment: usize): u32 {
  return load<u32>(segment) << 3
}

/** The end bit in the scan without stuffing. */
// @ts-ignore: decorator
@inline
export function endBitOf(segment: usize): u32 {
  return load<u32>(segment, 4) << 3
}

/** In the source: address of the first byte. */
// @ts-ignore: decorator
@inline
export function sourceOf(segment: usize): usize {
  return load<usize>(segment, 8)
}

/** In the source: end address of the data, before the marker and its fill bytes. */
// @ts-ignore: decorator
@inline
export function sourceEndOf(segment: usize): usize {
  return load<usize>(segment, 12)
}

/** The end bit of the last block, or 0 if the segment was not walked through. */
// @ts-ignore: decorator
@inline
export function dataEndOf(segment: usize): u32 {
  return load<u32>(segment, 16)
}

export function setDataEnd(segment: usize, position: u32): void {
  store<u32>(segment, position, 16)
}

/** The bits from a position on: at least 57, the first one highest. */
// @ts-ignore: decorator
@inline
export function bitsAt(position: u32): u64 {
  return load<u64>(origin - 7 - <usize>(position >> 3)) << (position & 7)
}

/** Makes room for a scan of at most `bytes` bytes and `segmentsAtMost` segments. */
export function reserveScan(bytes: usize, segmentsAtMost: i32): void {
  origin = allocate(bytes + MARGIN + 32) + bytes + MARGIN + 15
  segments = allocate(<usize>segmentsAtMost * SEGMENT_BYTES)
}

/** Reads the scan from `source`, which ends at `end`; it must have `expected` segments. */
export function readScan(source: usize, end: usize, expected: i32): Status {
  segmentCount = 0
  let from = source
  let at = source
  let count: u32 = 0
  let first: u32 = 0
  while (true) {
    // Copy up to the next FF.
    let hasFF = false
    while (at + 16 <= end) {
      const bytes = v128.load(at)
      v128.store(
        origin - count - 15,
        i8x16.shuffle(bytes, bytes, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
      )
      const found = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(-1)))
      if (found) {
        const index = ctz(found)
        at += index
        count += index
        hasFF = true
        break
      }
      at += 16
      count += 16
    }
    if (!hasFF) {
      while (at < end && load<u8>(at) != 0xff) store<u8>(origin - count++, load<u8>(at++))
      if (at >= end) return Status.EndsEarly
    }
    const entropyEnd = at
    do {
      at++
      if (at >= end) return Status.EndsEarly
    } while (load<u8>(at) == 0xff)
    const code = <i32>load<u8>(at)
    if (code == 0) {
      // FF 00 is one byte FF of data. FF FF 00 is the same after a fill byte.
      store<u8>(origin - count++, 0xff)
      at++
      continue
    }
    if (segmentCount == expected) return Status.WrongRestart
    const segment = segments + <usize>segmentCount * SEGMENT_BYTES
    store<u32>(segment, first)
    store<u32>(segment, count, 4)
    store<usize>(segment, from, 8)
    store<usize>(segment, entropyEnd, 12)
    store<u32>(segment, 0, 16)
    segmentCount++
    if (code < 0xd0 || code > 0xd7) {
      scanEnd = entropyEnd
      break
    }
    if ((code & 7) != ((segmentCount - 1) & 7)) return Status.WrongRestart
    at++
    from = at
    first = count
  }
  memory.fill(origin - count - MARGIN + 1, 0, MARGIN)
  return segmentCount == expected ? Status.Done : Status.EndsEarly
}
