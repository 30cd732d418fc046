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
  const [from, to] = recordsBetween(timesMs, window.fromMs, window.toMs)
  const end = Math.min(Math.ceil(Math.min(to, doneCount) / size), firstBucket + buckets.lows.length)
  const columnsPerMs = lows.length / (window.toMs - window.fromMs)
  const columnOf = (timeMs: number): number => (timeMs - window.fromMs) * columnsPerMs

  let before: Bar | null = null
  for (let bucket = Math.max(Math.floor(from / size), firstBucket); bucket < end; bucket++) {
    const low = buckets.lows[bucket - firstBucket] as number
    if (Number.isNaN(low)) {
      before = null
      continue
    }
    const lastIndex = Math.min((bucket + 1) * size, doneCount) - 1
    const bar: Bar = {
      fromMs: timesMs[bucket * size] as number,
      toMs: timesMs[lastIndex] as number,
      low,
      high: buckets.highs[bucket - firstBucket] as number,
    }
    if (before && bar.fromMs - before.toMs <= window.longestMs) join(columns, before, bar, columnOf)
    const first = Math.max(0, Math.floor(columnOf(bar.fromMs)))
    const last = Math.min(lows.length - 1, Math.floor(columnOf(bar.toMs)))
    for (let column = first; column <= last; column++) widen(columns, column, bar.low, bar.high)
    before = bar
  }
}

/** The records of a bucket as a rectangle. */
interface Bar {
  fromMs: number
  toMs: number
  low: number
  high: number
}

/** The line between two rectangles: from the side of one that is closer to the other. */
function join(
  columns: CurveColumns,
  before: Bar,
  after: Bar,
  columnOf: (timeMs: number) => number,
): void {
  const [start, end] = [columnOf(before.toMs), columnOf(after.fromMs)]
  const leave = Math.max(before.low, Math.min(before.high, after.low))
  const reach = Math.max(after.low, Math.min(after.high, leave))
  if (Math.floor(start) === Math.floor(end)) {
    const column = Math.floor(end)
    if (column >= 0 && column < columns.lows.length) {
      widen(columns, column, Math.min(leave, reach), Math.max(leave, reach))
    }
    return
  }
  const valueAt = (position: number): number =>
    leave + ((reach - leave) * (position - start)) / (end - start)
  const first = Math.max(0, Math.floor(start))
  const last = Math.min(columns.lows.length - 1, Math.floor(end))
  for (let column = first; column <= last; column++) {
    const left = valueAt(Math.max(start, column))
    const right = valueAt(Math.min(end, column + 1))
    widen(columns, column, Math.min(left, right), Math.max(left, right))
  }
}

function widen({ lows, highs }: CurveColumns, column: number, low: number, high: number): void {
  if (!(low >= (lows[column] as number))) lows[column] = low
  if (!(high <= (highs[column] as number))) highs[column] = high
}
