import { formatDuration } from '../text/format-duration.ts'

/** Why a log may lie where a proposal puts it. */
export type ProposalKind =
  'same_clock' | 'creation_time' | 'gps_time' | 'starts_together' | 'ends_together' | 'whole_hours'

/** A place for a log that follows from times alone. */
export interface SyncProposal {
  kind: ProposalKind
  /** As `time_offset_ms`. */
  offsetMs: number
  /** How much of the video the log covers then, from 0 to 1. */
  overlap: number
  /** A sentence. */
  reason: string
}

export interface ClockFacts {
  /** First and last frame, on the video's clock. */
  videoMs: readonly [number, number]
  /** First and last record, on the log's clock. */
  logMs: readonly [number, number]
  /** When the video was begun, by its file, in ms of the Unix epoch; null if it does not say. */
  creationMs: number | null
  /** The same by its GPS. */
  gpsMs: number | null
}

const HOUR_MS = 3_600_000
/** The largest difference of time zones. */
const MOST_HOURS = 14
/** Times before this are no dates: the clock began at 0. */
const FIRST_DATE_MS = 315_532_800_000

/**
 * Places for a log by what its times and those of the video say: the most credible first. Places at
 * which the log covers nothing of the video are left out, and so are those that another one stands for.
 */
export function proposeSync(facts: ClockFacts): SyncProposal[] {
  const { videoMs, logMs, creationMs, gpsMs } = facts
  const overlapAt = (offsetMs: number): number => overlapOf(videoMs, logMs, offsetMs)
  const proposals: SyncProposal[] = []
  const add = (kind: ProposalKind, offsetMs: number, reason: string): void => {
    const isKnown = proposals.some((each) => Math.abs(each.offsetMs - offsetMs) < 1)
    const overlap = overlapAt(offsetMs)
    if (overlap > 0 && !isKnown) proposals.push({ kind, offsetMs, overlap, reason })
  }
  add('same_clock', 0, 'The log’s times are those of the video.')
  const isLogDated = logMs[0] >= FIRST_DATE_MS
  if (gpsMs !== null && isLogDated) {
    add(
      'gps_time',
      videoMs[0] - gpsMs,
      'The video’s GPS says when it began, and the log has dates.',
    )
  }
  if (creationMs !== null && isLogDated) {
    const reason = 'The video’s file says when it was begun, and the log has dates.'
    add('creation_time', videoMs[0] - creationMs, reason)
  }
  for (const [startMs, whose] of [
    [videoMs[0], 'the video'],
    [gpsMs, 'the video’s GPS'],
    [creationMs, 'the video’s file'],
  ] as const) {
    if (startMs === null || !isLogDated || startMs < FIRST_DATE_MS) continue
    const best = bestHours(videoMs, logMs, videoMs[0] - startMs)
    if (best === null) continue
    const hours = `${Math.abs(best)} ${Math.abs(best) === 1 ? 'hour' : 'hours'}`
    const reason = `The log’s clock is ${hours} ${best > 0 ? 'behind' : 'ahead of'} ${whose}: another time zone.`
    add('whole_hours', videoMs[0] - startMs + best * HOUR_MS, reason)
  }
  const lengths = [videoMs, logMs].map(([from, to]) => formatDuration(to - from))
  const lasting = `The video lasts ${lengths[0] ?? ''}, the log ${lengths[1] ?? ''}.`
  add('starts_together', videoMs[0] - logMs[0], `The log begins with the first frame. ${lasting}`)
  add('ends_together', videoMs[1] - logMs[1], `The log ends with the last frame. ${lasting}`)
  return proposals
}

/** The number of whole hours, other than 0, at which the log covers most of the video; null: none. */
function bestHours(
  videoMs: readonly [number, number],
  logMs: readonly [number, number],
  offsetMs: number,
): number | null {
  let best: { hours: number; overlap: number } | null = null
  for (let hours = -MOST_HOURS; hours <= MOST_HOURS; hours++) {
    const overlap = overlapOf(videoMs, logMs, offsetMs + hours * HOUR_MS)
    if (hours !== 0 && overlap > (best?.overlap ?? 0)) best = { hours, overlap }
  }
  return best && best.hours
}

function overlapOf(
  [videoFromMs, videoToMs]: readonly [number, number],
  [logFromMs, logToMs]: readonly [number, number],
  offsetMs: number,
): number {
  const fromMs = Math.max(videoFromMs, logFromMs + offsetMs)
  const toMs = Math.min(videoToMs, logToMs + offsetMs)
  if (videoToMs === videoFromMs) return toMs >= fromMs ? 1 : 0
  return Math.max(0, toMs - fromMs) / (videoToMs - videoFromMs)
}
