/**
 * The edits of the scan. An edit replaces one block or one symbol. Its tokens are the symbols to
 * write instead.
 */

import { allocate, release } from '../heap'

/** First bit, end bit, address of the first token, end address of the tokens. */
export const EDIT_BYTES: usize = 16

/** The most tokens of a block: 64 coefficients and an end of block. */
const MOST_TOKENS: usize = 65

export let edits: usize = 0
export let editsEnd: usize = 0
let tokens: usize = 0
let tokensEnd: usize = 0

/** For each slot and symbol: 1 if a token used the symbol. */
const used: usize = memory.data(8 * 256, 16)

/** Makes room for the edits of `blocks` whole blocks and `lone` symbols. */
export function reserveEdits(blocks: i32, lone: i32): void {
  edits = allocate(<usize>(blocks + lone) * EDIT_BYTES)
  tokens = allocate((<usize>blocks * MOST_TOKENS + <usize>lone) << 2)
  memory.fill(used, 0, 8 * 256)
  editsEnd = edits
  tokensEnd = tokens
}

/** Frees the room for more edits. */
export function endEdits(): void {
  release(tokensEnd)
}

/** @returns where the tokens of the edit go */
export function beginEdit(position: u32): usize {
  store<u32>(editsEnd, position)
  store<usize>(editsEnd, tokensEnd, 8)
  return tokensEnd
}

/** @param end end address of the tokens */
export function endEdit(position: u32, end: usize): void {
  store<u32>(editsEnd, position, 4)
  store<usize>(editsEnd, end, 12)
  tokensEnd = end
  editsEnd += EDIT_BYTES
}

/** @param value of `size` bits, written after the symbol. @returns where the next token goes */
// @ts-ignore: decorator
@inline
export function putToken(at: usize, slot: i32, symbol: i32, value: i32, size: i32): usize {
  const bits = (value + (value >> 31)) & ((1 << size) - 1)
  store<u32>(at, (slot << 24) | (symbol << 16) | bits)
  store<u8>(used + <usize>((slot << 8) | symbol), 1)
  return at + 4
}

/**
 * For each value that fits into 8 bits, by its lowest 8 bits: its number of bits, then from bit 16
 * on the bits to write.
 */
const values: usize = memory.data(256 * 4, 16)

/** Once, before {@link putValue}. */
export function prepareValues(): void {
  for (let value = -128; value < 128; value++) {
    const size = sizeOf(value)
    const bits = (value + (value >> 31)) & ((1 << size) - 1)
    store<u32>(values + (<usize>(value & 255) << 2), (size << 16) | bits)
  }
}

/** @param run the symbol without the size of the value. @returns where the next token goes */
// @ts-ignore: decorator
@inline
export function putValue(at: usize, slot: i32, run: i32, value: i32): usize {
  if (value < -128 || value > 127) {
    const size = sizeOf(value)
    return putToken(at, slot, run | size, value, size)
  }
  const token = load<u32>(values + (<usize>(value & 255) << 2)) | (((slot << 8) | run) << 16)
  store<u32>(at, token)
  store<u8>(used + <usize>(token >> 16), 1)
  return at + 4
}

/** 256 bytes: for each symbol of a table, whether the drawn blocks use it. */
export function usedSymbols(slot: i32): usize {
  return used + (<usize>slot << 8)
}

/** The number of bits of a value: ITU-T T.81, table F.1. */
// @ts-ignore: decorator
@inline
export function sizeOf(value: i32): i32 {
  return 32 - clz(abs(value))
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
