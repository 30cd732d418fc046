/** Writes the bytes of the scan, with a zero after each 0xff. */

const BACKWARDS: v128 = i8x16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)

/**
 * @param top the bytes are below this address, in descending order
 * @param end the address of the last byte
 * @param target room for twice as many bytes, and 16 more
 * @returns the end of the written bytes
 */
export function stuffBytes(top: usize, end: usize, target: usize): usize {
  let source = top
  while (source >= end + 16) {
    source -= 16
    const bytes = v128.swizzle(v128.load(source), BACKWARDS)
    if (v128.any_true(i8x16.eq(bytes, i8x16.splat(-1)))) {
      for (let at: usize = 16; at > 0; ) target = stuffByte(load<u8>(source + --at), target)
    } else {
      v128.store(target, bytes)
      target += 16
    }
  }
  while (source > end) target = stuffByte(load<u8>(--source), target)
  return target
}

/** @returns the end of the written bytes */
export function stuffByte(byte: u8, target: usize): usize {
  store<u8>(target++, byte)
  if (byte == 0xff) store<u8>(target++, 0)
  return target
}
