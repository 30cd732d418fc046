import { countAtOrBefore } from '../time/match.ts'

/** A quantity over time. */
export interface Signal {
  /** Ascending, in ms. */
  timesMs: Float64Array
  /** One a time; all are finite. */
  values: Float64Array
  /** Each value is the mean over so much time around it; 0: it is the value at its time. */
  windowMs: number
}

/** A signal on an even grid of times. */
export interface Grid {
  startMs: number
  stepMs: number
  /** NaN where the signal has a gap. */
  values: Float64Array
}

/** Longer than both without a value is a gap, which nothing is interpolated over. */
const LONGEST_GAP_MS = 5000
const LONGEST_GAP_INTERVALS = 10

/** The signal without values that are no numbers, and without times that stand twice. */
export function makeSignal(
  timesMs: ArrayLike<number>,
  values: ArrayLike<number>,
  windowMs = 0,
): Signal {
  const kept: number[] = []
  let lastMs = -Infinity
  for (let index = 0; index < timesMs.length; index++) {
    const timeMs = timesMs[index] as number
    if (!Number.isFinite(values[index]) || !(timeMs > lastMs)) continue
    kept.push(index)
    lastMs = timeMs
  }
  return {
    timesMs: Float64Array.from(kept, (index) => timesMs[index] as number),
    values: Float64Array.from(kept, (index) => values[index] as number),
    windowMs,
  }
}

/** The middle one of the intervals between times; 0 for fewer than two. */
export function medianIntervalMs(timesMs: Float64Array): number {
  if (timesMs.length < 2) return 0
  const intervals = timesMs.subarray(1).map((timeMs, index) => timeMs - (timesMs[index] as number))
  return intervals.sort()[intervals.length >> 1] as number
}

/** First and last time; both 0 for an empty signal. */
export function rangeOf({ timesMs }: Signal): [number, number] {
  return [timesMs[0] ?? 0, timesMs[timesMs.length - 1] ?? 0]
}

/** How long a signal is known for, without its gaps, in ms. */
export function coveredMs({ timesMs }: Signal, fromMs = -Infinity, toMs = Infinity): number {
  const longestMs = longestGapMs(timesMs)
  let sumMs = 0
  for (let index = 1; index < timesMs.length; index++) {
    const [beforeMs, timeMs] = [timesMs[index - 1] as number, timesMs[index] as number]
    if (timeMs - beforeMs > longestMs) continue
    sumMs += Math.max(0, Math.min(toMs, timeMs) - Math.max(fromMs, beforeMs))
  }
  return sumMs
}

function longestGapMs(timesMs: Float64Array): number {
  return Math.max(LONGEST_GAP_MS, LONGEST_GAP_INTERVALS * medianIntervalMs(timesMs))
}

/** Tells means of a signal over stretches of time; it is straight between its values. */
export class SignalMeans {
  private readonly signal: Signal
  private readonly sums: Float64Array
  private readonly longestGapMs: number

  constructor(signal: Signal) {
    this.signal = signal
    const { timesMs, values } = signal
    this.longestGapMs = longestGapMs(timesMs)
    this.sums = new Float64Array(timesMs.length)
    for (let index = 1; index < timesMs.length; index++) {
      const lengthMs = (timesMs[index] as number) - (timesMs[index - 1] as number)
      const mean = ((values[index] as number) + (values[index - 1] as number)) / 2
      this.sums[index] = (this.sums[index - 1] as number) + lengthMs * mean
    }
  }

  /** The mean over `widthMs` around a time; NaN outside the signal and inside a gap. */
  meanAt(timeMs: number, widthMs: number): number {
    const { timesMs, values } = this.signal
    const after = countAtOrBefore(timesMs, timeMs)
    if (after === 0 || (after === timesMs.length && timeMs !== timesMs[after - 1])) return NaN
    const before = after - 1
    const next = Math.min(after, timesMs.length - 1)
    if ((timesMs[next] as number) - (timesMs[before] as number) > this.longestGapMs) return NaN
    if (widthMs === 0) return this.valueIn(before, timeMs)
    const fromMs = Math.max(timesMs[0] as number, timeMs - widthMs / 2)
    const toMs = Math.min(timesMs[timesMs.length - 1] as number, timeMs + widthMs / 2)
    if (toMs <= fromMs) return values[before] as number
    return (this.sumUntil(toMs) - this.sumUntil(fromMs)) / (toMs - fromMs)
  }

  private sumUntil(timeMs: number): number {
    const { timesMs, values } = this.signal
    const before = Math.max(0, countAtOrBefore(timesMs, timeMs) - 1)
    const sinceMs = timeMs - (timesMs[before] as number)
    const mean = ((values[before] as number) + this.valueIn(before, timeMs)) / 2
    return (this.sums[before] as number) + sinceMs * mean
  }

  private valueIn(before: number, timeMs: number): number {
    const { timesMs, values } = this.signal
    const from = values[before] as number
    const toMs = timesMs[before + 1]
    if (toMs === undefined) return from
    const fromMs = timesMs[before] as number
    return from + (((values[before + 1] as number) - from) * (timeMs - fromMs)) / (toMs - fromMs)
  }
}

/** Means of a signal on an even grid, over its whole length. */
export function resample(signal: Signal, stepMs: number, widthMs: number): Grid {
  const [startMs, endMs] = rangeOf(signal)
  const means = new SignalMeans(signal)
  const count = signal.timesMs.length === 0 ? 0 : Math.floor((endMs - startMs) / stepMs) + 1
  const values = Float64Array.from({ length: count }, (_, index) =>
    means.meanAt(startMs + index * stepMs, widthMs),
  )
  return { startMs, stepMs, values }
}

/** What must be averaged over further, so that a signal's values are means over a wider window. */
export function furtherWindowMs({ windowMs }: Signal, widthMs: number): number {
  return Math.sqrt(Math.max(0, widthMs ** 2 - windowMs ** 2))
}
