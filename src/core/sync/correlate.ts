import { Fft, powerOfTwo } from './fft.ts'
import type { Grid } from './signal.ts'

/** How well two grids fit at each shift of one against the other. */
export interface CorrelationCurve {
  /** What is taken off a time of the first grid to get that of the second, in ms, ascending. */
  offsetsMs: Float64Array
  /** Pearson's r of the values that both have; NaN where the overlap is too short. */
  r: Float64Array
  /** How many values both have. */
  counts: Float64Array
}

/**
 * Normalised cross-correlation of two grids with gaps, at all shifts.
 * Masked: D. Padfield, "Masked object registration in the Fourier domain" (2012).
 * @param leastCount of values that both must have
 */
export function correlate(video: Grid, log: Grid, leastCount: number): CorrelationCurve {
  const [videoCount, logCount] = [video.values.length, log.values.length]
  const fft = new Fft(powerOfTwo(videoCount + logCount))
  const x = spectraOf(video.values, fft)
  const y = spectraOf(log.values, fft)
  const n = product(x.mask, y.mask, fft)
  const sumX = product(x.values, y.mask, fft)
  const sumY = product(x.mask, y.values, fft)
  const sumXx = product(x.squares, y.mask, fft)
  const sumYy = product(x.mask, y.squares, fft)
  const sumXy = product(x.values, y.values, fft)

  const shiftCount = videoCount + logCount - 1
  const curve = {
    offsetsMs: new Float64Array(shiftCount),
    r: new Float64Array(shiftCount).fill(NaN),
    counts: new Float64Array(shiftCount),
  }
  for (let index = 0; index < shiftCount; index++) {
    // The value of the video at i is beside that of the log at i − shift.
    const shift = index - (logCount - 1)
    const at = shift < 0 ? shift + fft.size : shift
    const count = Math.round(n[at] as number)
    curve.offsetsMs[index] = video.startMs - log.startMs + shift * video.stepMs
    curve.counts[index] = count
    if (count < leastCount) continue
    const mx = (sumX[at] as number) / count
    const my = (sumY[at] as number) / count
    const vx = (sumXx[at] as number) / count - mx * mx
    const vy = (sumYy[at] as number) / count - my * my
    // Where one of them hardly changes, rounding would decide.
    if (vx < x.variance * LEAST_VARIANCE || vy < y.variance * LEAST_VARIANCE) continue
    curve.r[index] = clampUnit(((sumXy[at] as number) / count - mx * my) / Math.sqrt(vx * vy))
  }
  return curve
}

/** A part of a signal that changes less than this share of the whole says nothing. */
const LEAST_VARIANCE = 0.01

/**
 * How many values of a grid lie beside each other until they are independent of those of another one
 * (Bartlett): the sum of the products of both autocorrelations.
 */
export function dependence(one: Float64Array, other: Float64Array): number {
  const length = Math.min(one.length, other.length) >> 1
  const [a, b] = [autocorrelation(one), autocorrelation(other)]
  let sum = 1
  for (let lag = 1; lag < length; lag++) {
    const share = 1 - lag / length
    sum += 2 * share * (a[lag] as number) * (b[lag] as number)
  }
  return Math.max(1, sum)
}

/** The autocorrelation at each lag, 1 at lag 0; gaps count as the mean. */
function autocorrelation(values: Float64Array): Float64Array {
  const fft = new Fft(powerOfTwo(2 * values.length))
  const { values: spectrum } = spectraOf(values, fft)
  const sums = product(spectrum, spectrum, fft)
  const whole = sums[0] as number
  return whole > 0 ? sums.subarray(0, values.length).map((sum) => sum / whole) : sums
}

interface Spectrum {
  real: Float64Array
  imaginary: Float64Array
}

function spectraOf(
  values: Float64Array,
  fft: Fft,
): { mask: Spectrum; values: Spectrum; squares: Spectrum; variance: number } {
  const known = values.filter((value) => !Number.isNaN(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
  const variance =
    known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length)
  const spectrumOf = (map: (value: number) => number): Spectrum => {
    const real = new Float64Array(fft.size)
    const imaginary = new Float64Array(fft.size)
    values.forEach((value, index) => {
      if (!Number.isNaN(value)) real[index] = map(value - mean)
    })
    fft.transform(real, imaginary)
    return { real, imaginary }
  }
  return {
    mask: spectrumOf(() => 1),
    values: spectrumOf((value) => value),
    squares: spectrumOf((value) => value * value),
    variance,
  }
}

/** The sums of products at each shift of the second against the first. */
function product(x: Spectrum, y: Spectrum, fft: Fft): Float64Array {
  const real = new Float64Array(fft.size)
  const imaginary = new Float64Array(fft.size)
  for (let k = 0; k < fft.size; k++) {
    const xr = x.real[k] as number
    const xi = x.imaginary[k] as number
    const yr = y.real[k] as number
    const yi = y.imaginary[k] as number
    real[k] = xr * yr + xi * yi
    imaginary[k] = xi * yr - xr * yi
  }
  fft.transform(real, imaginary, true)
  return real
}

function clampUnit(value: number): number {
  return Math.min(1, Math.max(-1, value))
}
