/**
 * Huffman tables (ITU-T T.81, annex C), prepared for three uses: to read one symbol, to walk over
 * all symbols that one lookup of the next bits shows, and to write. There are eight slots: DC tables
 * 0 to 3, then AC tables 0 to 3.
 */

/** The number of bits that one lookup uses. */
export const LOOK: i32 = 12
export const LOOK_SHIFT: u64 = 64 - 12
export const LOOK_SIZE: i32 = 1 << 12
const LOOK_MASK: i32 = (1 << 12) - 1

/** The offsets in a slot: the table as in the file, then what is built from it. */
const STATED: usize = 0 // 16 counts of code lengths, 256 symbols
const BUILT_FROM: usize = 272 // the table from which the rest was built
const BUILT: usize = 544 // 1 if the rest is built
const LIMITS: usize = 548 // for each length 0 to 16: the first 16-bit word above its codes
const OFFSETS: usize = 616 // for each length 0 to 16: index of a code's symbol minus the code
const CODES: usize = 684 // for each symbol: length << 16 | code; 0 if it has no code
const SINGLE: usize = 1712 // for each lookup: length << 8 | symbol; 0 if it is longer or wrong
const WALK: usize = SINGLE + 2 * (1 << 12) // for each lookup: advance << 8 | bits; see stream.ts
const KEPT: usize = WALK + 2 * (1 << 12) // the most bits of a code that surely stays
const SLOT_BYTES: usize = KEPT + 16

const slots: usize = memory.data(8 * (1712 + 4 * (1 << 12) + 16), 16)

/**
 * How far a lookup advances in a block of 63 AC coefficients: by as many coefficients as it shows.
 * While the sum is below {@link BLOCK_END}, the block goes on. From there on, it has ended, unless
 * {@link ALONE} is set in the sum: then the lookup showed too much or nothing, and its first symbol
 * must be read alone.
 */
export const BLOCK_END: i32 = 63
export const ALONE: i32 = 64
export const END_OF_BLOCK: i32 = 129
const NOTHING: i32 = 65

export const LONGEST_CODE: i32 = 16
export const MOST_DC_SIZE: i32 = 11
export const MOST_AC_SIZE: i32 = 10
export const ZERO_RUN: i32 = 0xf0

// @ts-ignore: decorator
@inline
export function slotAddress(slot: i32): usize {
  return slots + <usize>slot * SLOT_BYTES
}

/** Where to write the file's table: 16 counts and 256 symbols. */
export function statedTable(slot: i32): usize {
  return slotAddress(slot) + STATED
}

/**
 * Before {@link buildTable}.
 * @param length codes of at most this many bits stay as they are, whatever symbols are added to the
 * table. The others must be found.
 */
export function keepCodes(slot: i32, length: i32): void {
  store<i32>(slotAddress(slot), length, KEPT)
}

// @ts-ignore: decorator
@inline
export function keptLength(slot: i32): i32 {
  return load<i32>(slotAddress(slot), KEPT)
}

/** The caller has checked that there are not more codes of a length than it allows. */
export function buildTable(slot: i32): void {
  const table = slotAddress(slot)
  if (load<i32>(table, BUILT) && memory.compare(table + STATED, table + BUILT_FROM, 272) == 0) {
    return
  }
  memory.copy(table + BUILT_FROM, table + STATED, 272)
  store<i32>(table, 1, BUILT)
  buildCodes(table)
  const most = min(LOOK, keptLength(slot))
  if (slot < 4) buildDcWalk(table, most)
  else buildAcWalk(table, most)
}

function buildCodes(table: usize): void {
  assignCodes(table + STATED, table + CODES)
  memory.fill(table + SINGLE, 0, 2 * LOOK_SIZE)
  let code = 0
  let index = 0
  for (let length = 1; length <= 16; length++) {
    const count = <i32>load<u8>(table + <usize>length - 1, STATED)
    store<i32>(table + (<usize>length << 2), index - code, OFFSETS)
    for (let i = 0; i < count; i++) {
      const symbol = <i32>load<u8>(table + <usize>(index & 255), STATED + 16)
      if (length <= LOOK) {
        fill(table + SINGLE, code << (LOOK - length), 1 << (LOOK - length), (length << 8) | symbol)
      }
      code++
      index++
    }
    store<i32>(table + (<usize>length << 2), code << (16 - length), LIMITS)
    code <<= 1
  }
}

/**
 * ITU-T T.81, annex C.2.
 * @param codes for each symbol: length << 16 | code; 0 if it has no code
 */
export function assignCodes(stated: usize, codes: usize): void {
  memory.fill(codes, 0, 1024)
  let code = 0
  let index = 0
  for (let length = 1; length <= 16; length++) {
    for (let left = load<u8>(stated + <usize>length - 1); left > 0; left--) {
      const symbol = <usize>load<u8>(stated + 16 + <usize>(index & 255))
      store<i32>(codes + (symbol << 2), (length << 16) | code)
      code++
      index++
    }
    code <<= 1
  }
}

function fill(table: usize, from: i32, count: i32, entry: i32): void {
  let at = table + (<usize>from << 1)
  const end = at + (<usize>count << 1)
  if (count >= 8) {
    const entries = i16x8.splat(<i16>entry)
    for (; at < end; at += 16) v128.store(at, entries)
  } else {
    for (; at < end; at += 2) store<u16>(at, <u16>entry)
  }
}

/** A DC symbol does not advance. @param most the most bits of a code that need not be found */
function buildDcWalk(table: usize, most: i32): void {
  for (let look: usize = 0; look < 2 << LOOK; look += 2) {
    const entry = <i32>load<u16>(table + look, SINGLE)
    const size = entry & 255
    const length = entry >> 8
    const isShown = entry != 0 && size <= MOST_DC_SIZE && length <= most
    store<u16>(table + look, <u16>(isShown ? length + size : NOTHING << 8), WALK)
  }
}

function buildAcWalk(table: usize, most: i32): void {
  for (let look = 0; look < LOOK_SIZE; look++) {
    let bits = 0
    let advance = 0
    do {
      const entry = <i32>load<u16>(table + (<usize>((look << bits) & LOOK_MASK) << 1), SINGLE)
      const length = entry >> 8
      const symbol = entry & 255
      if (entry == 0 || bits + length > LOOK || length > most) break
      if (symbol == 0) {
        bits += length
        advance += END_OF_BLOCK
        break
      }
      const step = (symbol >> 4) + 1
      if (!isAcSymbol(symbol) || advance + step > BLOCK_END) break
      bits += length + (symbol & 15)
      advance += step
    } while (bits < LOOK)
    if (bits == 0) advance = NOTHING
    store<u16>(
      table + (<usize>look << 1),
      <u16>(bits | (advance << 8)),
      WALK,
    )
  }
}

/** Whether an 8-bit picture can have this AC symbol, which is not an end of block. */
// @ts-ignore: decorator
@inline
export function isAcSymbol(symbol: i32): bool {
  const size = symbol & 15
  return size <= MOST_AC_SIZE && (size != 0 || symbol == ZERO_RUN)
}

/** The slot's table for a walk: see stream.ts. */
export function walkTable(slot: i32): usize {
  return slotAddress(slot) + WALK
}

/**
 * The number of bits of the AC symbols and values that one lookup shows. None of them is rare. 0 if
 * the next symbol must be read alone.
 */
// @ts-ignore: decorator
@inline
export function shownBits(slot: i32, bits: u64): u32 {
  return <u32>load<u8>(walkTable(slot) + (<usize>(bits >> LOOK_SHIFT) << 1))
}

/**
 * The next symbol: length of its code << 8 | symbol, or 0 if there is no such code.
 * @param bits the next bits, the first one highest
 */
// @ts-ignore: decorator
@inline
export function takeSymbol(table: usize, bits: u64): i32 {
  const entry = <i32>load<u16>(table + (<usize>(bits >> LOOK_SHIFT) << 1), SINGLE)
  return entry != 0 ? entry : takeLongSymbol(table, bits)
}

function takeLongSymbol(table: usize, bits: u64): i32 {
  const word = <i32>(bits >> 48)
  for (let length = LOOK + 1; length <= 16; length++) {
    if (word < load<i32>(table + (<usize>length << 2), LIMITS)) {
      const code = word >> (16 - length)
      const index = code + load<i32>(table + (<usize>length << 2), OFFSETS)
      return (length << 8) | <i32>load<u8>(table + <usize>(index & 255), STATED + 16)
    }
  }
  return 0
}

/** The codes of the file's own table; see {@link assignCodes}. */
// @ts-ignore: decorator
@inline
export function codesOf(slot: i32): usize {
  return slotAddress(slot) + CODES
}

/** ITU-T T.81, figure F.12. @param bits the lowest `size` bits are the value's */
// @ts-ignore: decorator
@inline
export function valueOf(bits: u64, size: i32): i32 {
  const value = <i32>bits & ((1 << size) - 1)
  return value < (1 << size) >> 1 ? value - (1 << size) + 1 : value
}
