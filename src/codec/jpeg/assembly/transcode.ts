/** Writes the symbols of a scan again with other tables; the values stay as they are. */

import { EDIT_BYTES, editsEnd, endBitOfEdit, firstBitOfEdit, isOfDcOnly } from './edits'
import { BLOCK_BYTES, acSlotOf, blockCount, blocks, componentOf, dcSlotOf } from './frame'
import { MOST_AC_SIZE, MOST_DC_SIZE, slotAddress, takeSymbol } from './huffman'
import { next, pending, pendingCount, putBits, resumeBits } from './bits'
import { bitsAt, endBitOf, firstBitOf, setDataEnd } from './scan'
import { Status } from './status'
import { codesInUse, writeTokens } from './tokens'

/** Bits that one look sees. */
const LOOK: u32 = 11
const LOOK_SIZE: i32 = 1 << 11
const LOOK_SHIFT: u64 = 64 - 11
const LOOK_MASK: i32 = (1 << 11) - 1
/** What one symbol or one look takes at most: a code of 16 bits and a value of 11. */
const MOST_BITS: u32 = 27
/** What one look may put out. */
const MOST_OUT: i32 = 32

/**
 * An entry of a table, 64 bits: at 0 how many bits are taken, at 6 how far the block advances, at
 * 14 how many bits are put out, at 20 how many bits of a value follow as they are, at 32 the bits
 * to put out. The whole is 0 where the symbol must be taken by itself.
 */
const tables: usize = memory.data(8 * 8 * (1 << 11), 16)
const TABLE_BYTES: usize = 8 * (1 << 11)
const END_OF_BLOCK: i32 = 128

// @ts-ignore: decorator
@inline
function tableOf(slot: i32): usize {
  return tables + <usize>slot * TABLE_BYTES
}

/** From the source's table of a slot to the one in use. */
export function buildTranscoding(slot: i32): void {
  const from = slotAddress(slot)
  const to = codesInUse(slot)
  for (let look = 0; look < LOOK_SIZE; look++) {
    const bits = <u64>look << LOOK_SHIFT
    let taken = 0
    let advance = 0
    let put = 0
    let out: u64 = 0
    let raw = 0
    do {
      const entry = takeSymbol(from, bits << taken)
      const length = entry >> 8
      const symbol = entry & 255
      if (entry == 0 || taken + length > <i32>LOOK) break
      const code = load<i32>(to + (<usize>symbol << 2))
      const size = slot < 4 ? symbol : symbol & 15
      const visible = min(size, <i32>LOOK - taken - length)
      if (code == 0 || size > MOST_DC_SIZE || put + (code >> 16) + size > MOST_OUT) break
      const isEnd = slot >= 4 && symbol == 0
      const step = isEnd ? END_OF_BLOCK : (symbol >> 4) + 1
      if (!isEnd && advance + step > 63) break
      const value = (look >> (<i32>LOOK - taken - length - visible)) & ((1 << visible) - 1)
      out = (out << ((code >> 16) + visible)) | ((code & 0xffff) << visible) | value
      put += (code >> 16) + visible
      taken += length + visible
      advance += step
      raw = size - visible
      if (isEnd || slot < 4) break
    } while (taken < <i32>LOOK && raw == 0)
    const head = taken | (advance << 6) | (put << 14) | (raw << 20)
    store<u64>(tableOf(slot) + (<usize>look << 3), taken == 0 ? 0 : (out << 32) | head)
  }
}

/**
 * Writes the `count` MCUs of a segment, edits included.
 * @param edit the first one that is not before the segment
 */
export function transcodeSegment(segment: usize, count: i32, edit: usize): Status {
  let position = firstBitOf(segment)
  const end = endBitOf(segment)
  let editAt = edit < editsEnd ? firstBitOfEdit(edit) : -1
  for (let mcu = 0; mcu < count; mcu++) {
    for (let index = 0; index < blockCount; index++) {
      const component = componentOf(blocks + <usize>index * BLOCK_BYTES)
      if (position == editAt) {
        writeTokens(edit)
        position = endBitOfEdit(edit)
        const isWhole = !isOfDcOnly(edit)
        edit += EDIT_BYTES
        editAt = edit < editsEnd ? firstBitOfEdit(edit) : -1
        if (isWhole) continue
      } else {
        position = transcodeSymbol(dcSlotOf(component), position)
        if (position == 0) return Status.WrongCode
      }
      position = transcodeAc(acSlotOf(component), position)
      if (position == 0) return Status.WrongCode
    }
    if (position > end) return Status.EndsEarly
  }
  setDataEnd(segment, position)
  return Status.Done
}

/** Takes the symbols up to the end of the block. @returns where it ends, or 0 */
function transcodeAc(slot: i32, from: u32): u32 {
  const table = tableOf(slot)
  let position = from
  let reached = 1
  let bits = bitsAt(position)
  let used: u32 = 0
  // The state of the writer is held here for the length of a block: that is faster.
  let to = next
  let held = pending
  let heldCount = pendingCount
  while (true) {
    if (used > 57 - MOST_BITS) {
      position += used
      bits = bitsAt(position)
      used = 0
    }
    const entry = load<u64>(table + (<usize>(bits >> LOOK_SHIFT) << 3))
    const ahead = reached + <i32>((entry >> 6) & 255)
    if (entry == 0 || (ahead > 64 && <u32>(ahead - 129) >= 63)) {
      // Too many symbols at once, or a long code.
      const symbol = takeSymbol(slotAddress(slot), bits) & 255
      const size = symbol & 15
      resumeBits(to, held, heldCount)
      position = transcodeSymbol(slot, position + used)
      if (position == 0 || size > MOST_AC_SIZE) return 0
      if (symbol == 0) return position
      if (size == 0 && symbol != 0xf0) return 0
      reached += (symbol >> 4) + 1
      if (reached == 64) return position
      if (reached > 64) return 0
      bits = bitsAt(position)
      used = 0
      to = next
      held = pending
      heldCount = pendingCount
      continue
    }
    const taken = <u32>entry & 63
    const raw = (<u32>entry >> 20) & 15
    const behind = bits << taken
    const out = ((entry >> 32) << raw) | ((behind >> 1) >> (63 - <u64>raw))
    const filled = heldCount + ((<u32>entry >> 14) & 63) + raw
    held |= out << (64 - <u64>filled)
    store<u64>(to - 7, held)
    to -= filled >> 3
    held <<= filled & 56
    heldCount = filled & 7
    bits = behind << raw
    used += taken + raw
    if (ahead >= 64) {
      resumeBits(to, held, heldCount)
      return position + used
    }
    reached = ahead
  }
}

/** @returns the bit behind the symbol's value, or 0 where it is no symbol */
function transcodeSymbol(slot: i32, position: u32): u32 {
  const bits = bitsAt(position)
  const entry = takeSymbol(slotAddress(slot), bits)
  const symbol = entry & 255
  const size = slot < 4 ? symbol : symbol & 15
  const code = load<i32>(codesInUse(slot) + (<usize>symbol << 2))
  if (entry == 0 || code == 0 || size > MOST_DC_SIZE) return 0
  const taken = (entry >> 8) + size
  const value = (bits >> (64 - <u64>taken)) & ((1 << size) - 1)
  putBits((<u64>(code & 0xffff) << size) | value, (code >> 16) + size)
  return position + taken
}
