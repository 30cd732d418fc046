/**
 * What replaces stretches of the scan. An edit is for one block: the whole of it, or only its DC
 * symbol. Its tokens are the symbols to write instead.
 */

import { allocate } from './heap'
import { codesOf } from './huffman'

/** First bit, end bit, address of the first token, address behind the last one. */
export const EDIT_BYTES: usize = 16

export let edits: usize = 0
export let editsEnd: usize = 0
let tokens: usize = 0
let tokensEnd: usize = 0

/** Per slot and symbol: how many tokens are of it. */
const counts: usize = memory.data(8 * 1024, 16)

/** For so many whole blocks, of 65 tokens at most, and so many DC symbols alone. */
export function clearEdits(blocks: i32, lone: i32): void {
  edits = allocate(<usize>(blocks + lone) * EDIT_BYTES)
  editsEnd = edits
  tokens = allocate((<usize>blocks * 65 + <usize>lone) << 2)
  tokensEnd = tokens
  memory.fill(counts, 0, 8 * 1024)
}

/** @returns where its tokens go */
export function beginEdit(position: u32): usize {
  store<u32>(editsEnd, position)
  store<usize>(editsEnd, tokensEnd, 8)
  return tokensEnd
}

/** @param end address behind the last token */
export function endEdit(position: u32, end: usize): void {
  store<u32>(editsEnd, position, 4)
  store<usize>(editsEnd, end, 12)
  tokensEnd = end
  editsEnd += EDIT_BYTES
}

/** @param value of `size` bits, written behind the symbol. @returns where the next token goes */
// @ts-ignore: decorator
@inline
export function putToken(at: usize, slot: i32, symbol: i32, value: i32, size: i32): usize {
  const bits = (value + (value >> 31)) & ((1 << size) - 1)
  store<u32>(at, (slot << 24) | (symbol << 16) | bits)
  const count = counts + (<usize>slot << 10) + (<usize>symbol << 2)
  store<u32>(count, load<u32>(count) + 1)
  return at + 4
}

/** Whether a token is of a symbol that the file's own table does not have. */
export function isSymbolMissing(slot: i32): bool {
  const codes = codesOf(slot)
  const used = tokenCounts(slot)
  for (let at: usize = 0; at < 1024; at += 16) {
    const isMissing = i32x4.eq(v128.load(codes + at), i32x4.splat(0))
    const isUsed = i32x4.ne(v128.load(used + at), i32x4.splat(0))
    if (v128.any_true(v128.and(isMissing, isUsed))) return true
  }
  return false
}

/** How many bits a value takes: ITU-T T.81, table F.1. */
// @ts-ignore: decorator
@inline
export function sizeOf(value: i32): i32 {
  return 32 - clz(abs(value))
}

/** The bytes that all tokens take when written: a code of 16 bits and a value of 11 at most. */
export function mostTokenBytes(): usize {
  return tokensEnd - tokens
}

/** 256 counts: how often the tokens use each symbol of a table. */
export function tokenCounts(slot: i32): usize {
  return counts + (<usize>slot << 10)
}

// @ts-ignore: decorator
@inline
export function firstBitOfEdit(edit: usize): u32 {
  return load<u32>(edit)
}

// @ts-ignore: decorator
@inline
export function endBitOfEdit(edit: usize): u32 {
  return load<u32>(edit, 4)
}

// @ts-ignore: decorator
@inline
export function tokensOf(edit: usize): usize {
  return load<usize>(edit, 8)
}

// @ts-ignore: decorator
@inline
export function tokensEndOf(edit: usize): usize {
  return load<usize>(edit, 12)
}

/** A whole block has two symbols at least. */
// @ts-ignore: decorator
@inline
export function isOfDcOnly(edit: usize): bool {
  return tokensEndOf(edit) - tokensOf(edit) == 4
}
