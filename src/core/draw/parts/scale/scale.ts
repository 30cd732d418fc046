/** Scales: where a value lies between two limits, and where the ticks are. */

/**
 * How far along the scale a value is, 0 to 1. A value beyond a limit is at this limit. On a scale
 * without length, every value is in the middle.
 */
export function shareOf(value: number, { min, max }: { min: number; max: number }): number {
  return max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0.5
}

/** What is wrong with two limits; null if nothing is, or if one of them is not fixed. */
export function limitsFault({
  min,
  max,
}: {
  min: number | null
  max: number | null
}): string | null {
  if (min === null || max === null || min < max) return null
  return `the upper limit ${max} is not above the lower limit ${min}.`
}

/**
 * 1, 2 and 5, and their multiples by powers of ten: the lengths that people read easily. A logarithm
 * may be rounded up to the next power, so that there is one below 1.
 */
const ROUND = [0.5, 1, 2, 5, 10]

/** Of a step. Rounding must not lose a tick that is at a limit, nor choose the next larger step. */
const SLACK = 1e-9

/** The largest round number that is not above a positive one. */
export function roundDown(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most))
  return Math.max(...ROUND.filter((each) => each * power <= most)) * power
}

/** The smallest round number that is not below a positive one. */
export function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return Math.min(...ROUND.filter((each) => each * power >= least * (1 - SLACK))) * power
}

/** The multiples of a step between two limits, limits included, ascending. */
export function ticksBetween(min: number, max: number, step: number): number[] {
  const first = Math.ceil(min / step - SLACK)
  const last = Math.floor(max / step + SLACK)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step)
}

/** Steps that are not round, such as ⅓, are written with as many decimals as this. */
const MOST_DECIMALS = 10

/** How many decimals the multiples of a step need. */
export function decimalsOf(step: number): number {
  // Even the smallest step has a digit.
  const most = Math.max(MOST_DECIMALS, -Math.floor(Math.log10(step)))
  for (let decimals = 0; decimals < most; decimals++) {
    const scaled = step * 10 ** decimals
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals
  }
  return most
}
