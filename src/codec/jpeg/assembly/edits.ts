/**
 * What replaces stretches of the scan. An edit is for one block: the whole of it, or only its DC
 * symbol. Its tokens are the symbols to write instead.
 */

import { allocate } from './heap'

/** First bit, end bit, address of the first token, address behind the last one. */
export const EDIT_BYTES: usize = 16

export let edits: usize = 0
export let editsEnd: usize = 0
let tokens: usize = 0
let tokensEnd: usize = 0

/** Per slot and symbol: 1 where a token was of it. */
const used: usize = memory.data(8 * 256, 16)

/** Makes room for so many whole blocks, and so many DC symbols alone. */
export function reserveEdits(blocks: i32, lone: i32): void {
  edits = allocate(<usize>(blocks + lone) * EDIT_BYTES)
  tokens = allocate(mostBytes(blocks, lone))
  memory.fill(used, 0, 8 * 256)
  clearEdits()
}

/** Takes the edits away; which symbols were used stays known. */
export function clearEdits(): void {
  editsEnd = edits
  tokensEnd = tokens
}

/**
 * The bytes of the tokens of so many blocks, 65 at most each, and DC symbols alone; also the bytes
 * that they take when written: a code of 16 bits and a value of 11 at most.
 */
export function mostBytes(blocks: i32, lone: i32): usize {
  return (<usize>blocks * 65 + <usize>lone) << 2
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
  store<u8>(used + <usize>((slot << 8) | symbol), 1)
  return at + 4
}

/** 256 bytes: whether what is drawn uses each symbol of a table. */
export function usedSymbols(slot: i32): usize {
  return used + (<usize>slot << 8)
}

/** How many bits a value takes: ITU-T T.81, table F.1. */
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

/** A whole block has two symbols at least. */
// @ts-ignore: decorator
@inline
export function isOfDcOnly(edit: usize): bool {
  return tokensEndOf(edit) - tokensOf(edit) == 4
}
