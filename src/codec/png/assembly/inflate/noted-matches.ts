/**
 * Finds the sequences of changed data without a search of all of it. It takes the matches that
 * inflate noted, if they are still right, and searches only the changed bytes for runs.
 */

import {
  MAX_LITERALS,
  MAX_SEQUENCES,
  SEQUENCES,
  SEQUENCE_SIZE,
  endSequences,
} from '../deflate/deflate-matches'
import { firstChangedColumn, lastChangedColumn } from '../rows'
import { NOTE_SIZE } from './inflate-block'

const MIN_LENGTH: usize = 4
/** Shorter runs cost more than frequent literals. */
const MIN_RUN: usize = 6
const MAX_LENGTH: usize = 258
/** Of 16 bytes, only the first eleven can begin a run of at least six. */
const STARTS_A_STEP: usize = 11
const WINDOW_SIZE: usize = 32768

let output: usize = 0
let rows: usize = 0
let height: u32 = 0
let stride: usize = 0
let pixelSize: usize = 0

/** The changed bytes of the row that is being searched. */
let changedRow: u32 = 0
let changedStart: usize = 0
let changedEnd: usize = 0

let note: usize = 0
let notesEnd: usize = 0
/** Where the literals of the next note begin. */
let noteStart: usize = 0

let runStart: usize = 0
let runLength: usize = 0
let runDistance: usize = 0

/** Takes the rows that {@link repaint} changed. */
export function openChanges(
  outputOfRows: usize,
  rowsOfChanges: usize,
  width: u32,
  heightOfRows: u32,
  bytesPerPixel: u32,
): void {
  output = outputOfRows
  rows = rowsOfChanges
  height = heightOfRows
  pixelSize = bytesPerPixel
  stride = width * bytesPerPixel + 1
  changedRow = -1
  nextChanged()
}

function nextChanged(): void {
  while (++changedRow < height) {
    const first: usize = firstChangedColumn(rows, changedRow)
    const last: usize = lastChangedColumn(rows, changedRow)
    if (first >= last) continue
    const rowStart = output + changedRow * stride + 1
    changedStart = max(rowStart + first * pixelSize, output + pixelSize)
    changedEnd = rowStart + last * pixelSize
    return
  }
  changedStart = usize.MAX_VALUE
  changedEnd = usize.MAX_VALUE
}

export function openNotes(first: usize, end: usize, start: usize): void {
  note = first
  notesEnd = end
  noteStart = start
}

/**
 * Writes the sequences of one block to SEQUENCES. The last one has no match.
 *
 * @returns the end of the block, at most `end`
 */
export function findNotedSequences(start: usize, end: usize): usize {
  const lastSequence = SEQUENCES + (MAX_SEQUENCES - 1) * SEQUENCE_SIZE
  let sequence = SEQUENCES
  let literals = start
  let stop = min(end, start + MAX_LITERALS)
  while (sequence < lastSequence) {
    const matchStart = note < notesEnd ? noteStart + load<u32>(note) : end
    if (findRun(literals, min(matchStart, stop))) {
      put(sequence, runStart - literals, runLength, runDistance)
      literals = runStart + runLength
      stop = min(end, stop + runLength)
      sequence += SEQUENCE_SIZE
      continue
    }
    if (matchStart >= stop) {
      put(sequence, stop - literals, 0, 0)
      literals = stop
      sequence += SEQUENCE_SIZE
      break
    }
    const length: usize = load<u16>(note, 4)
    const distance: usize = load<u16>(note, 6)
    const equal = equalLength(matchStart, matchStart - distance, length)
    note += NOTE_SIZE
    noteStart = matchStart + length
    if (equal < MIN_LENGTH && equal < length) continue
    put(sequence, matchStart - literals, equal, distance)
    literals = matchStart + equal
    stop = min(end, stop + equal)
    sequence += SEQUENCE_SIZE
  }
  endSequences(sequence)
  return literals
}

// @ts-ignore: decorator
@inline
function put(sequence: usize, literalCount: usize, length: usize, distance: usize): void {
  store<u32>(sequence, literalCount)
  store<u32>(sequence, length | (distance << 16), 4)
}

/** Looks, among the changed bytes, for a run that repeats the bytes before it or above it. */
function findRun(from: usize, to: usize): bool {
  while (changedEnd <= from) nextChanged()
  while (changedStart < to) {
    if (findRunWithin(max(from, changedStart), min(to, changedEnd))) return true
    if (changedEnd >= to) return false
    nextChanged()
  }
  return false
}

function findRunWithin(from: usize, to: usize): bool {
  const isRowAboveNear = stride <= WINDOW_SIZE && from - output >= stride
  for (let place = from; place + MIN_RUN <= to; place += STARTS_A_STEP) {
    const bytes = v128.load(place)
    const near = startsOfRuns(bytes, place - 1)
    const pixels = startsOfRuns(bytes, place - pixelSize)
    const above = isRowAboveNear ? startsOfRuns(bytes, place - stride) : 0
    const all = near | pixels | above
    if (all == 0) continue
    const bit: u32 = all & -all
    runStart = place + ctz(all)
    if (runStart + MIN_RUN > to) return false
    runDistance = near & bit ? 1 : pixels & bit ? pixelSize : stride
    runLength = equalLength(runStart, runStart - runDistance, min(to - runStart, MAX_LENGTH))
    return true
  }
  return false
}

/** A bit for each of 16 bytes, set if six equal bytes begin there; never set for the last five. */
// @ts-ignore: decorator
@inline
function startsOfRuns(bytes: v128, other: usize): u32 {
  const equal: u32 = i8x16.bitmask(i8x16.eq(bytes, v128.load(other)))
  const two = equal & (equal >> 1)
  return two & (two >> 2) & (two >> 4)
}

/** Whether a match still repeats the bytes at `other`. */
// @ts-ignore: decorator
@inline
export function hasEqualBytes(place: usize, other: usize, length: usize): bool {
  return equalLength(place, other, length) == length
}

/** The number of equal bytes, up to `limit`. */
// @ts-ignore: decorator
@inline
function equalLength(place: usize, other: usize, limit: usize): usize {
  for (let length: usize = 0; length < limit; length += 16) {
    const isEqual = i8x16.eq(v128.load(place + length), v128.load(other + length))
    const different = i8x16.bitmask(isEqual) ^ 0xffff
    if (different) return min(length + ctz(different), limit)
  }
  return limit
}
