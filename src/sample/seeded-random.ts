/**
 * A number in [0, 1) that depends on nothing but its arguments: a hash of the seed, a stream (what
 * the number is for) and an index within it. So any worker gets any of them, in any order.
 * The mixing steps are those of MurmurHash3's finaliser.
 */
export function randomUnit(seed: number, stream: number, index = 0): number {
  let hash = scramble(seed ^ 0x9e3779b9)
  hash = scramble(hash ^ Math.imul(stream + 1, 0x27d4eb2f))
  hash = scramble(hash ^ Math.imul(index + 1, 0x165667b1))
  return hash / 2 ** 32
}

/** The same between two bounds. */
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
