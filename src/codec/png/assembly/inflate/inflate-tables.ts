/** The tables in which inflate looks up symbols: RFC 1951, 3.2.2 and 3.2.5. */

export const LITERAL_BITS: u32 = 11
export const DISTANCE_BITS: u32 = 8
/** After each table come the tables of its longer codes. */
export const LITERALS: usize = memory.data((2048 + 2304) * 4, 16)
export const DISTANCES: usize = memory.data((256 + 15 * 128) * 4, 16)

/**
 * The bits of an entry. From bit 0: the number of bits that it consumes, including extra bits. From
 * bit 6: the number of its literals. From bit 8: these literals. If it has no literals, from bit 8:
 * the length of the code, then the flags below; from bit 16: a base value or the place of a table.
 */
export const LITERAL_COUNT: u32 = 3 << 6
export const IS_SPECIAL: u32 = 1 << 12
export const IS_TABLE: u32 = 1 << 13
export const IS_END: u32 = 1 << 14

const MAX_LENGTH: u32 = 15
/** Of the indexes of `LITERALS`: a sixteenth. */
const LEAST_PAIRS: u32 = 1 << (LITERAL_BITS - 4)
const END_OF_BLOCK: u32 = 256

const COUNTS: usize = memory.data(16 * 4, 16)
const OFFSETS: usize = memory.data(17 * 4, 16)
const SORTED: usize = memory.data(288 * 4, 16)
const LITERAL_RESULTS: usize = memory.data(288 * 4, 16)
const DISTANCE_RESULTS: usize = memory.data(32 * 4, 16)
const PRECODE_RESULTS: usize = memory.data(19 * 4, 16)
const LENGTH_EXTRA_BITS: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
])

fillResults()

/** The entry of each symbol, without the length of its code. */
function fillResults(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) {
    store<u32>(LITERAL_RESULTS + (symbol << 2), (1 << 6) | (symbol << 8))
  }
  store<u32>(LITERAL_RESULTS + (END_OF_BLOCK << 2), IS_SPECIAL | IS_END)
  let base: u32 = 3
  for (let index: u32 = 0; index < 29; index++) {
    const extraBits: u32 = load<u8>(LENGTH_EXTRA_BITS + index)
    const length: u32 = index == 28 ? 258 : base
    store<u32>(LITERAL_RESULTS + ((257 + index) << 2), (length << 16) | extraBits)
    base += 1 << extraBits
  }
  store<u32>(LITERAL_RESULTS + (286 << 2), IS_SPECIAL)
  store<u32>(LITERAL_RESULTS + (287 << 2), IS_SPECIAL)
  base = 1
  for (let symbol: u32 = 0; symbol < 32; symbol++) {
    const extraBits: u32 = symbol < 4 ? 0 : (symbol >> 1) - 1
    const result = symbol < 30 ? (base << 16) | extraBits : IS_SPECIAL
    store<u32>(DISTANCE_RESULTS + (symbol << 2), result)
    base += 1 << extraBits
  }
  for (let symbol: u32 = 0; symbol < 19; symbol++) {
    store<u32>(PRECODE_RESULTS + (symbol << 2), symbol << 16)
  }
}

/** @returns false if the lengths do not make a valid code, or the end of the block has no code */
export function buildLiterals(lengths: usize, symbolCount: u32): bool {
  if (load<u8>(lengths + END_OF_BLOCK) == 0) return false
  if (!buildTable(lengths, symbolCount, LITERALS, LITERAL_BITS, LITERAL_RESULTS)) return false
  if (hasPairs()) joinLiterals()
  return true
}

/** @returns false if the lengths do not make a valid code */
export function buildDistances(lengths: usize, symbolCount: u32): bool {
  return buildTable(lengths, symbolCount, DISTANCES, DISTANCE_BITS, DISTANCE_RESULTS)
}

/** @returns false if the lengths do not make a valid code */
export function buildPrecode(lengths: usize, table: usize): bool {
  return buildTable(lengths, 19, table, 7, PRECODE_RESULTS)
}

/**
 * Whether it is worthwhile to join literals: codes that fit into an index in pairs are frequent. In
 * photographs they are not.
 */
function hasPairs(): bool {
  let share: u32 = 0
  for (let first: u32 = 1; first < LITERAL_BITS; first++) {
    for (let second: u32 = 1; first + second <= LITERAL_BITS; second++) {
      share += (countOf(first) * countOf(second)) << (LITERAL_BITS - first - second)
    }
  }
  return share >= LEAST_PAIRS
}

/** If the bits of an index hold several literals, its entry takes up to three of them. */
function joinLiterals(): void {
  // Downwards, so that the entries that are looked up still have one literal.
  for (let index: i32 = (1 << LITERAL_BITS) - 1; index > 0; index--) {
    const place = LITERALS + (index << 2)
    const first = load<u32>(place)
    if (!(first & LITERAL_COUNT)) continue
    const firstBits = first & 63
    const second = load<u32>(LITERALS + ((index >> firstBits) << 2))
    const bits = firstBits + (second & 63)
    if (!(second & LITERAL_COUNT) || bits > LITERAL_BITS) continue
    const third = load<u32>(LITERALS + ((index >> bits) << 2))
    const allBits = bits + (third & 63)
    const two = (first & 0xff00) | ((second & 0xff00) << 8)
    const isThree = (third & LITERAL_COUNT) != 0 && allBits <= LITERAL_BITS
    const entry = isThree
      ? two | ((third & 0xff00) << 16) | (3 << 6) | allBits
      : two | (2 << 6) | bits
    store<u32>(place, entry)
  }
}

// @ts-ignore: decorator
@inline
function countOf(length: u32): u32 {
  return load<u32>(COUNTS + (length << 2))
}

/**
 * Makes the tables of a canonical code. Only a code of one symbol, or of none, may be incomplete.
 */
function buildTable(
  lengths: usize,
  symbolCount: u32,
  table: usize,
  tableBits: u32,
  results: usize,
): bool {
  const usedCount = sortSymbols(lengths, symbolCount)
  if (!isComplete()) {
    if (usedCount > 1 || (usedCount == 1 && countOf(1) == 0)) return false
    const only = usedCount ? entryOf(load<u32>(results + (load<u32>(SORTED) << 2)), 1) : IS_SPECIAL
    for (let index: u32 = 0; index < 1 << tableBits; index++) {
      store<u32>(table + (index << 2), index & 1 ? IS_SPECIAL : only)
    }
    return true
  }
  let sorted = SORTED
  /** The current code, with its first bit lowest. */
  let code: u32 = 0
  let length: u32 = 1
  while (countOf(length) == 0) length++
  let count = countOf(length)
  // The table of short codes is copied each time the codes get one bit longer.
  let size: u32 = 1 << min(length, tableBits)
  while (length <= tableBits) {
    const entry = entryOf(load<u32>(results + (load<u32>(sorted) << 2)), length)
    sorted += 4
    store<u32>(table + (code << 2), entry)
    if (code == size - 1) {
      for (; size < 1 << tableBits; size <<= 1) memory.copy(table + (size << 2), table, size << 2)
      return true
    }
    code = nextCode(code, size - 1)
    count--
    while (count == 0) {
      if (++length <= tableBits) {
        memory.copy(table + (size << 2), table, size << 2)
        size <<= 1
      }
      count = countOf(length)
    }
  }
  const mask: u32 = (1 << tableBits) - 1
  let prefix: u32 = -1
  let subtable: u32 = 0
  let end: u32 = size
  while (true) {
    if ((code & mask) != prefix) {
      prefix = code & mask
      subtable = end
      let bits = length - tableBits
      for (let used = count; used < <u32>1 << bits; ) {
        bits++
        used = (used << 1) + countOf(tableBits + bits)
      }
      end = subtable + (1 << bits)
      const pointer = IS_SPECIAL | IS_TABLE | tableBits | (bits << 8) | (subtable << 16)
      store<u32>(table + (prefix << 2), pointer)
    }
    const entry = entryOf(load<u32>(results + (load<u32>(sorted) << 2)), length - tableBits)
    sorted += 4
    const stride: u32 = 1 << (length - tableBits)
    for (let index = subtable + (code >> tableBits); index < end; index += stride) {
      store<u32>(table + (index << 2), entry)
    }
    const lastCode: u32 = (1 << length) - 1
    if (code == lastCode) return true
    code = nextCode(code, lastCode)
    count--
    while (count == 0) count = countOf(++length)
  }
  return false
}

/** Sorts the symbols that have a code by the length of the code. */
function sortSymbols(lengths: usize, symbolCount: u32): u32 {
  memory.fill(COUNTS, 0, 16 * 4)
  for (let symbol: u32 = 0; symbol < symbolCount; symbol++) {
    const place = COUNTS + (<u32>load<u8>(lengths + symbol) << 2)
    store<u32>(place, load<u32>(place) + 1)
  }
  store<u32>(COUNTS, 0)
  let sum: u32 = 0
  for (let length: u32 = 1; length <= MAX_LENGTH; length++) {
    store<u32>(OFFSETS + (length << 2), sum)
    sum += countOf(length)
  }
  for (let symbol: u32 = 0; symbol < symbolCount; symbol++) {
    const length: u32 = load<u8>(lengths + symbol)
    if (length == 0) continue
    const place = OFFSETS + (length << 2)
    const offset = load<u32>(place)
    store<u32>(place, offset + 1)
    store<u32>(SORTED + (offset << 2), symbol)
  }
  return sum
}

/**
 * Whether every sequence of bits begins with exactly one code. Also false if there are too many
 * codes.
 */
function isComplete(): bool {
  let space: u32 = 0
  for (let length: u32 = 1; length <= MAX_LENGTH; length++) {
    space += countOf(length) << (MAX_LENGTH - length)
  }
  return space == 1 << MAX_LENGTH
}

/** A literal has its value in the bits where other symbols have the length of the code. */
// @ts-ignore: decorator
@inline
function entryOf(result: u32, codeLength: u32): u32 {
  const isLiteral = (result & LITERAL_COUNT) != 0
  return (isLiteral ? result : result | (codeLength << 8)) + codeLength
}

/** Adds one to a code whose bits are in reverse order. */
// @ts-ignore: decorator
@inline
function nextCode(code: u32, allOnes: u32): u32 {
  const bit: u32 = 1 << (31 - clz(code ^ allOnes))
  return (code & (bit - 1)) | bit
}
