const PRIME_1 = 0x9e3779b1 | 0
const PRIME_2 = 0x85ebca77 | 0
const PRIME_3 = 0xc2b2ae3d | 0
const PRIME_4 = 0x27d4eb2f
const PRIME_5 = 0x165667b1

/**
 * The checksum XXH32 of some bytes, with seed 0: it finds damage, and is no protection against
 * forgery. It takes a fraction of a millisecond a megabyte.
 * https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 * @returns a whole number from 0 to 2³² − 1
 */
export function xxhash32(bytes: Uint8Array): number {
  const { length } = bytes
  // Words are read at multiples of four bytes only.
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const words = new Int32Array(whole.buffer, whole.byteOffset, length >>> 2)
  let index = 0
  let hash = PRIME_5
  if (length >= 16) {
    let [a, b, c, d] = [(PRIME_1 + PRIME_2) | 0, PRIME_2, 0, -PRIME_1 | 0]
    for (const end = (length >>> 4) * 4; index < end; index += 4) {
      a = addWord(a, words[index] as number)
      b = addWord(b, words[index + 1] as number)
      c = addWord(c, words[index + 2] as number)
      d = addWord(d, words[index + 3] as number)
    }
    hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0
  }
  hash = (hash + length) | 0
  for (; index < words.length; index++) {
    hash = (hash + Math.imul(words[index] as number, PRIME_3)) | 0
    hash = Math.imul(rotate(hash, 17), PRIME_4)
  }
  for (let position = index * 4; position < length; position++) {
    hash = (hash + Math.imul(whole[position] as number, PRIME_5)) | 0
    hash = Math.imul(rotate(hash, 11), PRIME_1)
  }
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2)
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The checksum as it is written down: eight hexadecimal digits. */
export function xxhash32Text(bytes: Uint8Array): string {
  return xxhash32(bytes).toString(16).padStart(8, '0')
}

function addWord(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1)
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
