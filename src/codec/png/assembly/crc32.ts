/** The CRC-32 of PNG and zlib, sixteen bytes at a time. */

const POLYNOMIAL: u32 = 0xedb88320
/** Sixteen tables: how a byte changes the checksum if 0 to 15 bytes follow it. */
const TABLES: usize = memory.data(16 * 1024, 16)

/**
 * The checksum stays the same if a byte is moved: it becomes zero in its place, and is added
 * (exclusive or) to the bytes that are 145, 183, 211 and 300 places after it. In polynomials modulo
 * that of the CRC, x^(8 · 300) = x^(8 · 155) + x^(8 · 117) + x^(8 · 89) + 1. So only the last 300
 * bytes need tables: K. Russell, "Chorba: A novel CRC32 implementation" (2024).
 */
const FARTHEST: usize = 300
const SECOND: usize = FARTHEST - 211
const THIRD: usize = FARTHEST - 183
const NEAREST: usize = FARTHEST - 145
/** `FARTHEST`, rounded up to whole vectors. */
const REACH: usize = 304
/** For fewer bytes, the tables alone are faster. */
const MIN_LENGTH: usize = 1024
const PIECE: usize = 8192
/**
 * The end of the previous piece, then a piece: each byte, with what was moved to it added.
 */
const MOVED: usize = memory.data(304 + 8192, 16)
/** The byte that is 300 places before the first one of the piece. */
const FARTHEST_BACK: usize = MOVED + REACH - FARTHEST

fillTables()

function fillTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? POLYNOMIAL : 0)
    store<u32>(TABLES + (byte << 2), crc)
  }
  for (let place = TABLES + 1024; place < TABLES + 16 * 1024; place += 4) {
    const before = load<u32>(place - 1024)
    store<u32>(place, (before >> 8) ^ load<u32>(TABLES + ((before & 255) << 2)))
  }
}

/**
 * @param crc checksum of the bytes before, 0 if there are none
 * @returns the checksum of those bytes and the ones from `start` to `end`
 */
export function crc32(crc: u32, start: usize, end: usize): u32 {
  let value = ~crc
  let place = start
  if (end - start >= MIN_LENGTH) {
    place = end - REACH - ((end - start) & 15)
    moveOn(value, start, place)
    value = 0
    for (let offset: usize = 0; offset < REACH; offset += 16, place += 16) {
      const bytes = v128.xor(v128.load(place), movedTo(FARTHEST_BACK + offset))
      value = ofSixteen(i64x2.extract_lane(bytes, 0), i64x2.extract_lane(bytes, 1), value)
    }
  }
  for (; place + 16 <= end; place += 16) {
    value = ofSixteen(load<u64>(place), load<u64>(place, 8), value)
  }
  for (; place < end; place++) {
    value = (value >> 8) ^ load<u32>(TABLES + (((value ^ load<u8>(place)) & 255) << 2))
  }
  return ~value
}

/**
 * Moves all bytes from `start` to `end`, a multiple of 16, to places after `end`. Then {@link
 * movedTo} returns what must be added there.
 *
 * @param value the checksum before these bytes, in the form of the tables
 */
function moveOn(value: u32, start: usize, end: usize): void {
  memory.fill(MOVED, 0, REACH)
  let first = i32x4.replace_lane(i32x4.splat(0), 0, value)
  for (let place = start; place < end; ) {
    const pieceEnd = min(place + PIECE, end)
    let farthestBack = FARTHEST_BACK
    for (; place < pieceEnd; place += 16, farthestBack += 16) {
      const bytes = v128.xor(v128.load(place), first)
      v128.store(farthestBack, v128.xor(bytes, movedTo(farthestBack)), FARTHEST)
      first = i64x2.splat(0)
    }
    memory.copy(MOVED, farthestBack - FARTHEST_BACK + MOVED, REACH)
  }
  memory.fill(MOVED + REACH, 0, REACH)
}

/** What is moved to the sixteen bytes that begin `FARTHEST` bytes after the given place. */
// @ts-ignore: decorator
@inline
function movedTo(farthestBack: usize): v128 {
  return v128.xor(
    v128.xor(v128.load(farthestBack), v128.load(farthestBack, SECOND)),
    v128.xor(v128.load(farthestBack, THIRD), v128.load(farthestBack, NEAREST)),
  )
}

// @ts-ignore: decorator
@inline
function ofSixteen(low: u64, high: u64, value: u32): u32 {
  return ofEight(low ^ value, TABLES + 8 * 1024) ^ ofEight(high, TABLES)
}

/** @param tables for bytes with 0 to 7 others after them, plus the bytes that follow the eight */
// @ts-ignore: decorator
@inline
function ofEight(bytes: u64, tables: usize): u32 {
  const low = <u32>bytes
  const high = <u32>(bytes >> 32)
  return (
    load<u32>(tables + ((low & 255) << 2), 7 * 1024) ^
    load<u32>(tables + (((low >> 8) & 255) << 2), 6 * 1024) ^
    load<u32>(tables + (((low >> 16) & 255) << 2), 5 * 1024) ^
    load<u32>(tables + ((low >> 24) << 2), 4 * 1024) ^
    (load<u32>(tables + ((high & 255) << 2), 3 * 1024) ^
      load<u32>(tables + (((high >> 8) & 255) << 2), 2 * 1024) ^
      load<u32>(tables + (((high >> 16) & 255) << 2), 1024) ^
      load<u32>(tables + ((high >> 24) << 2)))
  )
}
