import type { SensorConfig } from '../config/sensor-config.ts'
import type { SyncCandidate } from './align-signals.ts'

/** What a sensor's settings become when a shift is applied. */
export type SyncSettings = Pick<SensorConfig, 'timeOffsetMs' | 'timeScale' | 'syncPoints'>

/** An offset, to a tenth of a millisecond. */
export function offsetSettings(offsetMs: number): SyncSettings {
  return { timeOffsetMs: Math.round(offsetMs * 10) / 10, timeScale: 1, syncPoints: [] }
}

/**
 * An offset; or two sync points, at the beginning and at the end of the video, where the log's clock
 * drifts by more than the drift's ±.
 * @param rangeMs of the video
 */
export function candidateSettings(
  candidate: Pick<SyncCandidate, 'offsetMs' | 'atMs' | 'driftPpm' | 'driftPlusMinusPpm'>,
  rangeMs: readonly [number, number],
): SyncSettings {
  const { offsetMs, atMs, driftPpm, driftPlusMinusPpm } = candidate
  const isDrifting = driftPpm !== null && Math.abs(driftPpm) > (driftPlusMinusPpm ?? Infinity)
  if (!isDrifting) return offsetSettings(offsetMs)
  const syncPoints = rangeMs.map((videoMs) => ({
    videoMs,
    logMs: roundMs(videoMs - offsetMs + (videoMs - atMs) * driftPpm * 1e-6),
    isLeftOut: false,
  }))
  return { timeOffsetMs: 0, timeScale: 1, syncPoints }
}

function roundMs(timeMs: number): number {
  return Math.round(timeMs * 1000) / 1000
}
