import { fitClock } from './fit-clock.ts'
import type { ClockFit, ClockFitOptions } from './fit-clock.ts'
import { coveredMs, furtherWindowMs, rangeOf, SignalMeans } from './signal.ts'
import type { Signal } from './signal.ts'

/** The shift of one stretch of the video, found by itself. */
export interface StretchOffset {
  /** The middle of the values in the stretch, on the video's clock. */
  videoMs: number
  offsetMs: number
  /** Standard deviation. */
  sigmaMs: number
  r: number
}

export interface RefineOptions {
  windowMs: number
  /** See {@link OffsetSearch.dependentCount}, as a time. */
  dependentMs: number
  /** Searched on both sides. */
  reachMs: number
}

const LEAST_VALUES = 6
const MOST_VALUES = 4000
/** Every value adds to the exactness of the whole. */
const MOST_FITTED = 20_000
const FINE_STEPS = 40

/** Finds shifts to a part of the grid's step, for the whole video or a stretch of it. */
export class OffsetRefiner {
  private readonly video: Signal
  private readonly videoMeans: SignalMeans
  private readonly log: Signal
  private readonly logMeans: SignalMeans

  constructor(video: Signal, log: Signal) {
    this.video = video
    this.videoMeans = new SignalMeans(video)
    this.log = log
    this.logMeans = new SignalMeans(log)
  }

  /**
   * @param fromMs on the video's clock
   * @param aroundMs the shift to search around
   * @returns null if the stretch says nothing, or the best shift lies at the end of the search
   */
  refine(
    fromMs: number,
    toMs: number,
    aroundMs: number,
    { windowMs, dependentMs, reachMs }: RefineOptions,
  ): StretchOffset | null {
    const samples = this.samplesIn(fromMs, toMs, windowMs)
    const widthMs = furtherWindowMs(this.log, windowMs)
    const rAt = (offsetMs: number): number => {
      const beside = samples.timesMs.map((timeMs) =>
        this.logMeans.meanAt(timeMs - offsetMs, widthMs),
      )
      return correlationOf(samples.values, beside)
    }
    let [bestMs, spanMs] = [aroundMs, reachMs]
    let sign = 0
    let curvature = 0
    let r = NaN
    // Twice, each time finer: the second search has the first one's step on both sides.
    for (const isFine of [false, true]) {
      const stepMs = spanMs / (FINE_STEPS / 2)
      const values = Array.from({ length: FINE_STEPS + 1 }, (_, index) =>
        rAt(bestMs + (index - FINE_STEPS / 2) * stepMs),
      )
      sign ||= Math.sign(values[FINE_STEPS / 2] ?? 0) || 1
      const strengths = values.map((value) => (Number.isNaN(value) ? -1 : value * sign))
      const best = strengths.indexOf(Math.max(...strengths))
      if (best === 0 || best === FINE_STEPS) return null
      const [before, here, after] = strengths.slice(best - 1, best + 2) as [number, number, number]
      const bend = before - 2 * here + after
      const between = bend < 0 ? (0.5 * (before - after)) / bend : 0
      bestMs += (best - FINE_STEPS / 2 + between) * stepMs
      r = here * sign
      if (!isFine) curvature = -bend / stepMs ** 2
      spanMs = 2 * stepMs
    }
    const independentCount = Math.max(1, coveredMs(this.video, fromMs, toMs) / dependentMs)
    const strength = Math.max(0.01, Math.abs(r))
    const sigmaMs = Math.sqrt(
      Math.max(0, 1 - strength ** 2) / (strength * Math.max(1e-12, curvature) * independentCount),
    )
    const { timesMs } = samples
    const videoMs = timesMs.reduce((sum, timeMs) => sum + timeMs, 0) / timesMs.length
    return { videoMs, offsetMs: bestMs, sigmaMs, r }
  }

  /** Fits the whole clock. See {@link fitClock}. */
  fit(options: Omit<ClockFitOptions, 'widthMs'> & { windowMs: number }): ClockFit | null {
    const [fromMs, toMs] = rangeOf(this.video)
    const { timesMs, values } = this.samplesIn(fromMs, toMs, options.windowMs, MOST_FITTED)
    const widthMs = furtherWindowMs(this.log, options.windowMs)
    return fitClock(timesMs, values, this.logMeans, { ...options, widthMs })
  }

  private samplesIn(
    fromMs: number,
    toMs: number,
    windowMs: number,
    mostCount = MOST_VALUES,
  ): { timesMs: Float64Array; values: Float64Array } {
    const inside = this.video.timesMs.filter((timeMs) => timeMs >= fromMs && timeMs <= toMs)
    const every = Math.max(1, Math.ceil(inside.length / mostCount))
    const timesMs = inside.filter((_, index) => index % every === 0)
    const widthMs = furtherWindowMs(this.video, windowMs)
    return { timesMs, values: timesMs.map((timeMs) => this.videoMeans.meanAt(timeMs, widthMs)) }
  }
}

/** Pearson's r of the values that both have; NaN if these are too few. */
function correlationOf(x: Float64Array, y: Float64Array): number {
  let [n, sx, sy] = [0, 0, 0]
  for (let index = 0; index < x.length; index++) {
    if (Number.isNaN((x[index] as number) + (y[index] as number))) continue
    n++
    sx += x[index] as number
    sy += y[index] as number
  }
  if (n < LEAST_VALUES || n < x.length / 3) return NaN
  const [mx, my] = [sx / n, sy / n]
  let [xx, yy, xy] = [0, 0, 0]
  for (let index = 0; index < x.length; index++) {
    const dx = (x[index] as number) - mx
    const dy = (y[index] as number) - my
    if (Number.isNaN(dx + dy)) continue
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN
}

/**
 * Up to 5 stretches that are equally rich: in each of them the signal changes as much as in any other.
 * They are at least `leastMs` long. There are fewer where the signal is still but for a burst.
 */
export function richStretches(signal: Signal, leastMs: number): [fromMs: number, toMs: number][] {
  const { timesMs, values } = signal
  const [startMs, endMs] = rangeOf(signal)
  const count = Math.max(3, Math.min(5, Math.floor((endMs - startMs) / leastMs)))
  if (endMs - startMs < 2 * leastMs) return []
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const whole = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const bounds = [startMs]
  let sum = 0
  values.forEach((value, index) => {
    sum += (value - mean) ** 2
    while (bounds.length < count && sum >= (bounds.length * whole) / count) {
      bounds.push(timesMs[index] as number)
    }
  })
  bounds.push(endMs)
  const stretches: [number, number][] = []
  for (const [index, toMs] of bounds.slice(1).entries()) {
    const fromMs = bounds[index] as number
    const lengthMs = Math.max(leastMs, toMs - fromMs)
    const first = Math.min(Math.max(startMs, (fromMs + toMs - lengthMs) / 2), endMs - lengthMs)
    // The same burst again would say the same, and prove nothing.
    const lastTo = stretches.at(-1)?.[1] ?? -Infinity
    if (lastTo - first <= lengthMs / 2) stretches.push([first, first + lengthMs])
  }
  return stretches
}
