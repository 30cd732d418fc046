/**
 * A number in [0, 1) that depends only on the arguments: a hash of the seed, a stream (the use of
 * the number) and an index within the stream. So any worker can compute any number, in any order.
 * The mixing steps are those of MurmurHash3's finaliser.
 */
export function randomUnit(seed: number, stream: number, index = 0): number {
  let hash = scramble(seed ^ 0x9e3779b9)
  hash = scramble(hash ^ Math.imul(stream + 1, 0x27d4eb2f))
  hash = scramble(hash ^ Math.imul(index + 1, 0x165667b1))
  return hash / 2 ** 32
}

/** The same, but between two bounds. */
export function randomBetween(
  low: number,
  high: number,
  seed: number,
  stream: number,
  index = 0,
): number {
  return low + (high - low) * randomUnit(seed, stream, index)
}

function scramble(value: number): number {
  let hash = value >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
