/** Notes the blocks of the spans, so that they can be written again with their own codes. */

import { copyCodeLengths } from './inflate-header'

/** A block: the offsets of its fields follow. Bits are counted from the start of the input. */
export const BLOCK_SIZE: usize = 360
/** The bit of its first symbol. */
export const BLOCK_SYMBOLS_BIT: usize = 0
export const BLOCK_END_BIT: usize = 8
export const BLOCK_START: usize = 16
export const BLOCK_END: usize = 20
export const BLOCK_NOTES: usize = 24
export const BLOCK_NOTES_END: usize = 28
/** Where the literals of its first note begin, perhaps in an earlier block. */
export const BLOCK_NOTE_START: usize = 32
/** Whether its code has every byte, so that any bytes can be written with it. */
export const BLOCK_HAS_ALL: usize = 36
/** Whether all of its matches are noted. False for a stored block: its bits cannot be moved. */
export const BLOCK_IS_NOTED: usize = 37
/** The lengths of 288 codes for literals and lengths, and of 32 codes for distances. */
export const BLOCK_LENGTHS: usize = 40
export const BLOCK_DISTANCES: usize = BLOCK_LENGTHS + 288

/** So four literals fit into the bit buffer of deflate. */
const MAX_LITERAL_BITS: u8 = 14
/** Bits are noted modulo 2^32. */
const MAX_BLOCK_BITS: u64 = 1 << 31

/** Notes the codes of a compressed block, whose header was read last. */
export function noteCodes(block: usize): void {
  copyCodeLengths(block + BLOCK_LENGTHS, block + BLOCK_DISTANCES)
  let hasAll = i8x16.splat(-1)
  for (let offset: usize = 0; offset < 256; offset += 16) {
    // A length of zero becomes the largest one.
    const lengths = i8x16.sub(v128.load(block + offset, BLOCK_LENGTHS), i8x16.splat(1))
    hasAll = v128.and(hasAll, i8x16.lt_u(lengths, i8x16.splat(MAX_LITERAL_BITS)))
  }
  store<u8>(block, u8(i8x16.all_true(hasAll)), BLOCK_HAS_ALL)
}

/** @param lastNote where no more matches are noted */
export function closeBlock(
  block: usize,
  endBit: u64,
  end: usize,
  notesEnd: usize,
  lastNote: usize,
): void {
  store<u64>(block, endBit, BLOCK_END_BIT)
  store<usize>(block, end, BLOCK_END)
  store<usize>(block, notesEnd, BLOCK_NOTES_END)
  const isTooLong = endBit - load<u64>(block, BLOCK_SYMBOLS_BIT) >= MAX_BLOCK_BITS
  if (isTooLong) store<u8>(block, 0, BLOCK_HAS_ALL)
  if (notesEnd == lastNote) store<u16>(block, 0, BLOCK_HAS_ALL)
}
