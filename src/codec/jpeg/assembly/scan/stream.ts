/**
 * Streams walk through the blocks of a scan and note where each block begins. A step of a stream is
 * one lookup. It has no branch that depends on the data, except for rare codes.
 */

import {
  ALONE,
  BLOCK_END,
  END_OF_BLOCK,
  LOOK,
  LOOK_SIZE,
  MOST_DC_SIZE,
  isAcSymbol,
  keptLength,
  slotAddress,
  takeSymbol,
  walkTable,
} from './huffman'
import { BLOCK_BYTES, acSlotOf, blockCount, blocks, componentOf, dcSlotOf } from '../frame'
import { bitsAt, endBitOf, origin, segmentCount, segments, SEGMENT_BYTES } from './scan'

/**
 * An entry of a stream's list tells where a block begins, or where the last one ends: as the number
 * of bits that are left to {@link lastBit}. With the flag, the block has rare symbols: see rare.ts.
 */
const LEFT_MASK: u32 = 0x7fffffff
const FLAG: u32 = 0x80000000

/** A bit behind the scan, and the byte from which bits that are left are counted. */
let lastBit: u32 = 0
export let firstByte: usize = 0

/** The offsets in a stream. */
export const LEFT: usize = 0 // the bits that are left
export const STATE: usize = 4 // the address of the state
export const ADVANCE: usize = 8 // how far it is in the block
const LIMIT: usize = 12 // the bits that are left where it stops
const FIRST: usize = 16 // the address of the list
export const NEXT: usize = 20 // the address of the next entry
const LAST: usize = 24 // the end address of the list
const BROKEN: usize = 28 // 1 if the next symbol is wrong

/** The number of streams. */
export const STREAM_COUNT: i32 = 4
const STREAM_BYTES: usize = 32
const streams: usize = memory.data(4 * 32, 16)

/** The most bits of a step: a code of 16 bits and a DC value. */
const MOST_STEP_BITS: u32 = 16 + 11

/**
 * A state tells what comes next: the DC symbol of a block, or its AC symbols. It has the address of
 * the table for a walk, the states if the block goes on and if it has ended, and the slot.
 */
const STATE_BYTES: usize = 16
const states: usize = memory.data(20 * 16, 16)

/** The number of rare symbols. Some may be counted twice. */
export let rareCount: i32 = 0

/** Call it after the frame's geometry and its tables are set. */
export function prepareStreams(): void {
  rareCount = 0
  // The bits of a lookup begin so much above this bit that they are an index of 16-bit entries.
  const bytes = (endBitOf(segments + <usize>(segmentCount - 1) * SEGMENT_BYTES) >> 3) + 8
  lastBit = (bytes << 3) + 15 - LOOK
  firstByte = origin - 1 - <usize>bytes
  for (let index = 0; index < blockCount; index++) {
    const component = componentOf(blocks + <usize>index * BLOCK_BYTES)
    const dc = states + <usize>(2 * index) * STATE_BYTES
    const ac = dc + STATE_BYTES
    const nextDc = index + 1 < blockCount ? ac + STATE_BYTES : states
    storeState(dc, dcSlotOf(component), ac, nextDc)
    storeState(ac, acSlotOf(component), ac, nextDc)
  }
}

function storeState(state: usize, slot: i32, goesOn: usize, ended: usize): void {
  store<usize>(state, walkTable(slot))
  store<usize>(state, goesOn, 4)
  store<usize>(state, ended, 8)
  store<i32>(state, slot, 12)
}

// @ts-ignore: decorator
@inline
export function streamOf(index: i32): usize {
  return streams + <usize>index * STREAM_BYTES
}

/** Begins with the first block of an MCU. @param room for this many blocks and one more entry */
export function beginStream(stream: usize, position: u32, list: usize, room: i32): void {
  store<u32>(list, lastBit - position)
  store<u32>(stream, lastBit - position, LEFT)
  store<usize>(stream, states, STATE)
  store<i32>(stream, 0, ADVANCE)
  store<u32>(stream, lastBit - position, LIMIT)
  store<usize>(stream, list, FIRST)
  store<usize>(stream, list + 4, NEXT)
  store<usize>(stream, list + 4 + (<usize>room << 2), LAST)
  store<i32>(stream, 0, BROKEN)
}

export function setLimit(stream: usize, position: u32): void {
  store<u32>(stream, lastBit - position, LIMIT)
}

// @ts-ignore: decorator
@inline
export function positionOf(stream: usize): u32 {
  return lastBit - load<u32>(stream, LEFT)
}

/** The bit that an entry of a list stands for. */
// @ts-ignore: decorator
@inline
export function bitOfEntry(entry: usize): u32 {
  return lastBit - (load<u32>(entry) & LEFT_MASK)
}

/** Whether the block has rare symbols. */
// @ts-ignore: decorator
@inline
export function isRare(entry: usize): bool {
  return load<u32>(entry) > LEFT_MASK
}

// @ts-ignore: decorator
@inline
export function isBroken(stream: usize): bool {
  return load<i32>(stream, BROKEN) != 0
}

// @ts-ignore: decorator
@inline
export function isFull(stream: usize): bool {
  return load<usize>(stream, NEXT) == load<usize>(stream, LAST)
}

/** The number of steps that surely do not pass the limit by more than one, nor fill the list. */
export function stepsOf(stream: usize): u32 {
  const left = load<u32>(stream, LEFT)
  const limit = load<u32>(stream, LIMIT)
  if (isBroken(stream) || left <= limit) return 0
  const room = <u32>(load<usize>(stream, LAST) - load<usize>(stream, NEXT)) >> 2
  return min(room, (left - limit) / MOST_STEP_BITS + 1)
}

/** @returns the address of an entry of the state's table */
// @ts-ignore: decorator
@inline
export function lookUp(first: usize, left: u32, state: usize): usize {
  const bits = load<u32>(first + <usize>(left >> 3)) >> (left & 7)
  return load<usize>(state) + <usize>(bits & ((LOOK_SIZE - 1) << 1))
}

// @ts-ignore: decorator
@inline
export function bitsOf(entry: usize): u32 {
  return <u32>load<u8>(entry)
}

// @ts-ignore: decorator
@inline
export function advanceOf(entry: usize): i32 {
  return <i32>load<u8>(entry, 1)
}

// @ts-ignore: decorator
@inline
export function saveStream(stream: usize, left: u32, state: usize, advance: i32, next: usize): void {
  store<u32>(stream, left, LEFT)
  store<usize>(stream, state, STATE)
  store<i32>(stream, advance, ADVANCE)
  store<usize>(stream, next, NEXT)
}

/** Walks to the limit, or until the list is full or a code is wrong. */
export function walkStream(stream: usize): void {
  const first = firstByte
  for (let steps = stepsOf(stream); steps > 0; steps = stepsOf(stream)) {
    let left = load<u32>(stream, LEFT)
    let state = load<usize>(stream, STATE)
    let advance = load<i32>(stream, ADVANCE)
    let next = load<usize>(stream, NEXT)
    for (; steps > 0; steps--) {
      const entry = lookUp(first, left, state)
      const sum = advance + advanceOf(entry)
      if (sum & ALONE) break
      left -= bitsOf(entry)
      const isEnd = <i32>(sum >= BLOCK_END)
      store<u32>(next, left)
      next += isEnd << 2
      state = load<usize>(state + (isEnd << 2), 4)
      advance = sum & (isEnd - 1)
    }
    saveStream(stream, left, state, advance, next)
    if (steps > 0) readAlone(stream)
  }
}

/**
 * Reads the next symbol without the table for a walk, if the table does not have it. If it is wrong,
 * the stream is broken.
 */
export function readAlone(stream: usize): void {
  const left = load<u32>(stream, LEFT)
  const state = load<usize>(stream, STATE)
  const advance = load<i32>(stream, ADVANCE)
  const next = load<usize>(stream, NEXT)
  if (((advance + advanceOf(lookUp(firstByte, left, state))) & ALONE) == 0) return
  const slot = load<i32>(state, 12)
  const isDc = slot < 4
  const entry = takeSymbol(slotAddress(slot), bitsAt(lastBit - left))
  const length = entry >> 8
  const symbol = entry & 255
  const size = isDc ? symbol : symbol & 15
  const step = isDc ? 0 : symbol == 0 ? END_OF_BLOCK : (symbol >> 4) + 1
  const isKnown = isDc ? size <= MOST_DC_SIZE : symbol == 0 || isAcSymbol(symbol)
  if (entry == 0 || !isKnown || (step < END_OF_BLOCK && advance + step > BLOCK_END)) {
    store<i32>(stream, 1, BROKEN)
    return
  }
  if (length > keptLength(slot)) {
    store<u32>(next - 4, load<u32>(next - 4) | FLAG)
    rareCount++
  }
  const end = left - length - size
  const isEnd = <i32>(advance + step >= BLOCK_END)
  store<u32>(next, end)
  saveStream(
    stream,
    end,
    load<usize>(state + (isEnd << 2), 4),
    (advance + step) & (isEnd - 1),
    next + (isEnd << 2),
  )
}

/**
 * Joins another stream to one that began at an MCU of the picture. The other one began anywhere
 * behind it. Once both have noted the same bit as the begin of an MCU, the other one is right too.
 * @param end the end of the segment
 */
export function joinStream(stream: usize, other: usize, end: u32): void {
  const mcuBytes = <usize>blockCount << 2
  const first = load<usize>(stream, FIRST)
  const otherNext = load<usize>(other, NEXT)
  let place = first + ((load<usize>(stream, NEXT) - 4 - first) / mcuBytes) * mcuBytes
  let found = load<usize>(other, FIRST)
  while (true) {
    for (; place < load<usize>(stream, NEXT); place += mcuBytes) {
      const position = bitOfEntry(place)
      while (found < otherNext && bitOfEntry(found) < position) found += mcuBytes
      if (found >= otherNext) return
      if (bitOfEntry(found) == position) {
        takeOver(stream, place, other, found)
        return
      }
    }
    setLimit(stream, min(end, positionOf(stream) + JOIN_BITS))
    if (stepsOf(stream) == 0) return
    walkStream(stream)
  }
}

/** The bits that a stream walks between two looks for a common MCU. */
const JOIN_BITS: u32 = 512

/** From `place` on, the stream gets the list of the other one from `found` on. */
function takeOver(stream: usize, place: usize, other: usize, found: usize): void {
  const bytes = min(load<usize>(other, NEXT) - found, load<usize>(stream, LAST) - place)
  memory.copy(place, found, bytes)
  saveStream(
    stream,
    load<u32>(other, LEFT),
    load<usize>(other, STATE),
    load<i32>(other, ADVANCE),
    place + bytes,
  )
  store<i32>(stream, load<i32>(other, BROKEN), BROKEN)
}
