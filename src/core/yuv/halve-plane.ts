import type { PlanePlace } from './blend-yuv.ts'

/**
 * Makes a plane of samples half as wide and half as high. Each sample is the mean of four. A last column
 * or row that has no neighbour is not used.
 * @param size of the small plane
 * @param into takes it from `offset` on, row by row without gaps
 */
export function halvePlane(
  from: Uint8Array,
  { offset: first, stride, step }: PlanePlace,
  { width, height }: { width: number; height: number },
  into: Uint8Array,
  offset: number,
): void {
  if (step === 1 && isWhole(from.byteOffset, first, stride, 2 * width, into.byteOffset, offset)) {
    halveWords(from, { first, stride }, { width, height }, into, offset)
    return
  }
  let to = offset
  for (let row = 0; row < height; row++) {
    let upper = first + 2 * row * stride
    let lower = upper + stride
    for (let column = 0; column < width; column++, upper += 2 * step, lower += 2 * step) {
      const above = (from[upper] as number) + (from[upper + step] as number)
      const below = (from[lower] as number) + (from[lower + step] as number)
      into[to++] = (above + below + 2) >> 2
    }
  }
}

function isWhole(...lengths: number[]): boolean {
  return lengths.every((length) => length % (2 * WORD_BYTES) === 0)
}

const WORD_BYTES = 4
/** The first and the third sample of a word. */
const EVEN = 0x00ff00ff
/** Half of the divisor, beside each of two sums of four samples. */
const ROUNDING = 0x00020002

/** As {@link halvePlane}, a word of four samples at a time, which takes little more than half of the time. */
function halveWords(
  from: Uint8Array,
  { first, stride }: { first: number; stride: number },
  { width, height }: { width: number; height: number },
  into: Uint8Array,
  offset: number,
): void {
  const read = new Uint32Array(from.buffer, from.byteOffset, from.length >> 2)
  const written = new Uint32Array(into.buffer, into.byteOffset, into.length >> 2)
  const [rowWords, smallWords] = [stride / WORD_BYTES, width / WORD_BYTES]
  let to = offset / WORD_BYTES
  for (let row = 0; row < height; row++) {
    let upper = first / WORD_BYTES + 2 * row * rowWords
    let lower = upper + rowWords
    for (let column = 0; column < smallWords; column++, upper += 2, lower += 2) {
      const left = meansOf(read[upper] as number, read[lower] as number)
      const right = meansOf(read[upper + 1] as number, read[lower + 1] as number)
      written[to++] = left | (right << 16)
    }
  }
}

/** Two means of four samples, in the lower half of a word. */
function meansOf(upper: number, lower: number): number {
  const sums = (upper & EVEN) + ((upper >>> 8) & EVEN) + (lower & EVEN) + ((lower >>> 8) & EVEN)
  const means = ((sums + ROUNDING) >>> 2) & EVEN
  return (means | (means >>> 8)) & 0xffff
}
