import { formatFixed } from '../../../index.ts'
import { spanOf } from './time-window.ts'
import type { TimeWindow } from './time-window.ts'

export interface Tick {
  timeMs: number
  label: string
}

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const MINUTE_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600]

/** Ticks at round times, at most `mostCount` of them. */
export function ticksOf(window: TimeWindow, mostCount: number): Tick[] {
  const stepMs = roundStep(spanOf(window) / Math.max(1, mostCount))
  const ticks: Tick[] = []
  const first = Math.ceil(window.fromMs / stepMs)
  for (let index = first; index * stepMs <= window.toMs; index++) {
    const timeMs = index * stepMs
    ticks.push({ timeMs, label: formatRunTime(timeMs, stepMs, window.toMs) })
  }
  return ticks
}

/** A round distance between ticks: 1, 2 or 5 times a power of ten, or whole minutes. */
function roundStep(leastMs: number): number {
  if (leastMs > MINUTE_MS / 2) {
    const minutes = MINUTE_STEPS.find((step) => step * MINUTE_MS >= leastMs)
    return (minutes ?? Math.ceil(leastMs / MINUTE_MS)) * MINUTE_MS
  }
  if (leastMs > 10 * SECOND_MS) return leastMs > 20 * SECOND_MS ? MINUTE_MS / 2 : MINUTE_MS / 3
  const power = 10 ** Math.floor(Math.log10(leastMs))
  const factor = [1, 2, 5, 10].find((each) => each * power >= leastMs * (1 - 1e-9)) ?? 10
  return factor * power
}

/**
 * A time of the run in ms, s or min: `350 ms`, `12.35 s`, `90 min`.
 * @param resolutionMs times that differ by this must look different
 * @param latestMs the latest time that is shown together with this one, so that all have the same unit
 */
export function formatRunTime(timeMs: number, resolutionMs: number, latestMs: number): string {
  if (resolutionMs >= MINUTE_MS) return `${formatFixed(timeMs / MINUTE_MS, 0)} min`
  const [unitMs, unit] = latestMs >= SECOND_MS ? [SECOND_MS, 's'] : [1, 'ms']
  const decimals = Math.max(0, Math.ceil(-Math.log10(resolutionMs / unitMs) - 1e-9))
  return `${formatFixed(timeMs / unitMs, decimals)} ${unit}`
}

/** `1.2000 s to 1.3500 s`, with as many decimals as the zoom level shows. */
export function formatWindow(window: TimeWindow): string {
  const resolutionMs = Math.max(10 ** Math.floor(Math.log10(spanOf(window) / 100)), 0.01)
  const print = (timeMs: number): string =>
    formatRunTime(timeMs, Math.min(resolutionMs, SECOND_MS), window.toMs)
  return `${print(window.fromMs)} to ${print(window.toMs)}`
}
