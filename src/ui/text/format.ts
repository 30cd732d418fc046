/** Numbers as only the page prints them, units included. */

import { formatCount, formatDateTime, formatDuration, formatNumber } from '../../index.ts'

/** Time from the start of the video: `00:40.133`, `1:02:40.133`, `-00:00.040`, `3 d 2:10:00.000`. */
export function formatClock(timeMs: number): string {
  const totalMs = Math.round(Math.abs(timeMs))
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const hours = Math.floor(totalMs / 3_600_000)
  const rest = `${two((totalMs / 60_000) % 60)}:${two((totalMs / 1000) % 60)}.${String(totalMs % 1000).padStart(3, '0')}`
  const sign = timeMs < 0 && totalMs > 0 ? '-' : ''
  // From two days on, days are easier to read than hours.
  if (hours >= 48) return `${sign}${formatCount(Math.floor(hours / 24))} d ${hours % 24}:${rest}`
  return `${sign}${hours > 0 ? `${hours}:` : ''}${rest}`
}

const YEAR_MS = 365 * 86_400_000

/**
 * A time of a log as {@link formatClock} prints it, from the start of the video. Where that is more
 * than a year away, the two have other clocks, and the date says more: `2010-08-05 16:23:59`.
 */
export function formatMoment(timeMs: number, startMs: number, timeZone: string): string {
  const isFar = Math.abs(timeMs - startMs) > YEAR_MS
  return isFar ? formatDateTime(timeMs, timeZone) : formatClock(timeMs - startMs)
}

/** `10 Hz`; of a slow log `one in 12 min 3 s` */
export function formatRate(perSecond: number): string {
  if (perSecond >= 0.1) return `${formatNumber(perSecond)} Hz`
  return `one in ${formatDuration(1000 / perSecond)}`
}

/** `540 MB`, `2,150 MB` */
export function formatMegabytes(bytes: number): string {
  return `${formatCount(bytes / 1e6)} MB`
}

/** `61 %` */
export function formatPercent(share: number): string {
  // A small share is not shown as "0 %", and an incomplete one not as "100 %".
  if (share > 0 && share < 0.01) return '< 1 %'
  if (share > 0.99 && share < 1) return '> 99 %'
  return `${Math.round(share * 100)} %`
}
