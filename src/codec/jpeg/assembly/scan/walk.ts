/** Skips through the blocks of a scan without decoding them, and notes where each MCU begins. */

import { BLOCK_BYTES, acTableOf, blockCount, blocks, componentOf, dcTableOf } from '../frame'
import {
  ADVANCE_SHIFT,
  MOST_AC_SIZE,
  MOST_DC_SIZE,
  SKIP_BITS,
  skipEntry,
  takeSymbol,
} from './huffman'
import { bitsAt, endBitOf, firstBitOf, setDataEnd } from './scan'
import { Status } from '../status'

/** For each MCU: its first bit, then the DC coefficients of up to three components before it. */
export const MARK_BYTES: usize = 16

const FULL: u32 = 64 << ADVANCE_SHIFT
const FIRST_AC: u32 = 1 << ADVANCE_SHIFT
const KEEP_ADVANCE: u32 = ~SKIP_BITS

/** The DC coefficients so far. */
const levels: usize = memory.data(16, 16)

/** Skips through `count` MCUs, which fill the segment, and notes each at `marks`. */
export function walkSegment(segment: usize, count: i32, marks: usize): Status {
  let position = firstBitOf(segment)
  const end = endBitOf(segment)
  const lastBlock = blocks + <usize>blockCount * BLOCK_BYTES
  v128.store(levels, i32x4.splat(0))
  const marksEnd = marks + <usize>count * MARK_BYTES
  for (let mark = marks; mark < marksEnd; mark += MARK_BYTES) {
    store<u32>(mark, position)
    store<u64>(mark, load<u64>(levels), 4)
    store<i32>(mark, load<i32>(levels, 8), 12)
    for (let block = blocks; block < lastBlock; block += BLOCK_BYTES) {
      let bits = bitsAt(position)
      const dc = skipEntry(dcTableOf(block), bits)
      const level = levels + (<usize>componentOf(block) << 2)
      let sum: u32
      if (dc != 0) {
        const size = dc >> 6
        const taken = dc & SKIP_BITS
        store<i32>(level, load<i32>(level) + valueOf(bits >> (64 - <u64>taken), size))
        bits <<= taken
        sum = taken | FIRST_AC
      } else {
        const symbol = takeSymbol(dcTableOf(block), bits)
        const size = symbol & 255
        if (symbol == 0 || size > MOST_DC_SIZE) return failure(position, end)
        const taken = (symbol >> 8) + size
        store<i32>(level, load<i32>(level) + valueOf(bits >> (64 - <u64>taken), size))
        position += taken
        bits = bitsAt(position)
        sum = FIRST_AC
      }
      const table = acTableOf(block)
      // The bits of a load are enough for three lookups, or for two after a DC symbol.
      while (true) {
        let entry = skipEntry(table, bits)
        sum += entry
        if (sum < FULL) {
          bits <<= entry
          entry = skipEntry(table, bits)
          sum += entry
          if (sum < FULL) {
            position += sum & SKIP_BITS
            sum &= KEEP_ADVANCE
            bits = bitsAt(position)
            entry = skipEntry(table, bits)
            sum += entry
            if (sum < FULL) {
              bits <<= entry
              continue
            }
          }
        }
        const reached = sum >> ADVANCE_SHIFT
        if (reached == 64 || reached - 129 < 63) {
          position += sum & SKIP_BITS
          break
        }
        // The lookup has symbols beyond the end of the block, or its code is too long.
        sum -= entry
        position += sum & SKIP_BITS
        sum &= KEEP_ADVANCE
        bits = bitsAt(position)
        const symbol = takeSymbol(table, bits)
        const size = symbol & 15
        const isZeroRun = (symbol & 255) == 0xf0
        if (symbol == 0 || size > MOST_AC_SIZE) return failure(position, end)
        position += (symbol >> 8) + size
        if ((symbol & 255) == 0) break
        if (size == 0 && !isZeroRun) return failure(position, end)
        sum += (((symbol & 255) >> 4) + 1) << ADVANCE_SHIFT
        if (sum == FULL) break
        if (sum > FULL) return failure(position, end)
        bits = bitsAt(position)
      }
    }
    if (position > end) return Status.EndsEarly
  }
  setDataEnd(segment, position)
  return Status.Done
}

/** The status of a wrong code. If it is beyond the end, the data ended too early. */
export function failure(position: u32, end: u32): Status {
  return position + 32 > end ? Status.EndsEarly : Status.WrongCode
}

/** ITU-T T.81, figure F.12. @param bits the lowest `size` bits are the value's */
// @ts-ignore: decorator
@inline
export function valueOf(bits: u64, size: i32): i32 {
  const value = <i32>bits & ((1 << size) - 1)
  return value < (1 << size) >> 1 ? value - (1 << size) + 1 : value
}
