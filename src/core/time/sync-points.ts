import { OverlaneError } from '../errors.ts'

/** "This frame is this moment of the log." */
export interface SyncPoint {
  /** On the video's clock. */
  videoMs: number
  /** On the log's clock. */
  logMs: number
  /** The point stays in the file, and the line does not follow it. */
  isLeftOut: boolean
}

/** A line from the video's clock to the log's: `aligned = logMs + (snapshot − videoMs) · scale`. */
export interface ClockLine {
  videoMs: number
  logMs: number
  /** Milliseconds of the log in a millisecond of the video. */
  scale: number
}

/** How well one point fits the line. */
export interface SyncResidual {
  /** The point's moment of the log less that of the line, in ms of the log. */
  residualMs: number
  /** Further from the line than 3 times the median distance of the points, and than 5 ms. */
  isOutlier: boolean
}

export interface SyncFit {
  line: ClockLine
  /** One for each point, in their order; for those that are left out too. */
  residuals: SyncResidual[]
}

const SLOWEST_SCALE = 0.5
const FASTEST_SCALE = 2
const OUTLIER_MEDIANS = 3
const OUTLIER_MS = 5

/**
 * Fits a line to sync points. One point gives the offset, two give the line through them, more give the
 * least-squares line. It is fitted about the first point, so that epoch times lose no digits.
 * @throws OverlaneError `config-invalid`: no point is in use, all are at one time of the video, or the
 * clocks differ by more than a factor of 2
 */
export function fitSyncPoints(points: readonly SyncPoint[]): SyncFit {
  const line = fitLine(points.filter(({ isLeftOut }) => !isLeftOut))
  const distances = points.map(({ videoMs, logMs }) => logMs - timeOnLine(videoMs, line))
  const limitMs = Math.max(
    OUTLIER_MS,
    OUTLIER_MEDIANS * medianOf(distances.filter((_, index) => !points[index]?.isLeftOut)),
  )
  return {
    line,
    residuals: distances.map((residualMs) => ({
      residualMs,
      isOutlier: Math.abs(residualMs) > limitMs,
    })),
  }
}

/** The points with the log moved later on the video's clock, as a positive offset moves it. */
export function moveSyncPoints(points: readonly SyncPoint[], byMs: number): SyncPoint[] {
  return points.map((point) => ({ ...point, videoMs: roundMs(point.videoMs + byMs) }))
}

/** To a thousandth: sums of decimals have digits that nobody gave. */
function roundMs(timeMs: number): number {
  return Math.round(timeMs * 1000) / 1000
}

/** A time of the video's clock, on the log's. */
export function timeOnLine(snapshotMs: number, { videoMs, logMs, scale }: ClockLine): number {
  return logMs + (snapshotMs - videoMs) * scale
}

/** A time of the log's clock, on the video's. */
export function timeBeforeLine(recordMs: number, { videoMs, logMs, scale }: ClockLine): number {
  return videoMs + (recordMs - logMs) / scale
}

function fitLine(points: readonly SyncPoint[]): ClockLine {
  const [first] = points
  if (!first) throw invalid('no point is in use; all of them are left out.')
  const xs = points.map(({ videoMs }) => videoMs - first.videoMs)
  const ys = points.map(({ logMs }) => logMs - first.logMs)
  if (points.length === 1) return { videoMs: first.videoMs, logMs: first.logMs, scale: 1 }
  const [meanX, meanY] = [meanOf(xs), meanOf(ys)]
  let [squares, products] = [0, 0]
  for (const [index, x] of xs.entries()) {
    squares += (x - meanX) ** 2
    products += (x - meanX) * ((ys[index] as number) - meanY)
  }
  if (squares === 0) throw invalid('all points are at the same time of the video.')
  const scale = products / squares
  if (!(scale >= SLOWEST_SCALE && scale <= FASTEST_SCALE)) {
    const speed = Number(scale.toPrecision(4))
    throw invalid(
      `the log would run ${speed} times as fast as the video, which is not from ${SLOWEST_SCALE} to ${FASTEST_SCALE}.`,
    )
  }
  return { videoMs: first.videoMs, logMs: first.logMs + (meanY - scale * meanX), scale }
}

function invalid(fault: string): OverlaneError {
  return new OverlaneError('config-invalid', { subject: 'sync_points', fault })
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The median of the magnitudes. */
function medianOf(values: readonly number[]): number {
  const sorted = values.map(Math.abs).sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return ((low ?? 0) + (high ?? 0)) / 2
}
