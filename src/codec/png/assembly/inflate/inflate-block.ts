/** The symbols of one compressed deflate block: RFC 1951, 3.2.3. */

import { bitBuffer, bitCount, continueInput, input } from './inflate-bits'
import {
  DISTANCES,
  DISTANCE_BITS,
  IS_END,
  IS_SPECIAL,
  IS_TABLE,
  LITERALS,
  LITERAL_BITS,
  LITERAL_COUNT,
} from './inflate-tables'

/** Entries of tables have four bytes. The buffer is kept two bits higher, so its bits are offsets. */
const ENTRY_SHIFT: u64 = 2
const LITERAL_MASK: u64 = ((1 << LITERAL_BITS) - 1) << ENTRY_SHIFT
const DISTANCE_MASK: u64 = ((1 << DISTANCE_BITS) - 1) << ENTRY_SHIFT
/** The most bits that the buffer then has. */
const MOST_BITS: u64 = 61

/** The number of bytes after the end of the output that may be written. */
export const OUTPUT_PADDING: usize = 320

/** For each distance up to 16: the shuffle that repeats its bytes in a vector. */
const REPEATS: usize = memory.data(17 * 16, 16)
/** For each distance up to 16: its largest multiple up to 16. */
const REPEAT_STEPS: usize = memory.data(17, 16)

fillRepeats()

function fillRepeats(): void {
  for (let distance: u32 = 1; distance <= 16; distance++) {
    store<u8>(REPEAT_STEPS + distance, <u8>(16 - (16 % distance)))
    for (let index: u32 = 0; index < 16; index++) {
      store<u8>(REPEATS + (distance << 4) + index, <u8>(index % distance))
    }
  }
}

export const BLOCK_ENDED: i32 = 0
/** A code without a meaning, or a distance that reaches before the beginning. */
export const BLOCK_BROKEN: i32 = 1
/** The input ends within the block. */
export const BLOCK_CUT_OFF: i32 = 2
/** The block continues after the end of the output. */
export const BLOCK_TOO_LONG: i32 = 3

/** The end of the output so far. */
export let outputPlace: usize = 0
/** The end of the noted sequences. */
export let notePlace: usize = 0
/** The start of the sequence that the next match will end. */
export let sequenceStart: usize = 0

export function continueOutput(place: usize, note: usize, sequence: usize): void {
  outputPlace = place
  notePlace = note
  sequenceStart = sequence
}

/**
 * A note: a sequence of deflate-matches.ts, then the low 32 bits of the match's end bit, counted
 * from address 0.
 */
export const NOTE_SIZE: usize = 12
export const NOTE_END_BIT: usize = 8

/**
 * Reads symbols up to the end of the block. Every match is noted at `notePlace`, as a sequence of
 * deflate-matches.ts. After `lastNote`, nothing is noted any more; the note at `lastNote` itself is
 * not valid.
 */
export function inflateSymbols(
  inputEnd: usize,
  outputStart: usize,
  outputEnd: usize,
  lastNote: usize,
): i32 {
  // Whole bytes are read again, so that there is room for the shift.
  let place = input - <usize>(bitCount >> 3)
  let count = bitCount & 7
  let bits = (bitBuffer & ((1 << count) - 1)) << ENTRY_SHIFT
  let out = outputPlace
  let note = notePlace
  let sequence = sequenceStart
  let result = BLOCK_ENDED
  while (true) {
    if (place > inputEnd + 8) {
      result = BLOCK_CUT_OFF
      break
    }
    if (out > outputEnd) {
      result = BLOCK_TOO_LONG
      break
    }
    count &= 63
    bits |= load<u64>(place) << (count + ENTRY_SHIFT)
    place += <usize>((MOST_BITS - count) >> 3)
    count += (MOST_BITS - count) & ~7
    let entry = i64.load32_u(<usize>(bits & LITERAL_MASK), LITERALS)
    if (entry & LITERAL_COUNT) {
      // Shifts use only the low six bits, so the higher bits of an entry need not be masked out.
      store<u32>(out, <u32>(entry >> 8))
      out += (<usize>(entry >> 6)) & 3
      bits >>= entry
      count -= entry
      entry = i64.load32_u(<usize>(bits & LITERAL_MASK), LITERALS)
      if (entry & LITERAL_COUNT) {
        store<u32>(out, <u32>(entry >> 8))
        out += (<usize>(entry >> 6)) & 3
        bits >>= entry
        count -= entry
        entry = i64.load32_u(<usize>(bits & LITERAL_MASK), LITERALS)
        if (entry & LITERAL_COUNT) {
          store<u32>(out, <u32>(entry >> 8))
          out += (<usize>(entry >> 6)) & 3
          bits >>= entry
          count -= entry
          entry = i64.load32_u(<usize>(bits & LITERAL_MASK), LITERALS)
          if (entry & LITERAL_COUNT) {
            store<u32>(out, <u32>(entry >> 8))
            out += (<usize>(entry >> 6)) & 3
            bits >>= entry
            count -= entry
            continue
          }
        }
      }
      count &= 63
      bits |= load<u64>(place) << (count + ENTRY_SHIFT)
      place += <usize>((MOST_BITS - count) >> 3)
      count += (MOST_BITS - count) & ~7
    }
    if (entry & IS_SPECIAL) {
      if (entry & IS_TABLE) {
        bits >>= LITERAL_BITS
        count -= LITERAL_BITS
        entry = i64.load32_u(offsetInTable(entry, bits), LITERALS)
        if (entry & LITERAL_COUNT) {
          store<u8>(out, <u8>(entry >> 8))
          out++
          bits >>= entry
          count -= entry
          continue
        }
      }
      if (entry & IS_SPECIAL) {
        if (entry & IS_END) {
          bits >>= entry
          count -= entry
        } else {
          result = BLOCK_BROKEN
        }
        break
      }
    }
    const lengthBits = (bits >> ENTRY_SHIFT) & (((<u64>1) << entry) - 1)
    const length = ((<usize>entry) >> 16) + <usize>(lengthBits >> ((entry >> 8) & 15))
    bits >>= entry
    count -= entry
    entry = i64.load32_u(<usize>(bits & DISTANCE_MASK), DISTANCES)
    if (entry & IS_SPECIAL) {
      if (entry & IS_TABLE) {
        bits >>= DISTANCE_BITS
        count -= DISTANCE_BITS
        entry = i64.load32_u(offsetInTable(entry, bits), DISTANCES)
      }
      if (entry & IS_SPECIAL) {
        result = BLOCK_BROKEN
        break
      }
    }
    const distanceBits = (bits >> ENTRY_SHIFT) & (((<u64>1) << entry) - 1)
    const distance = ((<usize>entry) >> 16) + <usize>(distanceBits >> ((entry >> 8) & 15))
    bits >>= entry
    count -= entry
    if (distance > out - outputStart) {
      result = BLOCK_BROKEN
      break
    }
    store<u32>(note, <u32>(out - sequence))
    store<u32>(note, <u32>(length | (distance << 16)), 4)
    store<u32>(note, <u32>((<u64>place << 3) - (count & 63)), NOTE_END_BIT)
    note = min(note + NOTE_SIZE, lastNote)
    const end = out + length
    let source = out - distance
    const repeat = REPEATS + (min<usize>(distance, 16) << 4)
    const bytes = i8x16.swizzle(v128.load(source), v128.load(repeat))
    v128.store(out, bytes)
    if (length > 16) {
      if (distance >= 16) {
        do {
          out += 16
          source += 16
          v128.store(out, v128.load(source))
        } while (out + 16 < end)
      } else {
        const step: usize = load<u8>(REPEAT_STEPS + distance)
        do {
          out += step
          v128.store(out, bytes)
        } while (out + 16 < end)
      }
    }
    out = end
    sequence = end
  }
  continueInput(place, bits >> ENTRY_SHIFT, count & 63)
  continueOutput(out, note, sequence)
  return result
}

/** Where the next bits are in the table of longer codes that an entry points to. */
// @ts-ignore: decorator
@inline
function offsetInTable(pointer: u64, bits: u64): usize {
  const index = (bits >> ENTRY_SHIFT) & (((<u64>1) << ((pointer >> 8) & 15)) - 1)
  return <usize>(((pointer >> 16) + index) << ENTRY_SHIFT)
}
