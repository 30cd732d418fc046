/** Bytes of the scan, in which a zero follows each 0xff. */

/** Of a word of 64 bits whose first bit is the highest one, in the order of the file; twice. */
const FIRST_BYTE_LAST: v128 = i8x16(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8)

/**
 * @param target room for twice the words, and 16 bytes
 * @returns behind the last byte
 */
export function stuffWords(words: usize, end: usize, target: usize): usize {
  let source = words
  for (; source + 16 <= end; source += 16) {
    const bytes = v128.swizzle(v128.load(source), FIRST_BYTE_LAST)
    if (v128.any_true(i8x16.eq(bytes, i8x16.splat(-1)))) {
      target = stuffWord(load<u64>(source), 64, target)
      target = stuffWord(load<u64>(source, 8), 64, target)
    } else {
      v128.store(target, bytes)
      target += 16
    }
  }
  return source < end ? stuffWord(load<u64>(source), 64, target) : target
}

/**
 * The first bits of a word; those of a byte that they begin are written with it.
 * @returns behind the last byte
 */
export function stuffWord(word: u64, bitCount: u32, target: usize): usize {
  for (let done: u32 = 0; done < bitCount; done += 8) {
    const byte = (word >> (56 - done)) as u8
    store<u8>(target++, byte)
    if (byte == 0xff) store<u8>(target++, 0)
  }
  return target
}
