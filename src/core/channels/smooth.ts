import type { Smoothing } from './channel-specs.ts'

/** At the ends of the window, an exponential weight is e to the power of minus this. */
const DECAYS = 3

/**
 * The smoothed value in the middle of a window; NaN if no record in it has a number.
 * - `mean`: of the values.
 * - `median`: the middle value, or the mean of the two middle ones.
 * - `exponential`: the mean with the weights e^(−3 · |distance in time| ÷ half the window).
 * @param distancesMs of the records from the middle of the window, as `values`
 * @param values NaN if a record has no number
 */
export function smooth(
  kind: Exclude<Smoothing, 'none'>,
  distancesMs: readonly number[],
  values: readonly number[],
  windowMs: number,
): number {
  switch (kind) {
    case 'mean':
      return weightedMean(values, () => 1)
    case 'median':
      return median(values.filter((value) => !Number.isNaN(value)))
    case 'exponential':
      return weightedMean(values, (index) =>
        Math.exp((-DECAYS * Math.abs(distancesMs[index] as number)) / (windowMs / 2)),
      )
  }
}

function weightedMean(values: readonly number[], weightOf: (index: number) => number): number {
  let [sum, weights] = [0, 0]
  values.forEach((value, index) => {
    if (Number.isNaN(value)) return
    const weight = weightOf(index)
    sum += weight * value
    weights += weight
  })
  return sum / weights
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
