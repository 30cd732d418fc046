/** CRC-32 as PNG and zlib have it, sixteen bytes at a time. */

const POLYNOMIAL: u32 = 0xedb88320
/** Sixteen tables: what a byte does to the checksum when 0 to 15 bytes follow it. */
const TABLES: usize = memory.data(16 * 1024, 16)

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
  for (; place + 16 <= end; place += 16) {
    const low = load<u64>(place) ^ value
    const high = load<u64>(place, 8)
    value = ofEight(low, TABLES + 8 * 1024) ^ ofEight(high, TABLES)
  }
  for (; place < end; place++) {
    value = (value >> 8) ^ load<u32>(TABLES + (((value ^ load<u8>(place)) & 255) << 2))
  }
  return ~value
}

/** @param tables of bytes that are followed by 0 to 7 others, and by what follows the eight */
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
