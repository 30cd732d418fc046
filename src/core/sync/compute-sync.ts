import { fineEvidence } from './fine-evidence.ts'
import { alignSignals } from './align-signals.ts'
import type { Alignment, SyncCandidate } from './align-signals.ts'
import type { LogSignal, SyncQuantity } from './log-signals.ts'
import type { Signal } from './signal.ts'
import { HIGH_CONFIDENCE, LEAST_CONFIDENCE } from './sync-verdict.ts'
import type { SyncVerdict } from './sync-verdict.ts'

/** A signal on the video's clock that a log is compared with. */
export interface VideoSignal {
  quantity: SyncQuantity
  /** What people call it: `road`, `turn`, `gyro z_radps`. */
  name: string
  signal: Signal
  /** Whether other things show in it too: it is never enough to apply a shift without a look. */
  isIndirect: boolean
  /**
   * Whether it is shaped by more than the quantity, such as turns and the lens: then the best shift can
   * be wrong by some frames, and is not to be applied without a look either. Default: false.
   */
  isRough?: boolean
  /**
   * A picture shows what was anywhere within so many ms around its time: the file does not say when in
   * its frame it was taken, and its rows follow one another. Default: 0.
   */
  takenWithinMs?: number
}

/** What the comparison of a log with a video found. */
export interface ComputedSync {
  verdict: SyncVerdict
  /** A sentence. */
  reason: string
  /** The best first; also those that are too weak to be believed. */
  candidates: SyncCandidate[]
  /** The pair of signals that they are from; null if there was none to compare. */
  pair: { video: VideoSignal; log: LogSignal; alignment: Alignment } | null
}

const MOST_PAIRS = 12
/** The trembling of a picture is that of its rows, which are not taken at one time. */
const NEAR_MS = 70
/** A shift that is known less exactly has no fine structure to be confirmed by. */
const MOST_NEAR_MS = 400
const LEAST_CONFIRMED = 0.02
/** Less doubt than this in every pair needs no confirmation. */
const MOST_DOUBT = 0.01
/** Something else than the speed may move the picture, or be heard. */
const TRUST_IN_INDIRECT = 0.8
/**
 * The most confidence in what is rough, and what its ± is widened by. Of seven kinds of films in
 * bench/SYNC.md, two were wrong by 68 and 217 ms at full confidence.
 */
const TRUST_IN_ROUGH = 0.8
const ROUGH_MS = 100
/** Two standard deviations of what is anywhere in a stretch, in lengths of the stretch. */
const EVENLY_SPREAD = 2 / Math.sqrt(12)

/**
 * Compares the signals of a log with those of a video, each quantity with its own kind, and keeps the
 * pair that tells most.
 */
export function computeSync(
  video: readonly VideoSignal[],
  log: readonly LogSignal[],
): ComputedSync {
  const pairs = pairsOf(video, log)
  if (pairs.length === 0) {
    const reason = 'The log has no quantity that the video has too: a turn, a speed or a vibration.'
    return { verdict: 'cannot_tell', reason, candidates: [], pair: null }
  }
  let best: ComputedSync['pair'] = null
  // Signals of one name, as the road under several horizons, are nearly the same: together they are one look.
  const looks = new Set<string>()
  for (const pair of pairs) {
    const alignment = alignSignals(pair.video.signal, pair.log.signal, pair.log.quantity === 'turn')
    if (!alignment || alignment.candidates.length === 0) continue
    looks.add(`${pair.video.name}\n${pair.log.field}`)
    if (pair.video.isIndirect) {
      alignment.candidates = alignment.candidates.map((each) => ({
        ...each,
        confidence: each.confidence * TRUST_IN_INDIRECT,
      }))
    }
    if (!best || strengthOf(alignment) > strengthOf(best.alignment)) best = { ...pair, alignment }
  }
  if (!best) {
    const reason = 'The picture, or the log, does not change enough, or they are too short.'
    return { verdict: 'cannot_tell', reason, candidates: [], pair: null }
  }
  const confirmed = confirm(best.alignment.candidates, pairs, looks.size)
  const { isRough = false, takenWithinMs = 0 } = best.video
  const unknownMs = Math.hypot(isRough ? ROUGH_MS : 0, EVENLY_SPREAD * takenWithinMs)
  const candidates = confirmed.map((each) => ({
    ...each,
    plusMinusMs: Math.hypot(each.plusMinusMs, unknownMs),
    confidence: Math.min(each.confidence, isRough ? TRUST_IN_ROUGH : 1),
  }))
  const [first, second] = candidates
  const verdict = verdictOf(first)
  const names = `${best.video.name} of the video and ${best.log.field} of the log`
  const reason = {
    high: `${names} fit at one shift only, and stretches of the recording say the same each by itself.`,
    low:
      isRough && first?.confidence === TRUST_IN_ROUGH
        ? `${names} fit at one shift only. It can be wrong by some frames, as turns of the camera and the lens show in the picture too.`
        : `${names} fit, but not so well that no other shift is possible.`,
    cannot_tell:
      second && first && second.r > 0.9 * first.r && Math.abs(first.r) > 0.8
        ? `${names} fit at several shifts equally well.`
        : `${names} fit at no shift better than by chance.`,
  }[verdict]
  return {
    verdict,
    reason: reason.charAt(0).toUpperCase() + reason.slice(1),
    candidates,
    pair: best,
  }
}

/**
 * The best of many pairs fits by chance more easily than a single one; and the fine structure of all
 * axes may confirm what one of them has found.
 */
function confirm(
  candidates: readonly SyncCandidate[],
  pairs: readonly { video: VideoSignal; log: LogSignal }[],
  lookCount: number,
): SyncCandidate[] {
  const direct = pairs
    .filter(({ video }) => !video.isIndirect)
    .map(({ video, log }) => ({ video: video.signal, log: log.signal }))
  const odds = candidates.map(({ offsetMs, plusMinusMs, confidence }) => {
    const nearMs = plusMinusMs + NEAR_MS
    const isVague = confidence < LEAST_CONFIRMED || nearMs > MOST_NEAR_MS
    const isSure = confidence >= 1 - MOST_DOUBT / lookCount
    const evidence = isVague || isSure ? 0 : fineEvidence(direct, offsetMs, nearMs)
    return (confidence * Math.exp(evidence)) / lookCount
  })
  const none = 1 - candidates.reduce((sum, { confidence }) => sum + confidence, 0)
  const whole = odds.reduce((sum, each) => sum + each, Math.max(0, none))
  return candidates
    .map((each, index) => ({ ...each, confidence: (odds[index] as number) / whole }))
    .sort((a, b) => b.confidence - a.confidence)
}

function strengthOf({ candidates: [first] }: Alignment): number {
  // Of pairs that are equally sure, the one that fits better is the more exact.
  return first ? first.confidence + 0.1 * Math.abs(first.r) : 0
}

function verdictOf(first: SyncCandidate | undefined): SyncVerdict {
  if (!first || first.confidence < LEAST_CONFIDENCE) return 'cannot_tell'
  return first.confidence >= HIGH_CONFIDENCE ? 'high' : 'low'
}

/** Of one quantity; pairs of fields with the same name first. */
function pairsOf(
  video: readonly VideoSignal[],
  log: readonly LogSignal[],
): { video: VideoSignal; log: LogSignal }[] {
  const pairs = log.flatMap((each) =>
    video
      .filter(({ quantity }) => quantity === each.quantity)
      .map((one) => ({ video: one, log: each })),
  )
  const isNamesake = ({ video: { name }, log: { field } }: (typeof pairs)[number]): boolean =>
    name.endsWith(field)
  return [...pairs.filter(isNamesake), ...pairs.filter((pair) => !isNamesake(pair))].slice(
    0,
    MOST_PAIRS,
  )
}
