import { correlate, dependence } from './correlate.ts'
import type { CorrelationCurve } from './correlate.ts'
import { coveredMs, furtherWindowMs, medianIntervalMs, rangeOf, resample } from './signal.ts'
import type { Signal } from './signal.ts'

/** A shift of the log at which two signals fit. */
export interface FoundOffset {
  /** As `time_offset_ms`: what is taken off the video's time. */
  offsetMs: number
  /** Half the width of its peak, in ms. */
  peakHalfMs: number
  r: number
  /** Of its whole peak, as a logarithm. See {@link weightOf}. */
  weight: number
  /** How many independent values both have at this shift. */
  independentCount: number
}

export interface OffsetSearch {
  /** The most probable first; at most 5. */
  found: FoundOffset[]
  /** Of all other shifts, and of no relation at all, as a logarithm. */
  otherWeight: number
  /** Of the whole search. */
  curve: CorrelationCurve
  /** Both signals are averaged over so much. */
  windowMs: number
  stepMs: number
  /** How many values of the grid are worth one that is independent. */
  dependentCount: number
}

const MOST_FOUND = 5
const LEAST_STEP_MS = 20
const MOST_STEP_MS = 100
const MOST_VALUES = 2 ** 17
/** So much of the shorter signal, without its gaps, must overlap, and so long at least. */
const LEAST_SHARE = 0.4
const LEAST_OVERLAP_MS = 3000
/** Real signals are less regular than those that Bartlett counts the independent values of. */
const TRUST_IN_COUNT = 0.8
/** Of signals that are still but for a few bursts, only the bursts count. */
const VALUES_IN_BURST = 2
const LEAST_UNEXPLAINED = 1e-8
/** No relation at all is this many times as probable, before anything is known, as any shift. */
const ODDS_OF_NONE = 5

/**
 * Searches all shifts of a log's signal against the video's. The probabilities follow from the
 * correlation of independent values: a shift has the weight (1 − r²)^(−n/2).
 * @param isSignFree whether the one may also be the negative of the other
 * @returns null if one of them is too short, or does not change
 */
export function findOffsets(video: Signal, log: Signal, isSignFree: boolean): OffsetSearch | null {
  const [videoMs, logMs] = [video, log].map(rangeOf).map(([from, to]) => to - from)
  if (!videoMs || !logMs) return null
  const videoIntervalMs = medianIntervalMs(video.timesMs)
  const intervalMs = Math.max(videoIntervalMs, medianIntervalMs(log.timesMs))
  const evenMs = Math.min(MOST_STEP_MS, Math.max(LEAST_STEP_MS, intervalMs / 2))
  const stepMs = Math.max(evenMs, (videoMs + logMs) / MOST_VALUES)
  const windowMs = Math.max(stepMs, video.windowMs, log.windowMs, videoIntervalMs)
  const videoGrid = resample(video, stepMs, furtherWindowMs(video, windowMs))
  const logGrid = resample(log, stepMs, furtherWindowMs(log, windowMs))
  const shorterMs = Math.min(coveredMs(video), coveredMs(log))
  const leastMs = Math.max(LEAST_OVERLAP_MS, LEAST_SHARE * shorterMs)
  const curve = correlate(videoGrid, logGrid, leastMs / stepMs)
  const dependentCount = dependence(videoGrid.values, logGrid.values)
  const burstCount =
    VALUES_IN_BURST *
    Math.min(...[videoGrid, logGrid].map(({ values }) => countBursts(values, dependentCount)))
  const independentCounts = curve.counts.map(
    (count) => TRUST_IN_COUNT * Math.min(count / dependentCount, burstCount),
  )
  const weights = curve.r.map((r, index) =>
    Number.isNaN(r)
      ? -Infinity
      : weightOf(isSignFree ? Math.abs(r) : Math.max(0, r), independentCounts[index] as number),
  )
  const peaks = findPeaks(curve, weights, isSignFree)
  return {
    found: peaks.found.map((found) => ({
      ...found,
      independentCount: independentCounts[found.index] as number,
    })),
    otherWeight: peaks.otherWeight,
    curve,
    windowMs,
    stepMs,
    dependentCount,
  }
}

/** How probable it is that values with this correlation belong together, as a logarithm. */
export function weightOf(r: number, independentCount: number): number {
  return -0.5 * independentCount * Math.log(Math.max(LEAST_UNEXPLAINED, 1 - r * r))
}

/** How many parts of a signal its changes are spread over: 1 if all are in one. */
function countBursts(values: Float64Array, partLength: number): number {
  const known = values.filter((value) => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
  const parts = new Float64Array(Math.ceil(known.length / partLength) + 1)
  known.forEach((value, index) => {
    const part = Math.floor(index / partLength)
    parts[part] = (parts[part] as number) + (value - mean) ** 2
  })
  const sum = parts.reduce((whole, part) => whole + part, 0)
  const squares = parts.reduce((whole, part) => whole + part * part, 0)
  return squares > 0 ? (sum * sum) / squares : 1
}

/** @param weights logarithms */
function findPeaks(
  { offsetsMs, r }: CorrelationCurve,
  weights: Float64Array,
  isSignFree: boolean,
): { found: (Omit<FoundOffset, 'independentCount'> & { index: number })[]; otherWeight: number } {
  const known = weights.filter((weight) => weight > -Infinity)
  const most = known.reduce((a, b) => Math.max(a, b), 0)
  const sumOf = (from: number, to: number): number =>
    weights.subarray(from, to).reduce((sum, weight) => sum + Math.exp(weight - most), 0)
  const whole = sumOf(0, weights.length) + ODDS_OF_NONE * known.length * Math.exp(-most)
  const strengths = isSignFree ? r.map(Math.abs) : r
  const isFree = new Uint8Array(weights.length).fill(1)
  const found: (Omit<FoundOffset, 'independentCount'> & { index: number })[] = []
  const order = Array.from(weights.keys())
    .filter((index) => isPeak(strengths, index) && (strengths[index] as number) > 0)
    .sort((a, b) => (weights[b] as number) - (weights[a] as number))
  for (const peak of order) {
    if (!isFree[peak]) continue
    const [from, to] = lobeAround(strengths, peak)
    isFree.fill(0, from, to)
    found.push({
      offsetMs: offsetsMs[peak] as number,
      peakHalfMs: ((offsetsMs[to - 1] as number) - (offsetsMs[from] as number)) / 2,
      r: r[peak] as number,
      weight: most + Math.log(sumOf(from, to)),
      index: peak,
    })
    if (found.length === MOST_FOUND) break
  }
  const inPeaks = found.reduce((sum, { weight }) => sum + Math.exp(weight - most), 0)
  return { found, otherWeight: most + Math.log(Math.max(1e-300, whole - inPeaks)) }
}

function isPeak(strengths: Float64Array, index: number): boolean {
  const here = strengths[index] as number
  const isBelow = (other: number | undefined): boolean => !((other ?? NaN) > here)
  return !Number.isNaN(here) && isBelow(strengths[index - 1]) && isBelow(strengths[index + 1])
}

/** The shifts around a peak down to half of it; `to` is exclusive. */
function lobeAround(strengths: Float64Array, peak: number): [from: number, to: number] {
  const half = (strengths[peak] as number) / 2
  let [from, to] = [peak, peak + 1]
  while (from > 0 && (strengths[from - 1] as number) > half) from--
  while (to < strengths.length && (strengths[to] as number) > half) to++
  return [from, to]
}
