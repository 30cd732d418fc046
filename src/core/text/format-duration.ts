import { formatFixed, formatNumber } from './format-number.ts'

/** How long something takes: `0.8 s`, `17 s`, `2 min 5 s`, `1 h 4 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 9950) return `${formatFixed(durationMs / 1000)} s`
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365.25 * DAY_MS

/** A distance in time: `12.3 ms`, `1.25 s`, `4 min 19 s`, `7.2 h`, `3.0 days`, `55.8 years`. */
export function formatMilliseconds(timeMs: number): string {
  const lengthMs = Math.abs(timeMs)
  const sign = timeMs < 0 ? '-' : ''
  if (lengthMs < 1000) return `${formatNumber(timeMs)} ms`
  if (lengthMs < MINUTE_MS) return `${formatNumber(timeMs / 1000, 2)} s`
  if (lengthMs < HOUR_MS) return `${sign}${formatDuration(lengthMs)}`
  if (lengthMs < 2 * DAY_MS) return `${formatFixed(timeMs / HOUR_MS)} h`
  if (lengthMs < 2 * YEAR_MS) return `${formatFixed(timeMs / DAY_MS)} days`
  return `${formatFixed(timeMs / YEAR_MS)} years`
}
