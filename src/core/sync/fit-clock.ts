import { solveLinear } from './solve-linear.ts'
import type { SignalMeans } from './signal.ts'

/** How a log lies on the video's clock, fitted to all of its values at once. */
export interface ClockFit {
  /** In the middle of the video. */
  offsetMs: number
  /** Standard deviation. */
  sigmaMs: number
  /** How much faster the log's clock runs, in parts of 1; 0 if it was not asked for. */
  drift: number
  sigmaDrift: number
}

export interface ClockFitOptions {
  /** The shift to begin with, a fraction of the correlation's width away from the best one. */
  aroundMs: number
  /** The fit may not go further away. */
  reachMs: number
  /** The log is averaged over so much. */
  widthMs: number
  /** Errors so far from each other are independent. */
  blockMs: number
  hasDrift: boolean
}

const ROUNDS = 8
/** Tukey's biweight: an error this many spreads away does not count at all. */
const FARTHEST_SPREADS = 4.685
/** The spread of normal errors in medians of their sizes. */
const MEDIAN_TO_SPREAD = 1.4826
const LEAST_VALUES = 12
const LEAST_BLOCKS = 4
const CLOSE_MS = 0.02

/**
 * Fits `video = a + b · log(t − offset)`, and the drift if asked for. Errors that stand out count less
 * and less (Tukey's biweight), so that a passing lorry does not pull the clock. The standard deviations
 * follow from how much whole blocks of the recording pull to one side (the sandwich estimator with
 * clusters), because errors that lie beside each other are alike.
 * @param values of the video, at ascending times
 * @returns null where the signals have too little in common, or the fit runs away
 */
export function fitClock(
  timesMs: Float64Array,
  values: Float64Array,
  log: SignalMeans,
  options: ClockFitOptions,
): ClockFit | null {
  const { aroundMs, reachMs, widthMs, blockMs, hasDrift } = options
  const [firstMs, lastMs] = [timesMs[0] ?? 0, timesMs[timesMs.length - 1] ?? 0]
  const middleMs = (firstMs + lastMs) / 2
  const halfMs = Math.max(1, (lastMs - firstMs) / 2)
  const slopeMs = Math.max(widthMs, 1) / 2
  let [offsetMs, drift] = [aroundMs, 0]
  let gain = NaN
  for (let round = 0; round < ROUNDS; round++) {
    const rows: FitRow[] = []
    for (let index = 0; index < timesMs.length; index++) {
      const timeMs = timesMs[index] as number
      const logMs = timeMs - offsetMs + (timeMs - middleMs) * drift
      const y = log.meanAt(logMs, widthMs)
      const rise = log.meanAt(logMs + slopeMs, widthMs) - log.meanAt(logMs - slopeMs, widthMs)
      const x = values[index] as number
      if (Number.isNaN(x + y + rise)) continue
      const far = (timeMs - middleMs) / halfMs
      rows.push({ timeMs, x, y, slope: rise / (2 * slopeMs), far, error: 0, weight: 1 })
    }
    if (rows.length < LEAST_VALUES) return null
    // Columns: 1, y, b · slope (for the shift), and the same times how far from the middle.
    const columnsOf = ({ y, slope, far }: FitRow): number[] => {
      const pull = -gain * slope
      return hasDrift ? [1, y, pull, pull * far] : [1, y, pull]
    }
    const line = weightedFit(rows, ({ y }) => [1, y])
    if (!line) return null
    const [base, share] = line as [number, number]
    if (Number.isNaN(gain)) gain = share
    weigh(rows, ({ y }) => base + share * y)
    const fitted = weightedFit(rows, columnsOf)
    if (!fitted) return null
    gain = fitted[1] as number
    const stepMs = fitted[2] as number
    const farStepMs = hasDrift ? (fitted[3] as number) : 0
    offsetMs += stepMs
    drift -= farStepMs / halfMs
    if (!(Math.abs(offsetMs - aroundMs) <= reachMs)) return null
    if (Math.abs(stepMs) + Math.abs(farStepMs) < CLOSE_MS || round === ROUNDS - 1) {
      const errors = deviations(rows, columnsOf, fitted, blockMs)
      return (
        errors && {
          offsetMs,
          sigmaMs: errors[2] as number,
          drift,
          sigmaDrift: hasDrift ? (errors[3] as number) / halfMs : 0,
        }
      )
    }
  }
  return null
}

interface FitRow {
  timeMs: number
  x: number
  y: number
  /** Of the log, per ms. */
  slope: number
  /** From −1 at the beginning of the video to 1 at its end. */
  far: number
  error: number
  weight: number
}

function weigh(rows: FitRow[], expected: (row: FitRow) => number): void {
  for (const row of rows) row.error = row.x - expected(row)
  const sizes = Float64Array.from(rows, ({ error }) => Math.abs(error)).sort()
  const spread = MEDIAN_TO_SPREAD * (sizes[sizes.length >> 1] as number)
  for (const row of rows) {
    const far = spread > 0 ? row.error / (FARTHEST_SPREADS * spread) : 0
    row.weight = Math.abs(far) < 1 ? (1 - far * far) ** 2 : 0
  }
}

function weightedFit(rows: FitRow[], columnsOf: (row: FitRow) => number[]): number[] | null {
  return solveLinear(
    normalMatrix(rows, columnsOf),
    momentsOf(rows, columnsOf, ({ x }) => x),
  )
}

function normalMatrix(rows: FitRow[], columnsOf: (row: FitRow) => number[]): number[][] {
  const size = columnsOf(rows[0] as FitRow).length
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  for (const row of rows) {
    const columns = columnsOf(row)
    columns.forEach((a, i) => {
      const line = matrix[i] as number[]
      columns.forEach((b, j) => (line[j] = (line[j] as number) + row.weight * a * b))
    })
  }
  return matrix
}

function momentsOf(
  rows: readonly FitRow[],
  columnsOf: (row: FitRow) => number[],
  valueOf: (row: FitRow) => number,
): number[] {
  const moments: number[] = []
  for (const row of rows) {
    columnsOf(row).forEach((column, index) => {
      moments[index] = (moments[index] ?? 0) + row.weight * column * valueOf(row)
    })
  }
  return moments
}

/** The standard deviation of each parameter; null for too few blocks. */
function deviations(
  rows: FitRow[],
  columnsOf: (row: FitRow) => number[],
  fitted: readonly number[],
  blockMs: number,
): number[] | null {
  for (const row of rows) {
    const columns = columnsOf(row)
    row.error = row.x - columns.reduce((sum, each, index) => sum + each * (fitted[index] ?? 0), 0)
  }
  const matrix = normalMatrix(rows, columnsOf)
  const blocks = new Map<number, FitRow[]>()
  for (const row of rows) {
    const block = Math.floor(row.timeMs / blockMs)
    const known = blocks.get(block)
    if (known) known.push(row)
    else blocks.set(block, [row])
  }
  if (blocks.size < LEAST_BLOCKS) return null
  const squares = new Float64Array(fitted.length)
  for (const block of blocks.values()) {
    const pull = solveLinear(
      matrix,
      momentsOf(block, columnsOf, ({ error }) => error),
    )
    if (!pull) return null
    pull.forEach((each, index) => (squares[index] = (squares[index] as number) + each * each))
  }
  const few = blocks.size / Math.max(1, blocks.size - fitted.length)
  return Array.from(squares, (sum) => Math.sqrt(sum * few))
}
