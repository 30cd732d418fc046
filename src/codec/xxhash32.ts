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
  const end = (length >>> 4) * 4
  let hash = ((end > 0 ? hashStripes(words, end) : PRIME_5) + length) | 0
  let index = end
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

/** Words that are hashed at a time: what is called often, compilers make fast. */
const RUN_LENGTH = 1 << 14

function hashStripes(words: Int32Array, end: number): number {
  const lanes = Int32Array.of(PRIME_1 + PRIME_2, PRIME_2, 0, -PRIME_1)
  for (let start = 0; start < end; start += RUN_LENGTH) {
    hashRun(lanes, words, start, Math.min(start + RUN_LENGTH, end))
  }
  const [a = 0, b = 0, c = 0, d = 0] = lanes
  return (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0
}

function hashRun(lanes: Int32Array, words: Int32Array, start: number, end: number): void {
  let a = lanes[0] as number
  let b = lanes[1] as number
  let c = lanes[2] as number
  let d = lanes[3] as number
  for (let index = start; index < end; index += 4) {
    a = addWord(a, words[index] as number)
    b = addWord(b, words[index + 1] as number)
    c = addWord(c, words[index + 2] as number)
    d = addWord(d, words[index + 3] as number)
  }
  lanes[0] = a
  lanes[1] = b
  lanes[2] = c
  lanes[3] = d
}

function addWord(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1)
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
