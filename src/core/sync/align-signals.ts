import { timeOnLine } from '../time/sync-points.ts'
import type { CorrelationCurve } from './correlate.ts'
import { findOffsets, weightOf } from './find-offsets.ts'
import type { FoundOffset, OffsetSearch } from './find-offsets.ts'
import { OffsetRefiner, richStretches } from './refine-offset.ts'
import type { StretchOffset } from './refine-offset.ts'
import { medianIntervalMs, rangeOf } from './signal.ts'
import type { Signal } from './signal.ts'

/** A way to lay a log against the video. */
export interface SyncCandidate {
  /** At the time `atMs` of the video: `aligned = snapshot − offset` there. */
  offsetMs: number
  /** On the video's clock. Elsewhere, a drift adds to the offset. */
  atMs: number
  /** Two standard deviations. */
  plusMinusMs: number
  /** Pearson's r at this shift. Negative where the signals are each other's negative. */
  r: number
  /** From 0 to 1. */
  confidence: number
  /** How much faster the log's clock runs; null where the recording is too short to tell. */
  driftPpm: number | null
  /** Two standard deviations; null without a drift. */
  driftPlusMinusPpm: number | null
  /** The shifts of the stretches, each found by itself. */
  stretches: StretchOffset[]
}

export interface Alignment {
  /** The most confident first; empty if nothing fits. */
  candidates: SyncCandidate[]
  curve: CorrelationCurve
  /** Both signals are averaged over so much where they are compared. */
  windowMs: number
}

const LEAST_STRETCH_MS = 1000
/** A shift below this r is no match, however improbable it is by chance. */
const LEAST_R = 0.5
/** Shorter recordings do not tell a drift. */
const LEAST_DRIFT_RANGE_MS = 60_000
/** What cannot be found twice is not confirmed. */
const ONE_STRETCH = 0.5
/** Faster drifts are no clocks. Used to know how far stretches may lie from each other. */
const MOST_DRIFT = 1e-3
/** Candidates so much less probable than the best one, as a logarithm, are not looked at. */
const HOPELESS = 12
/** Errors of pictures and logs are alike for about so long. */
const LEAST_BLOCK_MS = 1000
/**
 * A recording has few blocks of errors that are independent, so that the spread which follows from them
 * is often too small: of seeded drives with much noise, twice as much held the truth in 8 of 10.
 */
const FEW_BLOCKS = 1.7
/** So many stretches tell how far they scatter. */
const LEAST_SCATTERED = 3
/** Parts of a frame that a shift is never better than. */
const BEST_SHARE_OF_INTERVAL = 0.05

/**
 * Lays a log's signal against the video's: coarse over all shifts, then fine in 3 to 5 stretches, each
 * by itself. That the stretches say the same is what makes a candidate credible.
 * @returns null if one of the signals is too short, or does not change
 */
export function alignSignals(video: Signal, log: Signal, isSignFree: boolean): Alignment | null {
  const search = findOffsets(video, log, isSignFree)
  if (!search) return null
  const recording = describe(video, log, search)
  const bestWeight = search.found[0]?.weight ?? 0
  const found = search.found.filter(({ weight }) => weight >= bestWeight - HOPELESS)
  const refined = found.map((each) => refineCandidate(each, search, recording))
  // Fine shifts fit better than those of the grid: so much the more probable they are.
  const weights = refined.map(({ r }, index) => {
    const { weight, independentCount, r: coarse } = found[index] as FoundOffset
    const gained = weightOf(r, independentCount) - weightOf(coarse, independentCount)
    return weight + Math.max(0, gained)
  })
  const most = Math.max(search.otherWeight, ...weights)
  const whole = [search.otherWeight, ...weights].reduce(
    (sum, weight) => sum + Math.exp(weight - most),
    0,
  )
  const candidates = refined
    .map((each, index) => ({
      ...each,
      confidence: (each.confidence * Math.exp((weights[index] as number) - most)) / whole,
    }))
    .sort((a, b) => b.confidence - a.confidence)
  return { candidates, curve: search.curve, windowMs: search.windowMs }
}

/** What all candidates are refined with. */
interface Compared {
  rangeMs: readonly [number, number]
  /** Of the signal that has fewer values. */
  intervalMs: number
  rich: readonly [fromMs: number, toMs: number][]
  refiner: OffsetRefiner
}

function describe(video: Signal, log: Signal, { windowMs }: OffsetSearch): Compared {
  const intervalMs = Math.max(medianIntervalMs(video.timesMs), medianIntervalMs(log.timesMs))
  const leastMs = Math.max(LEAST_STRETCH_MS, 4 * windowMs, 8 * intervalMs)
  return {
    rangeMs: rangeOf(video),
    intervalMs,
    rich: richStretches(video, leastMs),
    refiner: new OffsetRefiner(video, log),
  }
}

function refineCandidate(
  found: FoundOffset,
  { windowMs, stepMs, dependentCount }: OffsetSearch,
  { rangeMs: [startMs, endMs], intervalMs, rich, refiner }: Compared,
): SyncCandidate {
  const middleMs = (startMs + endMs) / 2
  const dependentMs = dependentCount * stepMs
  const options = { windowMs, dependentMs }
  const driftMs = (MOST_DRIFT * (endMs - startMs)) / 2
  const reachMs = Math.max(4 * stepMs, Math.min(2000, found.peakHalfMs)) + driftMs
  const whole = refiner.refine(startMs, endMs, found.offsetMs, {
    ...options,
    reachMs: Math.max(2 * stepMs, found.peakHalfMs / 2),
  })
  const fit = refiner.fit({
    aroundMs: whole?.offsetMs ?? found.offsetMs,
    reachMs,
    windowMs,
    blockMs: Math.max(LEAST_BLOCK_MS, dependentMs),
    hasDrift: endMs - startMs >= LEAST_DRIFT_RANGE_MS,
  })
  const offsetMs = fit?.offsetMs ?? whole?.offsetMs ?? found.offsetMs
  const fittedMs = Math.hypot(
    fit?.sigmaMs ?? whole?.sigmaMs ?? stepMs,
    BEST_SHARE_OF_INTERVAL * intervalMs,
  )
  const line = { videoMs: middleMs, logMs: middleMs - offsetMs, scale: 1 + (fit?.drift ?? 0) }
  const stretches = rich.flatMap(
    ([fromMs, toMs]) => refiner.refine(fromMs, toMs, offsetMs, { ...options, reachMs }) ?? [],
  )
  const distanceMs = ({ videoMs, offsetMs: own }: StretchOffset): number =>
    videoMs - own - timeOnLine(videoMs, line)
  const agreeing = stretches.filter(
    (stretch) =>
      Math.sign(stretch.r) === Math.sign(found.r) &&
      Math.abs(stretch.r) >= LEAST_R / 2 &&
      Math.abs(distanceMs(stretch)) <= 3 * Math.hypot(stretch.sigmaMs, fittedMs) + 2 * intervalMs,
  )
  // The fit takes each block as independent of the others; the stretches show what it overlooks.
  const scatter = spreadOf(
    agreeing.map((each) => distanceMs(each) / Math.hypot(each.sigmaMs, fittedMs)),
  )
  const widening = FEW_BLOCKS * Math.max(1, scatter)
  const agreement = rich.length < 2 ? ONE_STRETCH : agreeing.length / rich.length
  const r = whole?.r ?? found.r
  return {
    offsetMs,
    atMs: middleMs,
    plusMinusMs: 2 * widening * fittedMs,
    r,
    confidence: shareAbove(agreement) * (Math.abs(r) >= LEAST_R ? 1 : 0.2),
    driftPpm: fit?.drift ? fit.drift * 1e6 : null,
    driftPlusMinusPpm: fit?.drift ? 2e6 * widening * fit.sigmaDrift : null,
    stretches,
  }
}

/** The standard deviation of values around 0; 0 for too few. */
function spreadOf(values: readonly number[]): number {
  if (values.length < LEAST_SCATTERED) return 0
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / (values.length - 1))
}

/** One stretch of five, or of three, may say nothing. */
function shareAbove(agreement: number): number {
  return Math.min(1, Math.max(0, (agreement - 0.2) / 0.4))
}
