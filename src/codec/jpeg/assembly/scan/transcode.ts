/**
 * Writes the symbols of a scan again with other tables, and draws the overlay in the same pass.
 * Where nothing is drawn, the values stay as they are.
 */

import { next, pending, pendingCount, putBits, resumeBits } from './bits'
import { beginAt, changeMcu, isLevelChanged, storeLevels } from '../change'
import {
  EDIT_BYTES,
  clearEdits,
  edits,
  editsEnd,
  endBitOfEdit,
  firstBitOfEdit,
  isOfDcOnly,
} from './edits'
import {
  BLOCK_BYTES,
  acSlotOf,
  acTableOf,
  blockCount,
  blocks,
  componentOf,
  dcSlotOf,
  dcTableOf,
} from '../frame'
import { MOST_DC_SIZE, isAcSymbol, slotAddress, takeSymbol } from './huffman'
import { bitsAt, endBitOf, firstBitOf, setDataEnd } from './scan'
import { Status } from '../status'
import { codesInUse, writeTokens } from './tokens'
import { recordOf } from '../touched'
import { failure, valueOf } from './walk'

/** The number of bits that one lookup uses. */
const LOOK: i32 = 10
const LOOK_SIZE: i32 = 1 << 10
const LOOK_SHIFT: u64 = 64 - 10
/**
 * The most bits of a lookup, read and written. For three lookups, a load gives at least 57 bits,
 * and 56 bits can be written at once.
 */
const MOST_BITS: i32 = 19
const MOST_OUT: i32 = 18

/**
 * An entry of a table has 64 bits. From bit 0: the number of bits that are read. From bit 6: the
 * number of bits that are written. From bit 12: how far the block advances, or the size of the
 * value of a DC symbol. From bit 32: the number that is added to the read bits to get the written
 * bits. An addition leaves the bits of a value unchanged, even if they are beyond the lookup.
 */
const PUT_SHIFT: u32 = 6
const ADVANCE_SHIFT: u32 = 12
const COUNT: u32 = 63
const FIRST_AC: u32 = 1 << 12
const FULL: u32 = 64 << 12
const KEEP_ADVANCE: u32 = ~(FIRST_AC - 1)
/** How far an end of block advances. The sum cannot be confused with that of a full block. */
const END_OF_BLOCK: i32 = 128
/** The symbol must be read alone, without a lookup here. */
const SINGLY: u64 = 255 << 12

const tables: usize = memory.data(8 * 8 * (1 << 10), 16)
const TABLE_BYTES: usize = 8 * (1 << 10)

/** For each component: the DC coefficient so far, while nothing is drawn. */
const levels: usize = memory.data(16, 16)

/** The bit at which the source is read. */
let position: u32 = 0

// @ts-ignore: decorator
@inline
function tableOf(slot: i32): usize {
  return tables + <usize>slot * TABLE_BYTES
}

/** Builds the table that translates from a slot's source table to the one in use. */
export function buildTranscoding(slot: i32): void {
  const from = slotAddress(slot)
  const to = codesInUse(slot)
  const isDc = slot < 4
  for (let look = 0; look < LOOK_SIZE; look++) {
    const bits = <u64>look << LOOK_SHIFT
    let seen = 0
    let advance = 0
    let put = 0
    let out = 0
    let raw = 0
    do {
      const entry = takeSymbol(from, bits << seen)
      const length = entry >> 8
      const symbol = entry & 255
      if (entry == 0 || seen + length > LOOK) break
      const code = load<i32>(to + (<usize>symbol << 2))
      const size = isDc ? symbol : symbol & 15
      if (seen + length + size > MOST_BITS || put + (code >> 16) + size > MOST_OUT) break
      const isEnd = !isDc && symbol == 0
      if (isDc ? size > MOST_DC_SIZE : !isEnd && !isAcSymbol(symbol)) break
      const step = isDc ? size : isEnd ? END_OF_BLOCK : (symbol >> 4) + 1
      if (!isDc && !isEnd && advance + step > 63) break
      const visible = min(size, LOOK - seen - length)
      const value = (look >> (LOOK - seen - length - visible)) & ((1 << visible) - 1)
      out = (out << ((code >> 16) + visible)) | ((code & 0xffff) << visible) | value
      put += (code >> 16) + size
      seen += length + visible
      advance += step
      raw = size - visible
      if (isEnd || isDc) break
    } while (seen < LOOK && raw == 0)
    const change = (out - (look >> (LOOK - seen))) << raw
    const head = (seen + raw) | (put << PUT_SHIFT) | (advance << ADVANCE_SHIFT)
    const entry = seen == 0 ? SINGLY : (<u64>change << 32) | <u64>head
    store<u64>(tableOf(slot) + (<usize>look << 3), entry)
  }
}

/** Writes a segment, whose first MCU is `first`, with the overlay. */
export function transcodeSegment(segment: usize, first: i32, count: i32): Status {
  const end = endBitOf(segment)
  position = firstBitOf(segment)
  v128.store(levels, i32x4.splat(0))
  const endMcu = first + count
  let mcu = first
  while (mcu < endMcu) {
    let behind = mcu
    while (behind < endMcu && recordOf(behind) == 0) behind++
    const status = transcodeMcus(behind - mcu, end, false)
    if (status != Status.Done) return status
    mcu = behind
    if (mcu == endMcu) break
    beginAt(levels)
    do {
      clearEdits()
      const changed = changeMcu(mcu, position, end, recordOf(mcu))
      if (changed != Status.Done) return changed
      const written = transcodeMcus(1, end, true)
      if (written != Status.Done) return written
      mcu++
    } while (mcu < endMcu && (recordOf(mcu) != 0 || isLevelChanged()))
    storeLevels(levels)
  }
  setDataEnd(segment, position)
  return Status.Done
}

// @ts-ignore: decorator
@inline
function lookUp(table: usize, bits: u64): u64 {
  return load<u64>(table + (<usize>(bits >> LOOK_SHIFT) << 3))
}

/** The bits to write instead of those that the entry reads. */
// @ts-ignore: decorator
@inline
function translated(bits: u64, entry: u64): u64 {
  return (bits >> (0 - entry)) + <u64>(<i64>entry >> 32)
}

/** @param hasEdits whether the noted edits belong to these MCUs */
function transcodeMcus(count: i32, end: u32, hasEdits: bool): Status {
  const lastBlock = blocks + <usize>blockCount * BLOCK_BYTES
  let edit = edits
  let editAt: u32 = hasEdits && edit < editsEnd ? firstBitOfEdit(edit) : -1
  let at = position
  // The state of the writer is in local variables, which is faster.
  let to = next
  let held = pending
  let heldCount = pendingCount
  for (; count > 0; count--) {
    for (let block = blocks; block < lastBlock; block += BLOCK_BYTES) {
      let bits = bitsAt(at)
      let out: u64 = 0
      let sum = FIRST_AC
      if (at == editAt) {
        resumeBits(to, held, heldCount)
        writeTokens(edit)
        to = next
        held = pending
        heldCount = pendingCount
        at = endBitOfEdit(edit)
        const isWhole = !isOfDcOnly(edit)
        edit += EDIT_BYTES
        editAt = edit < editsEnd ? firstBitOfEdit(edit) : -1
        if (isWhole) continue
        bits = bitsAt(at)
      } else {
        const entry = lookUp(tableOf(dcSlotOf(componentOf(block))), bits)
        const level = levels + (<usize>componentOf(block) << 2)
        if (entry != SINGLY) {
          const size = (<i32>entry >> ADVANCE_SHIFT) & 15
          store<i32>(level, load<i32>(level) + valueOf(bits >> (0 - entry), size))
          out = translated(bits, entry)
          bits <<= entry
          sum = (<u32>entry & (FIRST_AC - 1)) | FIRST_AC
        } else {
          const symbol = takeSymbol(dcTableOf(block), bits)
          const size = symbol & 255
          if (symbol == 0 || size > MOST_DC_SIZE) return failure(at, end)
          const taken = (symbol >> 8) + size
          store<i32>(level, load<i32>(level) + valueOf(bits >> (64 - <u64>taken), size))
          resumeBits(to, held, heldCount)
          putSymbol(dcSlotOf(componentOf(block)), size, size, bits >> (64 - <u64>taken))
          to = next
          held = pending
          heldCount = pendingCount
          at += taken
          bits = bitsAt(at)
        }
      }
      const table = tableOf(acSlotOf(componentOf(block)))
      // The bits of a load are enough for three lookups, or for two after a DC symbol.
      while (true) {
        let entry = lookUp(table, bits)
        sum += <u32>entry
        if (sum < FULL) {
          out = (out << (entry >> PUT_SHIFT)) | translated(bits, entry)
          bits <<= entry
          entry = lookUp(table, bits)
          sum += <u32>entry
          if (sum < FULL) {
            out = (out << (entry >> PUT_SHIFT)) | translated(bits, entry)
            const filled = heldCount + ((sum >> PUT_SHIFT) & COUNT)
            held |= out << (64 - <u64>filled)
            store<u64>(to - 7, held)
            to -= filled >> 3
            held <<= filled & 56
            heldCount = filled & 7
            at += sum & COUNT
            sum &= KEEP_ADVANCE
            bits = bitsAt(at)
            entry = lookUp(table, bits)
            sum += <u32>entry
            out = 0
            if (sum < FULL) {
              out = translated(bits, entry)
              bits <<= entry
              continue
            }
          }
        }
        const reached = sum >> ADVANCE_SHIFT
        const isEnd = reached == 64 || reached - 129 < 63
        if (isEnd) out = (out << (entry >> PUT_SHIFT)) | translated(bits, entry)
        else sum -= <u32>entry
        const filled = heldCount + ((sum >> PUT_SHIFT) & COUNT)
        held |= out << (64 - <u64>filled)
        store<u64>(to - 7, held)
        to -= filled >> 3
        held <<= filled & 56
        heldCount = filled & 7
        at += sum & COUNT
        if (isEnd) break
        // The lookup has symbols beyond the end of the block, or its code is too long.
        sum &= KEEP_ADVANCE
        bits = bitsAt(at)
        const taken = takeSymbol(acTableOf(block), bits)
        const symbol = taken & 255
        const size = symbol & 15
        if (taken == 0 || (symbol != 0 && !isAcSymbol(symbol))) return failure(at, end)
        const bitCount = (taken >> 8) + size
        resumeBits(to, held, heldCount)
        putSymbol(acSlotOf(componentOf(block)), symbol, size, bits >> (64 - <u64>bitCount))
        to = next
        held = pending
        heldCount = pendingCount
        at += bitCount
        out = 0
        if (symbol == 0) break
        sum += ((symbol >> 4) + 1) << ADVANCE_SHIFT
        if (sum == FULL) break
        if (sum > FULL) return failure(at, end)
        bits = bitsAt(at)
      }
    }
    if (at > end) return Status.EndsEarly
  }
  position = at
  resumeBits(to, held, heldCount)
  return Status.Done
}

/** @param bits the lowest `size` bits are the value's */
function putSymbol(slot: i32, symbol: i32, size: i32, bits: u64): void {
  const code = load<i32>(codesInUse(slot) + (<usize>symbol << 2))
  putBits((<u64>(code & 0xffff) << size) | (bits & ((1 << size) - 1)), (code >> 16) + size)
}
