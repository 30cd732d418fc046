/** Writes tokens with the tables in use: the file's own tables, or their replacements. */

import { next, pending, pendingCount, resumeBits } from './bits'
import { tokensEndOf, tokensOf } from './edits'
import { assignCodes, codesOf } from './huffman'

/** A table that replaces the one of a slot: 16 counts and 256 symbols; and the code of each symbol. */
const stated: usize = memory.data(272, 16)
const replaced: usize = memory.data(1024, 16)

/**
 * For each slot and symbol of the tables in use: the code, from bit 16 on the size of the value
 * behind it, and from bit 20 on the number of bits of both. 0 if the symbol has no code.
 */
const codes: usize = memory.data(8 * 1024, 16)

/** The table of the slot must be built before. */
export function useOwnTable(slot: i32): void {
  useCodes(slot, codesOf(slot))
}

/** Where to write a table for {@link useReplacement}: 16 counts and 256 symbols. */
export function replacement(): usize {
  return stated
}

/** The replacement must be written before this call, and must have every symbol that is needed. */
export function useReplacement(slot: i32): void {
  assignCodes(stated, replaced)
  useCodes(slot, replaced)
}

/** @param from for each symbol: length << 16 | code; 0 if it has no code */
function useCodes(slot: i32, from: usize): void {
  const to = codes + <usize>(slot << 10)
  for (let symbol: u32 = 0; symbol < 256; symbol++) {
    const code = load<u32>(from + (symbol << 2))
    const size = symbol & 15
    const count = (code >> 16) + size
    store<u32>(to + (symbol << 2), code == 0 ? 0 : (code & 0xffff) | (size << 16) | (count << 20))
  }
}

/** Writes the tokens of an edit. */
export function writeTokens(edit: usize): void {
  const end = tokensEndOf(edit)
  // The state of the writer is in local variables, which is faster.
  let to = next
  let held = pending
  let heldCount = pendingCount
  for (let token = tokensOf(edit); token < end; token += 4) {
    const parts = load<u32>(token)
    const code = load<u32>(codes + (<usize>(parts >> 16) << 2))
    const bits = (<u64>(code & 0xffff) << ((code >> 16) & 15)) | <u64>(parts & 0xffff)
    const filled = heldCount + (code >> 20)
    held |= bits << (64 - <u64>filled)
    store<u64>(to - 7, held)
    to -= filled >> 3
    held <<= filled & 56
    heldCount = filled & 7
  }
  resumeBits(to, held, heldCount)
}
