import { fitSyncPoints } from '../time/sync-points.ts'
import type { CorrelationCurve } from './correlate.ts'
import { findOffsets, weightOf } from './find-offsets.ts'
import type { FoundOffset, OffsetSearch } from './find-offsets.ts'
import { OffsetRefiner, richStretches } from './refine-offset.ts'
import type { StretchOffset } from './refine-offset.ts'
import { medianIntervalMs, rangeOf } from './signal.ts'
import type { Signal } from './signal.ts'

/** A way to lay a log against the video. */
export interface SyncCandidate {
  /** At the middle of the video: `aligned = snapshot − offset` there. */
  offsetMs: number
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
/** A drift that a recording of this length shows is larger than the error of its ends. */
const LEAST_DRIFT_RANGE_MS = 60_000
/** What cannot be found twice is not confirmed. */
const ONE_STRETCH = 0.5
/** Faster drifts are no clocks. Used to know how far stretches may lie from each other. */
const MOST_DRIFT = 1e-3
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
  const refiner = new OffsetRefiner(video, log)
  const refined = search.found.map((found) => refineCandidate(video, log, found, search, refiner))
  // Fine shifts fit better than those of the grid: so much the more probable they are.
  const weights = refined.map(({ r }, index) => {
    const { weight, independentCount, r: coarse } = search.found[index] as FoundOffset
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

function refineCandidate(
  video: Signal,
  log: Signal,
  found: FoundOffset,
  search: OffsetSearch,
  refiner: OffsetRefiner,
): SyncCandidate {
  const { windowMs, stepMs } = search
  const [startMs, endMs] = rangeOf(video)
  const middleMs = (startMs + endMs) / 2
  const options = { windowMs, dependentMs: search.dependentCount * stepMs, scale: 1 }
  const intervalMs = Math.max(medianIntervalMs(video.timesMs), medianIntervalMs(log.timesMs))
  const driftMs = (MOST_DRIFT * (endMs - startMs)) / 2
  const reachMs = Math.max(4 * stepMs, Math.min(2000, found.peakHalfMs)) + driftMs
  const whole = refiner.refine(startMs, endMs, found.offsetMs, {
    ...options,
    reachMs: Math.max(2 * stepMs, found.peakHalfMs / 2),
  })
  const aroundMs = whole?.offsetMs ?? found.offsetMs
  const leastMs = Math.max(LEAST_STRETCH_MS, 4 * windowMs, 8 * intervalMs)
  const rich = richStretches(video, leastMs)
  const stretches = rich.flatMap(
    ([fromMs, toMs]) => refiner.refine(fromMs, toMs, aroundMs, { ...options, reachMs }) ?? [],
  )
  const floorMs = BEST_SHARE_OF_INTERVAL * intervalMs
  const drift = endMs - startMs >= LEAST_DRIFT_RANGE_MS ? driftOf(stretches, floorMs) : null
  const offsetMs = drift?.offsetAt(middleMs) ?? aroundMs
  const ownMs = Math.hypot(drift?.sigmaMs ?? whole?.sigmaMs ?? stepMs, floorMs)
  const expectedAt = drift?.offsetAt ?? ((): number => aroundMs)
  const agreeing = stretches.filter(
    ({ videoMs, offsetMs: own, sigmaMs: eachMs, r }) =>
      Math.sign(r) === Math.sign(found.r) &&
      Math.abs(r) >= LEAST_R / 2 &&
      Math.abs(own - expectedAt(videoMs)) <=
        3 * Math.hypot(eachMs, ownMs) + 2 * intervalMs + floorMs,
  )
  const sigmaMs = Math.hypot(
    drift?.sigmaMs ?? scatterOf(agreeing, aroundMs) ?? whole?.sigmaMs ?? stepMs,
    floorMs,
  )
  const agreement = rich.length < 2 ? ONE_STRETCH : agreeing.length / rich.length
  const r = whole?.r ?? found.r
  return {
    offsetMs,
    plusMinusMs: 2 * sigmaMs,
    r,
    confidence: shareAbove(agreement) * (Math.abs(r) >= LEAST_R ? 1 : 0.2),
    driftPpm: drift && drift.ppm,
    driftPlusMinusPpm: drift && 2 * drift.sigmaPpm,
    stretches,
  }
}

/** The error of the mean of stretches, from how they differ; null for fewer than 3. */
function scatterOf(stretches: readonly StretchOffset[], aroundMs: number): number | null {
  if (stretches.length < 3) return null
  const squares = stretches.reduce((sum, { offsetMs }) => sum + (offsetMs - aroundMs) ** 2, 0)
  return Math.sqrt(squares / (stretches.length - 1) / stretches.length)
}

/** One stretch of five, or of three, may say nothing. */
function shareAbove(agreement: number): number {
  return Math.min(1, Math.max(0, (agreement - 0.2) / 0.4))
}

interface Drift {
  ppm: number
  sigmaPpm: number
  offsetAt: (videoMs: number) => number
  sigmaMs: number
}

/** The line through the stretches' shifts, without those that lie far from it. */
function driftOf(stretches: readonly StretchOffset[], floorMs: number): Drift | null {
  let used = stretches
  for (;;) {
    if (used.length < 3) return null
    const points = used.map(({ videoMs, offsetMs }) => ({
      videoMs,
      logMs: videoMs - offsetMs,
      isLeftOut: false,
    }))
    const { line, residuals } = fitSyncPoints(points)
    const worst = residuals.findIndex(({ isOutlier }) => isOutlier)
    if (worst >= 0 && used.length > 3) {
      used = used.filter((_, index) => index !== worst)
      continue
    }
    const meanMs = used.reduce((sum, { videoMs }) => sum + videoMs, 0) / used.length
    const spreadMs = Math.sqrt(used.reduce((sum, { videoMs }) => sum + (videoMs - meanMs) ** 2, 0))
    const squares = residuals.reduce((sum, { residualMs }) => sum + residualMs ** 2, 0)
    const ownMs = Math.sqrt(used.reduce((sum, { sigmaMs }) => sum + sigmaMs ** 2, 0) / used.length)
    const eachMs = Math.max(Math.sqrt(squares / (used.length - 2)), ownMs, floorMs)
    return {
      ppm: (line.scale - 1) * 1e6,
      sigmaPpm: (eachMs / spreadMs) * 1e6,
      offsetAt: (videoMs) => videoMs - (line.logMs + (videoMs - line.videoMs) * line.scale),
      sigmaMs: eachMs / Math.sqrt(used.length),
    }
  }
}
