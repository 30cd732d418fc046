/** A stretch of a log without records, on the log's clock. */
export interface LogGap {
  fromMs: number
  toMs: number
}

const SAMPLE_COUNT = 2000
const LONGEST_FACTOR = 5
/** In a regular log, the 95 % longest interval is at most so many times the 5 % shortest. */
const MOST_SPREAD = 1.5

/**
 * How far apart records of a log may be before it is interrupted: five times its usual interval.
 * Infinity for a log of few records, and for one without a usual interval: it writes what changes, and
 * says nothing while nothing does.
 * @param timesMs ascending
 */
export function usualStretchMs(timesMs: Float64Array): number {
  const intervalCount = timesMs.length - 1
  if (intervalCount < 2) return Infinity
  const step = Math.max(1, intervalCount / SAMPLE_COUNT)
  const intervals: number[] = []
  for (let position = 0; position < intervalCount; position += step) {
    const index = Math.floor(position)
    intervals.push((timesMs[index + 1] as number) - (timesMs[index] as number))
  }
  intervals.sort((a, b) => a - b)
  const at = (share: number): number => intervals[Math.round((intervals.length - 1) * share)] ?? 0
  const [shortMs, usualMs, longMs] = [at(0.05), at(0.5), at(0.95)]
  return shortMs > 0 && longMs <= MOST_SPREAD * shortMs ? LONGEST_FACTOR * usualMs : Infinity
}

/** The stretches between records that are further apart than `longestMs`. @param timesMs ascending */
export function findGaps(timesMs: Float64Array, longestMs: number): LogGap[] {
  const gaps: LogGap[] = []
  if (longestMs === Infinity) return gaps
  for (let index = 1; index < timesMs.length; index++) {
    const [fromMs, toMs] = [timesMs[index - 1] as number, timesMs[index] as number]
    if (toMs - fromMs > longestMs) gaps.push({ fromMs, toMs })
  }
  return gaps
}
