/** The header of a dynamic block: runs of code lengths, which have their own Huffman code. */

import { putBits } from './deflate-bits'
import { buildCode } from './deflate-huffman'

const PRECODE_SIZE: u32 = 19
const REPEAT_LAST: u8 = 16
const REPEAT_ZERO: u8 = 17
const REPEAT_ZERO_LONG: u8 = 18

const FREQUENCIES: usize = memory.data(19 * 4, 16)
const LENGTHS: usize = memory.data(32, 16)
const CODES: usize = memory.data(19 * 4, 16)
/** The runs: u8 symbol, u8 the value of its extra bits. */
const RUNS: usize = memory.data(320 * 2, 16)
const EXTRA_BITS: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7,
])
const ORDER: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
])

let runsEnd: usize = RUNS
let literalCount: u32 = 0
let distanceCount: u32 = 0
let precodeCount: u32 = 0

/** Prepares the header from the lengths of both codes. @returns its number of bits */
export function prepareHeader(literalLengths: usize, distanceLengths: usize): u32 {
  literalCount = trimmedCount(literalLengths, 286, 257)
  distanceCount = trimmedCount(distanceLengths, 30, 1)
  memory.fill(FREQUENCIES, 0, PRECODE_SIZE << 2)
  runsEnd = RUNS
  addRuns(literalLengths, literalLengths + literalCount)
  addRuns(distanceLengths, distanceLengths + distanceCount)
  buildCode(FREQUENCIES, PRECODE_SIZE, 7, LENGTHS, CODES)
  precodeCount = PRECODE_SIZE
  while (precodeCount > 4 && lengthInOrder(precodeCount - 1) == 0) precodeCount--
  let bits = 3 + 14 + 3 * precodeCount
  for (let symbol: u32 = 0; symbol < PRECODE_SIZE; symbol++) {
    const symbolBits: u32 = load<u8>(LENGTHS + symbol) + load<u8>(EXTRA_BITS + symbol)
    bits += load<u32>(FREQUENCIES + (symbol << 2)) * symbolBits
  }
  return bits
}

/** Writes the header that was prepared last. */
export function putHeader(isFinal: bool): void {
  putBits(u64(isFinal) | (2 << 1), 3)
  putBits((literalCount - 257) | ((distanceCount - 1) << 5) | ((precodeCount - 4) << 10), 14)
  for (let index: u32 = 0; index < precodeCount; index++) putBits(lengthInOrder(index), 3)
  for (let run = RUNS; run < runsEnd; run += 2) {
    const symbol: usize = load<u8>(run)
    const code = load<u32>(CODES + (symbol << 2))
    putBits(code >> 8, code & 255)
    putBits(load<u8>(run, 1), load<u8>(EXTRA_BITS + symbol))
  }
}

function lengthInOrder(index: u32): u8 {
  return load<u8>(LENGTHS + load<u8>(ORDER + index))
}

/** The number of symbols without the unused ones at the end; at least `least`. */
function trimmedCount(lengths: usize, symbolCount: u32, least: u32): u32 {
  let count = symbolCount
  while (count > least && load<u8>(lengths + count - 1) == 0) count--
  return count
}

function addRuns(start: usize, end: usize): void {
  let place = start
  while (place < end) {
    const length = load<u8>(place)
    let next = place + 1
    while (next < end && load<u8>(next) == length) next++
    let count = <u32>(next - place)
    place = next
    if (length == 0) {
      while (count >= 11) {
        const run = min(count, 138)
        addRun(REPEAT_ZERO_LONG, <u8>(run - 11))
        count -= run
      }
      if (count >= 3) {
        addRun(REPEAT_ZERO, <u8>(count - 3))
        count = 0
      }
    } else if (count >= 4) {
      addRun(length, 0)
      count--
      while (count >= 3) {
        const run = min(count, 6)
        addRun(REPEAT_LAST, <u8>(run - 3))
        count -= run
      }
    }
    for (; count > 0; count--) addRun(length, 0)
  }
}

function addRun(symbol: u8, extra: u8): void {
  store<u8>(runsEnd, symbol)
  store<u8>(runsEnd, extra, 1)
  runsEnd += 2
  const place = FREQUENCIES + (<usize>symbol << 2)
  store<u32>(place, load<u32>(place) + 1)
}
