/** Writes tokens with the tables in use: the file's own tables, or their replacements. */

import { next, pending, pendingCount, resumeBits } from './bits'
import { tokensEndOf, tokensOf } from './edits'
import { assignCodes, codesOf } from './huffman'

/** For each slot: 16 counts and 256 symbols, then the code of each symbol. */
const REPLACEMENT_BYTES: usize = 272 + 1024
const replacements: usize = memory.data(8 * (272 + 1024), 16)
/** For each slot: the address of the codes in use. */
const inUse: usize = memory.data(8 * 4, 16)

export function useOwnTables(): void {
  for (let slot = 0; slot < 8; slot++) store<usize>(inUse + (<usize>slot << 2), codesOf(slot))
}

/** Where to write a table that replaces the slot's table: 16 counts and 256 symbols. */
export function replacement(slot: i32): usize {
  return replacements + <usize>slot * REPLACEMENT_BYTES
}

/** The replacement must be written before this call, and must have every symbol that is needed. */
export function useReplacement(slot: i32): void {
  const codes = replacement(slot) + 272
  assignCodes(replacement(slot), codes)
  store<usize>(inUse + (<usize>slot << 2), codes)
}

/** For each symbol: length << 16 | code; 0 if it has no code. */
// @ts-ignore: decorator
@inline
export function codesInUse(slot: i32): usize {
  return load<usize>(inUse + (<usize>slot << 2))
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
    const slot = parts >> 24
    const symbol = (parts >> 16) & 255
    const code = load<u32>(codesInUse(slot) + (symbol << 2))
    const size = slot < 4 ? symbol : symbol & 15
    const bits = (<u64>(code & 0xffff) << size) | <u64>(parts & 0xffff)
    const filled = heldCount + (code >> 16) + size
    held |= bits << (64 - <u64>filled)
    store<u64>(to - 7, held)
    to -= filled >> 3
    held <<= filled & 56
    heldCount = filled & 7
  }
  resumeBits(to, held, heldCount)
}
