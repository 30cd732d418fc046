import { recordsBetween } from '../time/match.ts'

/** The lowest and the highest value in each column of a picture; NaN where the curve is not. */
export interface CurveColumns {
  lows: Float64Array
  highs: Float64Array
}

/** Values of a log, in buckets of `size` records. Buckets of one record are the values themselves. */
export interface CurveBuckets {
  size: number
  /** The bucket of the first entry of `lows` and `highs`. */
  firstBucket: number
  lows: Float64Array
  highs: Float64Array
  /** How many records of the log are in buckets. */
  doneCount: number
}

/** The part of a log that a picture shows, on the log's clock. */
export interface ColumnWindow {
  fromMs: number
  toMs: number
  /** Records that are further apart are not joined by a line. */
  longestMs: number
}

/**
 * Draws a curve into columns of equal time. Every value of a bucket is within the range of every
 * column that its records are in, so no spike is lost; between buckets, the curve is a straight line.
 * @param timesMs of all records, ascending
 * @param columns as long as the picture is wide; what was in them is replaced
 */
export function fillColumns(
  buckets: CurveBuckets,
  timesMs: Float64Array,
  window: ColumnWindow,
  columns: CurveColumns,
): void {
  const { lows, highs } = columns
  lows.fill(NaN)
  highs.fill(NaN)
  const { size, firstBucket, doneCount } = buckets
  const { fromMs, longestMs } = window
  const [from, to] = recordsBetween(timesMs, fromMs, window.toMs)
  const end = Math.min(Math.ceil(Math.min(to, doneCount) / size), firstBucket + buckets.lows.length)
  const columnsPerMs = lows.length / (window.toMs - fromMs)

  let before: Bar | null = null
  let bar: Bar = { startMs: NaN, endMs: NaN, low: NaN, high: NaN }
  // Two bars take turns: a new one for each bucket would be garbage.
  let spare: Bar = { ...bar }
  for (let bucket = Math.max(Math.floor(from / size), firstBucket); bucket < end; bucket++) {
    bar.low = buckets.lows[bucket - firstBucket] as number
    if (Number.isNaN(bar.low)) {
      before = null
      continue
    }
    bar.high = buckets.highs[bucket - firstBucket] as number
    bar.startMs = timesMs[bucket * size] as number
    bar.endMs = timesMs[Math.min((bucket + 1) * size, doneCount) - 1] as number
    const start = (bar.startMs - fromMs) * columnsPerMs
    if (before && bar.startMs - before.endMs <= longestMs) {
      join(columns, before, bar, (before.endMs - fromMs) * columnsPerMs, start)
    }
    const last = Math.min(lows.length - 1, Math.floor((bar.endMs - fromMs) * columnsPerMs))
    for (let column = Math.max(0, Math.floor(start)); column <= last; column++) {
      widen(columns, column, bar.low, bar.high)
    }
    before = bar
    bar = spare
    spare = before
  }
}

/** The records of a bucket as a rectangle. */
interface Bar {
  startMs: number
  endMs: number
  low: number
  high: number
}

/**
 * The line between two rectangles: from the side of one that is closer to the other.
 * @param start where the first one ends, in columns
 * @param end where the second one starts
 */
function join(columns: CurveColumns, before: Bar, after: Bar, start: number, end: number): void {
  const leave = Math.max(before.low, Math.min(before.high, after.low))
  const reach = Math.max(after.low, Math.min(after.high, leave))
  if (Math.floor(start) === Math.floor(end)) {
    const column = Math.floor(end)
    if (column >= 0 && column < columns.lows.length) {
      widen(columns, column, Math.min(leave, reach), Math.max(leave, reach))
    }
    return
  }
  const first = Math.max(0, Math.floor(start))
  const last = Math.min(columns.lows.length - 1, Math.floor(end))
  const slope = (reach - leave) / (end - start)
  for (let column = first; column <= last; column++) {
    const left = leave + slope * (Math.max(start, column) - start)
    const right = leave + slope * (Math.min(end, column + 1) - start)
    widen(columns, column, Math.min(left, right), Math.max(left, right))
  }
}

function widen({ lows, highs }: CurveColumns, column: number, low: number, high: number): void {
  if (!(low >= (lows[column] as number))) lows[column] = low
  if (!(high <= (highs[column] as number))) highs[column] = high
}
