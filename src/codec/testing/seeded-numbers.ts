/**
 * Numbers in [0, 1) that depend only on the seed. Marsaglia's xorshift, 32 bits.
 */
export function seededNumbers(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
