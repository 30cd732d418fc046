import { formatMilliseconds } from '../../index.ts'
import type { PageSync } from '../browser/page-messages.ts'
import { alignTable } from './align-table.ts'
import { harmlessName } from './harmless-text.ts'

/** What was found, and what was done with it. */
export interface SyncResult {
  /** Absolute path. */
  recording: string
  sync: PageSync
  /** The project file that was written; null if none was. */
  appliedTo: string | null
}

/** What `sync --json` prints. */
export function syncToJson({ recording, sync, appliedTo }: SyncResult): object {
  return {
    recording,
    sensor: sync.sensor,
    by: sync.by,
    verdict: sync.verdict,
    reason: sync.reason,
    compared: sync.compared,
    candidates: sync.candidates.map((each) => ({
      offset_ms: each.offsetMs,
      plus_minus_ms: each.plusMinusMs,
      confidence: each.confidence,
      r: each.r,
      drift_ppm: each.driftPpm,
      drift_plus_minus_ppm: each.driftPlusMinusPpm,
    })),
    proposals: sync.proposals.map(({ kind, offsetMs, overlap, reason }) => ({
      kind,
      offset_ms: offsetMs,
      overlap,
      reason,
    })),
    applied_to: appliedTo,
  }
}

const COLUMNS = ['Offset (ms)', '± (ms)', 'Confidence (%)', 'r', 'Drift (ppm)', '± (ppm)']

/** The candidates as tables for a terminal. */
export function syncToText({ recording, sync, appliedTo }: SyncResult): string {
  const number = (value: number | null, decimals: number): string =>
    value === null ? '-' : value.toFixed(decimals)
  const rows = sync.candidates.map((each) => [
    number(each.offsetMs, 1),
    number(each.plusMinusMs, 1),
    number(each.confidence * 100, 0),
    number(each.r, 3),
    number(each.driftPpm, 0),
    number(each.driftPlusMinusPpm, 0),
  ])
  const proposals = sync.proposals.map(
    ({ offsetMs, overlap, reason }) =>
      `- ${offsetMs.toFixed(1)} ms (${formatMilliseconds(offsetMs)}): covers ${Math.round(overlap * 100)} % of the video. ${reason}`,
  )
  return [
    `${harmlessName(sync.sensor)} of ${harmlessName(recording)}, by ${sync.by}: ${VERDICTS[sync.verdict]}`,
    sync.reason,
    ...(rows.length > 0 ? ['', alignTable([COLUMNS, ...rows])] : []),
    ...(proposals.length > 0 ? ['', 'By the times alone:', ...proposals] : []),
    ...(appliedTo === null ? [] : ['', `The first one is in ${harmlessName(appliedTo)} now.`]),
  ].join('\n')
}

const VERDICTS = {
  high: 'found.',
  low: 'perhaps found. Look at it before you apply it.',
  cannot_tell: 'the recording cannot tell.',
} as const
