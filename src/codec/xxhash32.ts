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
  const lanes = firstLanes()
  const end = length - (length % STRIPE_BYTES)
  hashStripes(lanes, whole.subarray(0, end))
  return finish(lanes, whole.subarray(end), length)
}

/** The same checksum of bytes that come one part after another. */
export class XxHash32 {
  private readonly lanes = firstLanes()
  private readonly block = new Uint8Array(1 << 16)
  private filledBytes = 0
  private length = 0

  update(bytes: Uint8Array): void {
    this.length += bytes.length
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + this.block.length - this.filledBytes)
      this.block.set(part, this.filledBytes)
      this.filledBytes += part.length
      at += part.length
      if (this.filledBytes < this.block.length) return
      hashStripes(this.lanes, this.block)
      this.filledBytes = 0
    }
  }

  /** The checksum so far: eight hexadecimal digits. */
  digestText(): string {
    const lanes = this.lanes.slice()
    const end = this.filledBytes - (this.filledBytes % STRIPE_BYTES)
    hashStripes(lanes, this.block.subarray(0, end))
    return toText(finish(lanes, this.block.subarray(end, this.filledBytes), this.length))
  }
}

/** @param rest fewer bytes than a stripe, at a multiple of four bytes */
function finish(lanes: Int32Array, rest: Uint8Array, length: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = lanes
  const start =
    length < STRIPE_BYTES ? PRIME_5 : rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)
  let hash = (start + length) | 0
  const words = new Int32Array(rest.buffer, rest.byteOffset, rest.length >>> 2)
  for (const word of words) {
    hash = (hash + Math.imul(word, PRIME_3)) | 0
    hash = Math.imul(rotate(hash, 17), PRIME_4)
  }
  for (const byte of rest.subarray(words.length * 4)) {
    hash = (hash + Math.imul(byte, PRIME_5)) | 0
    hash = Math.imul(rotate(hash, 11), PRIME_1)
  }
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2)
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** The checksum as it is written down: eight hexadecimal digits. */
export function xxhash32Text(bytes: Uint8Array): string {
  return toText(xxhash32(bytes))
}

function toText(checksum: number): string {
  return checksum.toString(16).padStart(8, '0')
}

/** Words that are hashed at a time: what is called often, compilers make fast. */
const RUN_LENGTH = 1 << 14

function firstLanes(): Int32Array {
  return Int32Array.of(PRIME_1 + PRIME_2, PRIME_2, 0, -PRIME_1)
}

const STRIPE_BYTES = 16

/** @param bytes whole stripes, at a multiple of four bytes */
function hashStripes(lanes: Int32Array, bytes: Uint8Array): void {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2)
  for (let start = 0; start < words.length; start += RUN_LENGTH) {
    hashRun(lanes, words, start, Math.min(start + RUN_LENGTH, words.length))
  }
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
