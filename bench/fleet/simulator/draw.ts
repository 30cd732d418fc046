import { seededNumbers } from '../../../src/codec/testing/seeded-numbers.ts'

/** Random values of a simulation: the same ones for the same seed. */
export class Draw {
  /** In [0, 1). */
  readonly uniform: () => number

  constructor(seed: number) {
    this.uniform = seededNumbers(seed)
  }

  /** A time until an event that happens at any moment with the same chance. */
  exponential(mean: number): number {
    return -Math.log(1 - this.uniform()) * mean
  }

  /** A factor around 1, with a standard deviation; it is never below 0. The logarithm is normal. */
  factor(spread: number): number {
    if (spread === 0) return 1
    const variance = Math.log(1 + spread * spread)
    const [radius, turn] = [Math.sqrt(-2 * Math.log(1 - this.uniform())), this.uniform()]
    const normal = radius * Math.cos(2 * Math.PI * turn)
    return Math.exp(Math.sqrt(variance) * normal - variance / 2)
  }
}

/** How many times longer than the mean a chunk takes, whoever has it and whenever. */
export function chunkFactor(chunk: number, spread: number): number {
  return new Draw(chunk).factor(spread)
}
