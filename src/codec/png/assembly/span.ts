/** Writes deflate blocks again whose bytes changed, mostly by the matches they had before. */

import { bitBuffer, bitCount, continueAt, out, putBits } from './deflate/deflate-bits'
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

/** A byte of a span that was compressed to fewer bits than these is one of many that repeat. */
const REPETITIVE_BITS: u64 = 2

/** The most bytes that {@link align} and what follows it write, eight at a time. */
const MAX_ALIGNMENT: usize = 32

/**
 * Writes the bytes to `target` that replace the span's own in the stream at `input`, from the byte
 * that holds its first bit to the one that holds its last; of a final span up to the end of the
 * blocks. All that follows keeps its place within the byte, so that it can be copied as it is.
 *
 * @param output where the inflated data begin
 * @returns false when the span does not fit before `limit`
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
    : useNotes(span, target, limit, startBits, startCount, isFinal)
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

/** Drawings and screens repeat themselves, and what is drawn on them does too: a search pays. */
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

/** Most of a photograph is as it was: its matches need no search. */
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

/** Puts empty blocks out until the next bit is the given one of its byte. */
function align(wanted: u32): void {
  if ((wanted - bitCount) & 1) putOddBlock()
  while (bitCount != wanted) putBits(1 << 1, 10)
}

/** An empty block with an odd number of bits, 91: it has codes for a zero and for its end. */
function putOddBlock(): void {
  // Dynamic codes: 257 literals, 1 distance, 18 lengths of the code for lengths.
  putBits((2 << 1) | (14 << 13), 17)
  // In the order of RFC 1951 the third is the one for many zeros, the last the one for length 1.
  putBits(1 << 6, 27)
  putBits((<u64>1) << 24, 27)
  // Length 1; 138 and 117 zeros; length 1; length 1 of the distance. Then the end of the block.
  putBits(0, 1)
  putBits(1 | (127 << 1), 8)
  putBits(1 | (106 << 1), 8)
  putBits(0, 2)
  putBits(1, 1)
}
