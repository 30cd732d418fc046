/**
 * Writes the deflate blocks again whose bytes changed. Most of their old matches are used again.
 */

import { writeBlocks } from './blocks'
import { bitCount, continueAt, out, putBits } from './deflate/deflate-bits'
import { deflateSpan, spanBitBuffer, spanBitCount, spanEnd } from './deflate/deflate'
import { writeBlock } from './deflate/deflate-block'
import {
  SPAN_BYTES,
  SPAN_BYTES_END,
  SPAN_END,
  SPAN_END_BIT,
  SPAN_IS_FINAL,
  SPAN_NOTES,
  SPAN_NOTES_END,
  SPAN_START,
  SPAN_START_BIT,
} from './inflate/inflate'
import { findNotedSequences, openNotes } from './inflate/noted-matches'

/** A span with fewer bits per byte than this has many repeated bytes. */
const REPETITIVE_BITS: u64 = 2

/** The most bytes that {@link align} and the code after it write, eight at a time. */
const MAX_ALIGNMENT: usize = 32

/**
 * Writes the bytes to `target` that replace the span in the stream at `input`. They go from the
 * byte with the span's first bit to the byte with its last bit, or to the end of the blocks if the
 * span is final. All later bits keep their position within their byte, so they can be copied
 * unchanged.
 *
 * @param output where the inflated data begin
 * @returns false if the span does not fit before `limit`
 */
export function writeSpan(
  span: usize,
  input: usize,
  output: usize,
  target: usize,
  limit: usize,
): bool {
  const startBit = load<u64>(span, SPAN_START_BIT)
  const startCount = <u32>startBit & 7
  const startBits = <u32>load<u8>(input + <usize>(startBit >> 3)) & ((1 << startCount) - 1)
  const isFinal = load<u32>(span, SPAN_IS_FINAL) != 0
  const isWritten = isRepetitive(span)
    ? searchAgain(span, output, target, limit, startBits, startCount, isFinal)
    : keepSymbols(span, input, target, limit, startBits, startCount) ||
      useNotes(span, target, limit, startBits, startCount, isFinal)
  if (!isWritten) return false
  if (out + MAX_ALIGNMENT > limit) return false
  if (isFinal) {
    putBits(0, (8 - bitCount) & 7)
  } else {
    const endBit = load<u64>(span, SPAN_END_BIT)
    const endCount = <u32>endBit & 7
    align(endCount)
    const after = <u32>load<u8>(input + <usize>(endBit >> 3)) >> endCount
    if (endCount) putBits(after, 8 - endCount)
  }
  store<usize>(span, target, SPAN_BYTES)
  store<usize>(span, out, SPAN_BYTES_END)
  return true
}

/**
 * In drawings and screenshots much repeats, also in what is drawn on them, so a search is
 * worthwhile.
 */
function isRepetitive(span: usize): bool {
  const bits = load<u64>(span, SPAN_END_BIT) - load<u64>(span, SPAN_START_BIT)
  return bits < <u64>(load<usize>(span, SPAN_END) - load<usize>(span, SPAN_START)) * REPETITIVE_BITS
}

function searchAgain(
  span: usize,
  output: usize,
  target: usize,
  limit: usize,
  startBits: u32,
  startCount: u32,
  isFinal: bool,
): bool {
  const start = load<usize>(span, SPAN_START)
  const end = load<usize>(span, SPAN_END)
  if (!deflateSpan(output, start, end, target, limit, startBits, startCount, isFinal)) return false
  continueAt(spanEnd, spanBitBuffer, spanBitCount)
  return true
}

/** Copies what did not change: in a photograph nothing that is drawn repeats anything else. */
function keepSymbols(
  span: usize,
  input: usize,
  target: usize,
  limit: usize,
  startBits: u32,
  startCount: u32,
): bool {
  continueAt(target, startBits, startCount)
  return writeBlocks(span, input, limit)
}

/** Uses the noted matches: in a photograph most data did not change, so no search is needed. */
function useNotes(
  span: usize,
  target: usize,
  limit: usize,
  startBits: u32,
  startCount: u32,
  isFinal: bool,
): bool {
  const end = load<usize>(span, SPAN_END)
  let place = load<usize>(span, SPAN_START)
  continueAt(target, startBits, startCount)
  openNotes(load<usize>(span, SPAN_NOTES), load<usize>(span, SPAN_NOTES_END), place)
  do {
    const blockEnd = findNotedSequences(place, end)
    if (!writeBlock(place, blockEnd, limit, isFinal && blockEnd == end)) return false
    place = blockEnd
  } while (place < end)
  return true
}

/** Writes empty blocks until the next bit is bit `wanted` of its byte. */
function align(wanted: u32): void {
  if ((wanted - bitCount) & 1) putOddBlock()
  while (bitCount != wanted) putBits(1 << 1, 10)
}

/**
 * Writes an empty block with an odd number of bits, 91. It has codes for a zero and for its end.
 */
function putOddBlock(): void {
  // Dynamic codes: 257 literals, 1 distance, 18 lengths for the code of the lengths.
  putBits((2 << 1) | (14 << 13), 17)
  // In the order of RFC 1951, the third one is for runs of zeros, and the last one is for length 1.
  putBits(1 << 6, 27)
  putBits((<u64>1) << 24, 27)
  // Length 1; 138 and 117 zeros; length 1; length 1 for the distance. Then the end of the block.
  putBits(0, 1)
  putBits(1 | (127 << 1), 8)
  putBits(1 | (106 << 1), 8)
  putBits(0, 2)
  putBits(1, 1)
}
