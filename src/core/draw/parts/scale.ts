/** Scales: where a value lies between two limits, and where the ticks are. */

/** How far along the scale a value is, 0 to 1. A value beyond a limit is at this limit. */
export function shareOf(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)))
}

/** The smallest of 1, 2, 5, 10, 20, … (and of their tenths) that makes at most so many steps. */
export function roundStep(span: number, mostSteps: number): number {
  const least = span / mostSteps
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5].find((each) => each * power >= least * (1 - 1e-9)) ?? 10
  return factor * power
}

/** The multiples of a step between two limits, limits included. */
export function ticksBetween(min: number, max: number, step: number): number[] {
  // Rounding must not lose a tick that is at a limit.
  const slack = 1e-9
  const first = Math.ceil(min / step - slack)
  const last = Math.floor(max / step + slack)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step)
}

/** How many decimals the multiples of a step need. */
export function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 10; decimals++) {
    const scaled = step * 10 ** decimals
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals
  }
  return 10
}
