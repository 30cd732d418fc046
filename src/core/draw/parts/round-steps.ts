/**
 * 1, 2 and 5, and their multiples by powers of ten: the lengths that people read easily. A logarithm
 * may be rounded up to the next power, so that there is one below 1.
 */
const ROUND = [0.5, 1, 2, 5, 10]

/** The largest round number that is not above a positive one. */
export function roundDown(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most))
  return Math.max(...ROUND.filter((each) => each * power <= most)) * power
}

/** The smallest round number that is not below a positive one. */
export function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return Math.min(...ROUND.filter((each) => each * power >= least)) * power
}

/** The multiples of a step between two numbers, both included, ascending. */
export function multiplesBetween(lowest: number, highest: number, step: number): number[] {
  const first = Math.ceil(lowest / step)
  const count = Math.max(0, Math.floor(highest / step) - first + 1)
  return Array.from({ length: count }, (_, index) => (first + index) * step)
}

/** How many decimals it takes to write the multiples of a round number. */
export function decimalsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step)))
}
