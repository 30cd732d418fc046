/**
 * Finds repeated bytes: turns bytes into sequences of literals and a match, for a deflate block.
 */

import { zerosEnd } from '../filled-pieces'

/**
 * A sequence: u32 count of literals, u16 length of the match (0: none), u16 its distance. A length
 * of {@link MAX_LENGTH} + n is a match of MAX_LENGTH bytes that is repeated n times.
 */
export const SEQUENCE_SIZE: usize = 8
export const MAX_SEQUENCES: usize = 16384
export const SEQUENCES: usize = memory.data(131080, 16)
/**
 * Small enough for the statistics to fit the block, large enough for little overhead if it is
 * stored.
 */
export const MAX_LITERALS: usize = 60000

const WINDOW_SIZE: usize = 32768
const MIN_LENGTH: usize = 4
export const MAX_LENGTH: usize = 258
/** The longest matches that one sequence can have. */
const MOST_MATCHES: usize = 65536 - MAX_LENGTH
/** One sequence may have many zeros. Without this limit, a block would have most of a picture. */
const MAX_BLOCK_SIZE: usize = 1 << 20
const HASH_BITS: u32 = 13
/** For each hash of four bytes: where it was last seen. */
const HASH_TABLE: usize = memory.data(32768, 16)
/** After 2^3 misses, each step is longer by one byte, so noise is passed quickly. */
const MISSES_A_STEP_BITS: usize = 3
const MAX_STEP: usize = 8
/** A match of four bytes that is farther away costs more than four literals. */
const MAX_SHORT_DISTANCE: usize = 128

/** The end of the sequences that {@link findSequences} wrote. */
export let sequencesEnd: usize = 0

/** For code that writes SEQUENCES itself. */
export function endSequences(place: usize): void {
  sequencesEnd = place
}

// @ts-ignore: decorator
@inline
function placeOfHash(word: u32): usize {
  return HASH_TABLE + (((word * 0x9e3779b1) >> (32 - HASH_BITS)) << 2)
}

/** Forgets all earlier data and learns the window before `start`, which matches may reach into. */
export function openWindow(windowStart: usize, start: usize, end: usize): void {
  memory.fill(HASH_TABLE, 0, 4 << HASH_BITS)
  const from = start - windowStart > WINDOW_SIZE ? start - WINDOW_SIZE : windowStart
  for (let place = from; place < start && place + 4 <= end; place++) {
    store<u32>(placeOfHash(load<u32>(place)), <u32>place)
  }
}

/**
 * Writes the sequences of one block to SEQUENCES. The last one has no match.
 *
 * @param isMapped whether zeros can be skipped, because the data have a map of their pieces
 * @returns the end of the block, at most `end`
 */
export function findSequences(
  windowStart: usize,
  start: usize,
  end: usize,
  isMapped: bool,
): usize {
  const lastSequence = SEQUENCES + (MAX_SEQUENCES - 1) * SEQUENCE_SIZE
  let sequence = SEQUENCES
  let literalsLeft = MAX_LITERALS
  /** The first byte that is in no sequence yet. */
  let literals = start
  let place = start
  while (sequence < lastSequence && place - start < MAX_BLOCK_SIZE) {
    if (isMapped && literalsLeft > 0) {
      const behindZeros = zerosEnd(place)
      if (behindZeros - place > MAX_LENGTH) {
        // The first zero is a literal if there is none before it, which the others repeat.
        if (place == windowStart || load<u8>(place - 1) != 0) {
          place++
          literalsLeft--
        }
        const matches = min((behindZeros - place) / MAX_LENGTH, MOST_MATCHES)
        putSequence(sequence, place - literals, MAX_LENGTH + matches - 1, 1)
        sequence += SEQUENCE_SIZE
        place += matches * MAX_LENGTH
        literals = place
        // The last zeros are searched like other bytes: a match may go on behind them.
        continue
      }
    }
    const stop = min(end - 3, literals + literalsLeft)
    let misses: usize = 1 << MISSES_A_STEP_BITS
    let length: usize = 0
    let candidate: usize = 0
    while (place < stop) {
      const word = load<u32>(place)
      const slot = placeOfHash(word)
      candidate = load<u32>(slot)
      store<u32>(slot, <u32>place)
      if (
        load<u32>(candidate) == word &&
        candidate >= windowStart &&
        place - candidate <= WINDOW_SIZE
      ) {
        length = findLength(candidate, place, min(end - place, MAX_LENGTH))
        if (length > MIN_LENGTH || place - candidate <= MAX_SHORT_DISTANCE) break
        length = 0
      }
      place += min(misses >> MISSES_A_STEP_BITS, MAX_STEP)
      misses++
    }
    if (length == 0) break
    while (
      place > literals &&
      candidate > windowStart &&
      length < MAX_LENGTH &&
      load<u8>(place - 1) == load<u8>(candidate - 1)
    ) {
      place--
      candidate--
      length++
    }
    putSequence(sequence, place - literals, length, place - candidate)
    sequence += SEQUENCE_SIZE
    literalsLeft -= place - literals
    place += length
    literals = place
    if (place + 2 <= end) store<u32>(placeOfHash(load<u32>(place - 2)), <u32>(place - 2))
  }
  // Fewer than four bytes cannot be looked up, so they belong to the block before.
  if (place + 3 >= end) place = end
  store<u32>(sequence, <u32>(place - literals))
  store<u32>(sequence, 0, 4)
  sequencesEnd = sequence + SEQUENCE_SIZE
  return place
}

// @ts-ignore: decorator
@inline
function putSequence(sequence: usize, literals: usize, length: usize, distance: usize): void {
  store<u32>(sequence, <u32>literals)
  store<u16>(sequence, <u16>length, 4)
  store<u16>(sequence, <u16>distance, 6)
}

/** The length of a match, up to `limit`. Its first four bytes are known to be equal. */
// @ts-ignore: decorator
@inline
function findLength(candidate: usize, place: usize, limit: usize): usize {
  let length: usize = MIN_LENGTH
  while (length + 8 <= limit) {
    const difference = load<u64>(candidate + length) ^ load<u64>(place + length)
    if (difference) return length + (<usize>ctz(difference) >> 3)
    length += 8
  }
  while (length < limit && load<u8>(candidate + length) == load<u8>(place + length)) length++
  return length
}
