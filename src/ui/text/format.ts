/** Numbers as the page prints them, units included. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `3,600` */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** `1 frame`, `3,600 frames` */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A number with at most this many decimals, and with commas: `1,024.5`. */
export function formatNumber(value: number, decimals = 1): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: decimals })
}

/** A number with exactly this many decimals, so that its width does not change: `84.0`. */
export function formatFixed(value: number, decimals = 1): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

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

/** How long something takes: `0.8 s`, `17 s`, `2 min 5 s`, `1 h 4 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 9950) return `${formatFixed(durationMs / 1000)} s`
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `540 MB`, `2,150 MB` */
export function formatMegabytes(bytes: number): string {
  return `${formatCount(bytes / 1e6)} MB`
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

/** `61 %` */
export function formatPercent(share: number): string {
  // A small share is not shown as "0 %", and an incomplete one not as "100 %".
  if (share > 0 && share < 0.01) return '< 1 %'
  if (share > 0.99 && share < 1) return '> 99 %'
  return `${Math.round(share * 100)} %`
}
