/**
 * Writes the blocks of a span again. Where a block's own code has every byte, only the changed
 * symbols are written, and the bits of all others are copied.
 */

import { copyBits, out } from './deflate/deflate-bits'
import {
  endOfBlockBits,
  literalsBits,
  matchBits,
  putKnownSequences,
  useCodes,
  writeBlock,
} from './deflate/deflate-block'
import {
  SPAN_BLOCKS,
  SPAN_BLOCKS_END,
  SPAN_IS_FINAL,
  SPAN_START_BIT,
  areBlocksLost,
} from './inflate/inflate'
import { NOTE_END_BIT, NOTE_SIZE } from './inflate/inflate-block'
import { findNotedSequences, hasEqualBytes, openNotes } from './inflate/noted-matches'
import {
  BLOCK_DISTANCES,
  BLOCK_END,
  BLOCK_END_BIT,
  BLOCK_HAS_ALL,
  BLOCK_IS_NOTED,
  BLOCK_LENGTHS,
  BLOCK_NOTES,
  BLOCK_NOTES_END,
  BLOCK_NOTE_START,
  BLOCK_SIZE,
  BLOCK_START,
  BLOCK_SYMBOLS_BIT,
} from './inflate/noted-blocks'
import { RUN_SIZE } from './runs'

/** Writes are eight bytes wide. */
const MARGIN: usize = 16
/** A byte needs at most 14 bits, so two bytes are enough. */
const MOST_BYTES: usize = 2
/** There are two codes for this length, so the bits of its match cannot be told from it. */
const AMBIGUOUS_LENGTH: u16 = 258

let input: usize = 0
let limit: usize = 0
let hasRoom: bool = false
/** The bit up to which the source is copied or replaced. */
let copied: u64 = 0
let firstBlock: usize = 0
let firstBit: u64 = 0

/** The first run that does not end before the current symbol. */
let run: usize = 0

/** The next match of the block. */
let note: usize = 0
let notesEnd: usize = 0
/** Where the literals before it begin. */
let noteStart: usize = 0

/** The current symbol of the block: everything before it is right. */
let symbolBit: u64 = 0
let symbolPlace: usize = 0
/** Whether the codes of the block are in use. */
let isCoded: bool = false

/** Takes the runs of bytes that the spans may change. */
export function openRuns(runs: usize): void {
  run = runs
}

/**
 * Writes at the place and bit where deflate stands.
 *
 * @param inputStart where the source's bits are
 * @param outputLimit nothing is written at or after it
 * @returns false if that is not possible; then another way must be taken, from the same place
 */
export function writeBlocks(span: usize, inputStart: usize, outputLimit: usize): bool {
  if (areBlocksLost) return false
  input = inputStart
  limit = outputLimit
  hasRoom = true
  firstBlock = load<usize>(span, SPAN_BLOCKS)
  firstBit = load<u64>(span, SPAN_START_BIT)
  copied = firstBit
  const end = load<usize>(span, SPAN_BLOCKS_END)
  /** The first of the blocks that need other codes. */
  let pending: usize = 0
  for (let block = firstBlock; block < end && hasRoom; block += BLOCK_SIZE) {
    if (!load<u8>(block, BLOCK_HAS_ALL) && isChanged(block)) {
      if (!pending) pending = block
      continue
    }
    if (pending) putAgain(pending, block, false)
    pending = 0
    if (hasRoom && load<u8>(block, BLOCK_HAS_ALL)) putChanges(block)
  }
  if (pending && hasRoom) putAgain(pending, end, load<u32>(span, SPAN_IS_FINAL) != 0)
  copyUpTo(load<u64>(end - BLOCK_SIZE, BLOCK_END_BIT))
  return hasRoom
}

function copyUpTo(bit: u64): void {
  hasRoom = hasRoom && out + <usize>((bit - copied) >> 3) + MARGIN <= limit
  if (hasRoom) copyBits(input, copied, bit)
  copied = bit
}

/** Whether a block must be written again. One whose matches are not noted always must. */
function isChanged(block: usize): bool {
  if (!load<u8>(block, BLOCK_IS_NOTED)) return true
  passRuns(load<usize>(block, BLOCK_START))
  if (load<usize>(run) < load<usize>(block, BLOCK_END)) return true
  beginNotes(block)
  for (; note < notesEnd; passNote()) if (isBroken()) return true
  return false
}

/** Writes blocks with new codes, up to the block at `end`. */
function putAgain(block: usize, end: usize, isFinal: bool): void {
  const last = end - BLOCK_SIZE
  copyUpTo(block == firstBlock ? firstBit : load<u64>(block - BLOCK_SIZE, BLOCK_END_BIT))
  copied = load<u64>(last, BLOCK_END_BIT)
  openNotes(
    load<usize>(block, BLOCK_NOTES),
    load<usize>(last, BLOCK_NOTES_END),
    load<usize>(block, BLOCK_NOTE_START),
  )
  const dataEnd = load<usize>(last, BLOCK_END)
  let place = load<usize>(block, BLOCK_START)
  // Even a block without bytes may be the final one.
  do {
    const blockEnd = findNotedSequences(place, dataEnd)
    hasRoom = hasRoom && writeBlock(place, blockEnd, limit, isFinal && blockEnd == dataEnd)
    place = blockEnd
  } while (hasRoom && place < dataEnd)
}

/** Writes the changed symbols of a block with its own codes. */
function putChanges(block: usize): void {
  isCoded = false
  beginNotes(block)
  symbolBit = load<u64>(block, BLOCK_SYMBOLS_BIT)
  symbolPlace = load<usize>(block, BLOCK_START)
  const end = load<usize>(block, BLOCK_END)
  while (symbolPlace < end && hasRoom) {
    passRuns(symbolPlace)
    passKept(block)
    const match = note < notesEnd ? noteStart + load<u32>(note) : end
    if (load<usize>(run) < match) {
      passRuns(symbolPlace)
      if (load<usize>(run) < match) putLiterals(block, end)
      continue
    }
    if (note == notesEnd) return
    useBlock(block)
    const endBit = endBitOfNote(block, note)
    const matchEnd = match + load<u16>(note, 4)
    put(symbolBit + literalsBits(symbolPlace, match), endBit, match, matchEnd)
    passNote()
    symbolBit = endBit
    symbolPlace = matchEnd
  }
}

/** Passes the matches that still repeat the right bytes, up to the first literals that change. */
function passKept(block: usize): void {
  const first = note
  const runStart = load<usize>(run)
  let next = first
  let start = noteStart
  while (next < notesEnd) {
    const match = start + load<u32>(next)
    const length: usize = load<u16>(next, 4)
    if (runStart < match || !hasEqualBytes(match, match - load<u16>(next, 6), length)) break
    start = match + length
    next += NOTE_SIZE
  }
  if (next == first) return
  note = next
  noteStart = start
  symbolBit = endBitOfNote(block, next - NOTE_SIZE)
  symbolPlace = start
}

/** Replaces the symbols from the current one up to a match that no run begins before. */
function putLiterals(block: usize, end: usize): void {
  useBlock(block)
  const firstNote = note
  const firstStart = noteStart
  let match = end
  for (; note < notesEnd; passNote()) {
    match = noteStart + load<u32>(note)
    passRuns(match)
    const isBehind = load<usize>(run) >= match
    if (isBehind && load<u16>(note, 4) != AMBIGUOUS_LENGTH) break
    match = end
  }
  const endBit =
    note < notesEnd
      ? endBitOfNote(block, note) - matchBits(load<u16>(note, 4), load<u16>(note, 6))
      : load<u64>(block, BLOCK_END_BIT) - endOfBlockBits()
  const lastNote = note
  const lastStart = noteStart
  note = firstNote
  noteStart = firstStart
  put(symbolBit, endBit, symbolPlace, match)
  note = lastNote
  noteStart = lastStart
  symbolBit = endBit
  symbolPlace = match
}

function useBlock(block: usize): void {
  if (!isCoded) useCodes(block + BLOCK_LENGTHS, block + BLOCK_DISTANCES)
  isCoded = true
}

/** Writes bytes in place of whole symbols. */
function put(bit: u64, endBit: u64, start: usize, end: usize): void {
  copyUpTo(bit)
  copied = endBit
  hasRoom = hasRoom && out + (end - start) * MOST_BYTES + MARGIN <= limit
  if (!hasRoom) return
  openNotes(note, notesEnd, noteStart)
  for (let place = start; place < end; ) {
    const from = place
    place = findNotedSequences(place, end)
    putKnownSequences(from)
  }
}

// @ts-ignore: decorator
@inline
function passRuns(place: usize): void {
  while (load<usize>(run, 4) <= place) run += RUN_SIZE
}

function beginNotes(block: usize): void {
  note = load<usize>(block, BLOCK_NOTES)
  notesEnd = load<usize>(block, BLOCK_NOTES_END)
  noteStart = load<usize>(block, BLOCK_NOTE_START)
}

// @ts-ignore: decorator
@inline
function passNote(): void {
  noteStart += load<u32>(note) + load<u16>(note, 4)
  note += NOTE_SIZE
}

/** Whether the next match does not repeat the right bytes any more. */
// @ts-ignore: decorator
@inline
function isBroken(): bool {
  const place = noteStart + load<u32>(note)
  return !hasEqualBytes(place, place - load<u16>(note, 6), load<u16>(note, 4))
}

/** The end bit of a match of the block. */
// @ts-ignore: decorator
@inline
function endBitOfNote(block: usize, ofNote: usize): u64 {
  const first = load<u64>(block, BLOCK_SYMBOLS_BIT)
  return first + <u64>(load<u32>(ofNote, NOTE_END_BIT) - <u32>((<u64>input << 3) + first))
}
