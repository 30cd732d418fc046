import { furtherWindowMs, medianIntervalMs, rangeOf, SignalMeans } from './signal.ts'
import type { Signal } from './signal.ts'

/** A quantity of the video, and the one of the log that it is compared with. */
export interface SignalPair {
  video: Signal
  log: Signal
}

/** Changes larger than so many medians are the large motions that have led here. */
const MOST_MEDIANS = 4
/** Smaller shares of a value are no changes of it. */
const ROUNDING = 1e-9
/** Copies of one log would be infinitely certain. */
const CERTAIN = 50
/** How many other shifts tell what chance makes. */
const OTHER_COUNT = 160
const LEAST_VALUES = 60
/** The evidence is about so many values at most. */
const MOST_VALUES = 2000

/**
 * What the fine structure says of a shift that the large motions have led to: the changes from value to
 * value, without the large motions. It is evidence of its own, from the trembling between the motions,
 * and of all axes.
 * @param nearMs the shift is known so exactly
 * @returns how many times as probable the shift becomes, as a logarithm; 0 where nothing is said
 */
export function fineEvidence(
  pairs: readonly SignalPair[],
  offsetMs: number,
  nearMs: number,
): number {
  const looks = pairs.flatMap((pair) => lookAround(pair, offsetMs, nearMs) ?? [])
  const lookCount = looks.reduce((sum, { count }) => sum + count, 0)
  const best = looks.reduce((most, { deviations }) => Math.max(most, deviations), 0)
  return lookCount === 0 ? 0 : Math.min(CERTAIN, Math.max(0, best ** 2 / 2 - Math.log(lookCount)))
}

/** @returns the best fit near a shift, in standard deviations of those far from it */
function lookAround(
  { video, log }: SignalPair,
  offsetMs: number,
  nearMs: number,
): { deviations: number; count: number } | null {
  const [fromMs, toMs] = rangeOf(video)
  const [logFromMs, logToMs] = rangeOf(log)
  const intervalMs = Math.max(
    medianIntervalMs(video.timesMs),
    medianIntervalMs(log.timesMs),
    (toMs - fromMs) / MOST_VALUES,
  )
  const count = Math.floor((toMs - fromMs) / intervalMs)
  if (!(count >= LEAST_VALUES)) return null
  const middleMs = (fromMs + toMs) / 2
  const timesMs = Float64Array.from(
    { length: count },
    (_, index) => middleMs + (index - count / 2) * intervalMs,
  )
  const x = changesOf(video, intervalMs)(timesMs)
  const changesOfLog = changesOf(log, intervalMs)
  const fitAt = (shiftMs: number): number =>
    meanProduct(x, changesOfLog(timesMs.map((timeMs) => timeMs - shiftMs)))
  const reachMs = Math.min(toMs - fromMs, logToMs - logFromMs) / 2
  const stepMs = (2 * (reachMs - nearMs)) / OTHER_COUNT
  if (stepMs <= 0) return null
  const others: number[] = []
  for (let away = nearMs + stepMs; away < reachMs; away += stepMs) {
    for (const shiftMs of [offsetMs - away, offsetMs + away]) {
      const fit = fitAt(shiftMs)
      if (!Number.isNaN(fit)) others.push(fit)
    }
  }
  const spread = Math.sqrt(others.reduce((sum, fit) => sum + fit * fit, 0) / others.length)
  if (others.length < OTHER_COUNT / 4 || !(spread > 0)) return null
  const lookMs = intervalMs / 2
  const looks = Math.ceil(nearMs / lookMs)
  let deviations = 0
  for (let look = -looks; look <= looks; look++) {
    const fit = fitAt(offsetMs + look * lookMs)
    if (!Number.isNaN(fit)) deviations = Math.max(deviations, Math.abs(fit) / spread)
  }
  return { deviations, count: 2 * looks + 1 }
}

/** From value to value; NaN where the signal has none, and where it is one of the large motions. */
function changesOf(signal: Signal, intervalMs: number): (timesMs: Float64Array) => Float64Array {
  const means = new SignalMeans(signal)
  const widthMs = furtherWindowMs(signal, intervalMs)
  return (timesMs) => {
    const values = timesMs.map((timeMs) => means.meanAt(timeMs, widthMs))
    const steps = values.map((value, index) => value - (values[index - 1] ?? NaN))
    const sizes = steps.filter((step) => !Number.isNaN(step)).map(Math.abs)
    const usual = sizes.sort()[sizes.length >> 1] ?? 0
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0)
    const most = usual > ROUNDING * largest ? MOST_MEDIANS * usual : 0
    return steps.map((step) => (Math.abs(step) <= most ? step : NaN))
  }
}

/** Of what both have, in units of their spreads; NaN where that is little. */
function meanProduct(x: Float64Array, y: Float64Array): number {
  let [count, xx, yy, xy] = [0, 0, 0, 0]
  for (let index = 0; index < x.length; index++) {
    const a = x[index] as number
    const b = y[index] as number
    if (Number.isNaN(a + b)) continue
    count++
    xx += a * a
    yy += b * b
    xy += a * b
  }
  if (count < Math.max(LEAST_VALUES / 2, x.length / 3) || xx === 0 || yy === 0) return NaN
  // So that a fit of few values is not as strange as that of many.
  return (xy / Math.sqrt(xx * yy)) * Math.sqrt(count)
}
