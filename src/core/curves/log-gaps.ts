/** A stretch of a log without records, on the log's clock. */
export interface LogGap {
  fromMs: number
  toMs: number
}

const SAMPLE_COUNT = 2000
/** Nearly all records of a log follow each other within this share of its intervals. */
const USUAL_SHARE = 0.95
const LONGEST_FACTOR = 5

/**
 * How far apart records of a log may be before it looks interrupted: five times the interval that 95 %
 * of its records keep. Infinity for a log of fewer than three records.
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
  const usualMs = intervals[Math.ceil((intervals.length - 1) * USUAL_SHARE)] ?? 0
  return usualMs > 0 ? LONGEST_FACTOR * usualMs : Infinity
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
