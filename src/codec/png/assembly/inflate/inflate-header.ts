/** The codes of a compressed deflate block: RFC 1951, 3.2.6 and 3.2.7. */

import { bitBuffer, input, refill, takeBits } from './inflate-bits'
import { IS_SPECIAL, buildDistances, buildLiterals, buildPrecode } from './inflate-tables'

const LENGTHS: usize = memory.data(288 + 32 + 138, 16)
const PRECODE_LENGTHS: usize = memory.data(19, 16)
const PRECODE: usize = memory.data(128 * 4, 16)
const ORDER: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
])

/** The numbers of the lengths that were read last: those of the literals come first. */
let literalCount: u32 = 0
let distanceCount: u32 = 0

/** The lengths of the codes that were read last. @param literals room for 288, 32 for distances */
export function copyCodeLengths(literals: usize, distances: usize): void {
  memory.fill(literals, 0, 288)
  memory.fill(distances, 0, 32)
  memory.copy(literals, LENGTHS, literalCount)
  memory.copy(distances, LENGTHS + literalCount, distanceCount)
}

export function useFixedCodes(): void {
  literalCount = 288
  distanceCount = 32
  memory.fill(LENGTHS, 8, 144)
  memory.fill(LENGTHS + 144, 9, 112)
  memory.fill(LENGTHS + 256, 7, 24)
  memory.fill(LENGTHS + 280, 8, 8)
  memory.fill(LENGTHS + 288, 5, 32)
  buildLiterals(LENGTHS, 288)
  buildDistances(LENGTHS + 288, 32)
}

/** @returns false if the header is broken or goes beyond the input */
export function readDynamicCodes(inputEnd: usize): bool {
  refill()
  literalCount = takeBits(5) + 257
  distanceCount = takeBits(5) + 1
  const precodeCount = takeBits(4) + 4
  if (literalCount > 286 || distanceCount > 30) return false
  memory.fill(PRECODE_LENGTHS, 0, 19)
  for (let index: u32 = 0; index < precodeCount; index++) {
    refill()
    store<u8>(PRECODE_LENGTHS + load<u8>(ORDER + index), <u8>takeBits(3))
  }
  if (!buildPrecode(PRECODE_LENGTHS, PRECODE)) return false
  const total = literalCount + distanceCount
  return (
    readLengths(total, inputEnd) &&
    buildLiterals(LENGTHS, literalCount) &&
    buildDistances(LENGTHS + literalCount, distanceCount)
  )
}

function readLengths(total: u32, inputEnd: usize): bool {
  let index: u32 = 0
  while (index < total) {
    if (input > inputEnd + 16) return false
    refill()
    const entry = load<u32>(PRECODE + (((<u32>bitBuffer) & 127) << 2))
    if (entry & IS_SPECIAL) return false
    takeBits(entry & 63)
    const symbol = entry >> 16
    if (symbol < 16) {
      store<u8>(LENGTHS + index++, <u8>symbol)
      continue
    }
    let length: u8 = 0
    let count: u32
    if (symbol == 16) {
      if (index == 0) return false
      length = load<u8>(LENGTHS + index - 1)
      count = 3 + takeBits(2)
    } else if (symbol == 17) {
      count = 3 + takeBits(3)
    } else {
      count = 11 + takeBits(7)
    }
    if (index + count > total) return false
    memory.fill(LENGTHS + index, length, count)
    index += count
  }
  return true
}
