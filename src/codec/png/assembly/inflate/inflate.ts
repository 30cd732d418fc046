/**
 * Inflates a zlib stream (RFC 1950) up to the end of its changes, and finds the spans of whole
 * blocks that must be written again because of them.
 */

import { bitCount, bitsSince, continueInput, input, refill, takeBits } from './inflate-bits'
import {
  BLOCK_BROKEN,
  BLOCK_CUT_OFF,
  BLOCK_ENDED,
  BLOCK_TOO_LONG,
  continueOutput,
  inflateSymbols,
  notePlace,
  outputPlace,
  sequenceStart,
} from './inflate-block'
import { readDynamicCodes, useFixedCodes } from './inflate-header'
import {
  BLOCK_HAS_ALL,
  BLOCK_IS_NOTED,
  BLOCK_NOTES,
  BLOCK_NOTE_START,
  BLOCK_SIZE,
  BLOCK_START,
  BLOCK_SYMBOLS_BIT,
  closeBlock,
  noteCodes,
} from './noted-blocks'

/** A change: usize start and end of the bytes of the inflated data that may change. */
export const CHANGE_SIZE: usize = 8
/** A span: the offsets of its fields follow. Bits are counted from the start of the input. */
export const SPAN_SIZE: usize = 56
export const SPAN_START_BIT: usize = 0
export const SPAN_END_BIT: usize = 8
export const SPAN_START: usize = 16
export const SPAN_END: usize = 20
export const SPAN_NOTES: usize = 24
export const SPAN_NOTES_END: usize = 28
export const SPAN_IS_FINAL: usize = 32
/** The address of the bytes that replace the span; see span.ts. */
export const SPAN_BYTES: usize = 36
export const SPAN_BYTES_END: usize = 40
/** Its blocks; see noted-blocks.ts. */
export const SPAN_BLOCKS: usize = 44
export const SPAN_BLOCKS_END: usize = 48

/**
 * How far back a match may reach. A block that begins farther after a change does not depend on it.
 */
const WINDOW_SIZE: usize = 32768

/** The end of the spans that were found. */
export let spansEnd: usize = 0
/** The address after the stream's last block, or 0 if that was not reached. */
export let streamEnd: usize = 0
/** Whether there were more blocks in the spans than fit. */
export let areBlocksLost: bool = false
/** The end of the noted blocks. */
let block: usize = 0
let lastBlock: usize = 0

/** @param blocks room for blocks, and for one more after `blocksLimit` */
export function openBlocks(blocks: usize, blocksLimit: usize): void {
  block = blocks
  lastBlock = blocksLimit
  areBlocksLost = false
}

/**
 * @param start address of the zlib stream
 * @param changes in rising order, at least one
 * @param spans room for as many spans as there are changes
 * @param notes room for the matches of the spans, up to and including `lastNote`
 */
export function inflate(
  start: usize,
  inputEnd: usize,
  output: usize,
  outputEnd: usize,
  changes: usize,
  changesEnd: usize,
  spans: usize,
  notes: usize,
  lastNote: usize,
): i32 {
  continueInput(start + 2, 0, 0)
  continueOutput(output, notes, output)
  let change = changes
  let changeEnd: usize = 0
  let span = spans - SPAN_SIZE
  let isInSpan = false
  let isFinal = false
  spansEnd = spans
  streamEnd = 0
  while (!isFinal) {
    const bit = bitsSince(start)
    for (; change < changesEnd && load<usize>(change) < outputPlace; change += CHANGE_SIZE) {
      changeEnd = load<usize>(change, 4)
    }
    if (isInSpan && outputPlace >= changeEnd + WINDOW_SIZE) {
      closeSpan(span, bit, false)
      isInSpan = false
      if (change == changesEnd) return BLOCK_ENDED
    }
    const first = change < changesEnd ? load<usize>(change) : usize.MAX_VALUE
    const blockStart = outputPlace
    if (!isInSpan) {
      const isAdjacent = span >= spans && load<u64>(span, SPAN_END_BIT) == bit
      if (!isAdjacent) {
        const noteStart = span >= spans ? load<usize>(span, SPAN_NOTES_END) : notes
        continueOutput(blockStart, noteStart, blockStart)
      }
    }
    refill()
    isFinal = takeBits(1) != 0
    const result = inflateBlock(takeBits(2), start, inputEnd, output, outputEnd, lastNote)
    if (result != BLOCK_ENDED) return result
    if (input - <usize>(bitCount >> 3) > inputEnd) return BLOCK_CUT_OFF
    if (!isInSpan && first >= outputPlace) continue
    const noted = block
    closeBlock(noted, bitsSince(start), outputPlace, notePlace, lastNote)
    if (block < lastBlock) block += BLOCK_SIZE
    else areBlocksLost = true
    if (isInSpan) continue
    isInSpan = true
    if (span >= spans && load<u64>(span, SPAN_END_BIT) == bit) continue
    span += SPAN_SIZE
    store<usize>(span, noted, SPAN_BLOCKS)
    store<u64>(span, bit, SPAN_START_BIT)
    store<usize>(span, blockStart, SPAN_START)
    const isFirst = span == spans
    store<usize>(span, isFirst ? notes : load<usize>(span - SPAN_SIZE, SPAN_NOTES_END), SPAN_NOTES)
  }
  streamEnd = input - <usize>(bitCount >> 3)
  if (outputPlace < outputEnd || !isInSpan) return BLOCK_CUT_OFF
  closeSpan(span, bitsSince(start), true)
  return BLOCK_ENDED
}

function closeSpan(span: usize, bit: u64, isFinal: bool): void {
  store<u64>(span, bit, SPAN_END_BIT)
  store<usize>(span, outputPlace, SPAN_END)
  store<usize>(span, notePlace, SPAN_NOTES_END)
  store<u32>(span, isFinal, SPAN_IS_FINAL)
  store<usize>(span, block, SPAN_BLOCKS_END)
  spansEnd = span + SPAN_SIZE
}

function inflateBlock(
  kind: u32,
  start: usize,
  inputEnd: usize,
  output: usize,
  outputEnd: usize,
  lastNote: usize,
): i32 {
  store<usize>(block, outputPlace, BLOCK_START)
  store<usize>(block, notePlace, BLOCK_NOTES)
  store<usize>(block, sequenceStart, BLOCK_NOTE_START)
  store<u16>(block, 0, BLOCK_HAS_ALL)
  if (kind == 0) return copyStored(inputEnd, outputEnd)
  store<u8>(block, 1, BLOCK_IS_NOTED)
  if (kind == 1) useFixedCodes()
  else if (kind == 3 || !readDynamicCodes(inputEnd)) return cutOffOr(BLOCK_BROKEN, inputEnd)
  noteCodes(block)
  store<u64>(block, bitsSince(start), BLOCK_SYMBOLS_BIT)
  return cutOffOr(inflateSymbols(inputEnd, output, outputEnd, lastNote), inputEnd)
}

/** An error after the end of the input only means that the data are missing. */
function cutOffOr(result: i32, inputEnd: usize): i32 {
  const isBehind = input - <usize>(bitCount >> 3) > inputEnd
  return result != BLOCK_ENDED && isBehind ? BLOCK_CUT_OFF : result
}

function copyStored(inputEnd: usize, outputEnd: usize): i32 {
  const place = input - <usize>(bitCount >> 3)
  if (place + 4 > inputEnd) return BLOCK_CUT_OFF
  const length: usize = load<u16>(place)
  if (length != (load<u16>(place, 2) ^ 0xffff)) return BLOCK_BROKEN
  if (place + 4 + length > inputEnd) return BLOCK_CUT_OFF
  if (outputPlace + length > outputEnd) return BLOCK_TOO_LONG
  memory.copy(outputPlace, place + 4, length)
  continueOutput(outputPlace + length, notePlace, sequenceStart)
  continueInput(place + 4 + length, 0, 0)
  return BLOCK_ENDED
}
