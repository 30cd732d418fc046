import { countAtOrBefore, countBefore } from './match.ts'

/** One field of a log over time, on the video's clock. */
export interface Series {
  /** Ascending. */
  timesMs: Float64Array<ArrayBuffer>
  /** NaN where the log has no value: a gap. */
  values: Float64Array<ArrayBuffer>
  /** Of all values; NaN where there are none. */
  minValue: number
  maxValue: number
}

export interface SeriesPoint {
  timeMs: number
  value: number
}

/**
 * Thins values by min–max: of all that lie in one bucket of time, the lowest, the highest, and the
 * first and the last gap stay. So a spike of one record is never lost, and neither is a gap.
 * @param timesMs ascending
 * @param values NaN is a gap
 */
export function thinSeries(
  timesMs: ArrayLike<number>,
  values: ArrayLike<number>,
  bucketMs: number,
): Series {
  const [times, kept]: [number[], number[]] = [[], []]
  let [minValue, maxValue] = [NaN, NaN]
  const keep = (indexes: readonly number[]): void => {
    for (const index of new Set(indexes.filter((each) => each >= 0).sort((a, b) => a - b))) {
      times.push(timesMs[index] as number)
      kept.push(values[index] as number)
    }
  }
  for (let next = 0; next < timesMs.length;) {
    const bucket = Math.floor((timesMs[next] as number) / bucketMs)
    let [lowest, highest, firstGap, lastGap] = [-1, -1, -1, -1]
    for (; next < timesMs.length; next++) {
      if (Math.floor((timesMs[next] as number) / bucketMs) !== bucket) break
      const value = values[next] as number
      if (Number.isNaN(value)) {
        if (firstGap < 0) firstGap = next
        lastGap = next
        continue
      }
      if (lowest < 0 || value < (values[lowest] as number)) lowest = next
      if (highest < 0 || value > (values[highest] as number)) highest = next
      if (!(value >= minValue)) minValue = value
      if (!(value <= maxValue)) maxValue = value
    }
    keep([lowest, highest, firstGap, lastGap])
  }
  return { timesMs: Float64Array.from(times), values: Float64Array.from(kept), minValue, maxValue }
}

/**
 * The curve of a series between two times, in stretches without a gap. Between records it is a
 * straight line, and so it reaches the ends of the window.
 */
export function stretchesBetween(series: Series, fromMs: number, toMs: number): SeriesPoint[][] {
  const { timesMs, values } = series
  const first = countBefore(timesMs, fromMs)
  const end = countAtOrBefore(timesMs, toMs)
  const points: SeriesPoint[] = []
  if (timesMs[first] !== fromMs) points.push(pointAt(series, first, fromMs))
  for (let index = first; index < end; index++) {
    points.push({ timeMs: timesMs[index] as number, value: values[index] as number })
  }
  if (timesMs[end - 1] !== toMs) points.push(pointAt(series, end, toMs))

  const stretches: SeriesPoint[][] = [[]]
  for (const point of points) {
    if (Number.isNaN(point.value)) stretches.push([])
    else stretches.at(-1)?.push(point)
  }
  return stretches.filter((stretch) => stretch.length > 0)
}

/** The value of the curve at a time; NaN in a gap, before the first record and after the last. */
export function valueAt(series: Series, timeMs: number): number {
  const index = countBefore(series.timesMs, timeMs)
  return series.timesMs[index] === timeMs
    ? (series.values[index] as number)
    : pointAt(series, index, timeMs).value
}

/** On the line from the record before `after` to this one; a gap where either has no value. */
function pointAt({ timesMs, values }: Series, after: number, timeMs: number): SeriesPoint {
  const [beforeMs = NaN, afterMs = NaN] = [timesMs[after - 1], timesMs[after]]
  const [from = NaN, to = NaN] = [values[after - 1], values[after]]
  return { timeMs, value: from + ((to - from) * (timeMs - beforeMs)) / (afterMs - beforeMs) }
}

/**
 * The lowest and the highest value of the records between two times, both ends included.
 * Null where there is no value.
 */
export function extremesBetween(
  { timesMs, values, minValue, maxValue }: Series,
  fromMs: number,
  toMs: number,
): [lowest: number, highest: number] | null {
  const first = countBefore(timesMs, fromMs)
  const end = countAtOrBefore(timesMs, toMs)
  if (first === 0 && end === timesMs.length) {
    return Number.isNaN(minValue) ? null : [minValue, maxValue]
  }
  let [lowest, highest] = [Infinity, -Infinity]
  for (let index = first; index < end; index++) {
    const value = values[index] as number
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return lowest <= highest ? [lowest, highest] : null
}

export interface PathPoint {
  timeMs: number
  values: [number, number]
}

/**
 * Two series as one path between two times, at the times of the first, in stretches without a gap in
 * either. Both may be thinned at other times.
 */
export function pathBetween(
  first: Series,
  second: Series,
  fromMs: number,
  toMs: number,
): PathPoint[][] {
  return stretchesBetween(first, fromMs, toMs).flatMap((stretch) => {
    const parts: PathPoint[][] = [[]]
    for (const { timeMs, value } of stretch) {
      const other = valueAt(second, timeMs)
      if (Number.isNaN(other)) parts.push([])
      else parts.at(-1)?.push({ timeMs, values: [value, other] })
    }
    return parts.filter((part) => part.length > 0)
  })
}

/** The means over parts of time. The parts stay where they are, so that the path does not tremble. */
export function meanPath(path: readonly PathPoint[], partMs: number): PathPoint[] {
  const parts = new Map<number, PathPoint[]>()
  for (const point of path) {
    const part = Math.floor(point.timeMs / partMs)
    const points = parts.get(part)
    if (points) points.push(point)
    else parts.set(part, [point])
  }
  return [...parts.values()].map((points) => {
    const mean = (of: (point: PathPoint) => number): number =>
      points.reduce((sum, point) => sum + of(point), 0) / points.length
    return {
      timeMs: mean(({ timeMs }) => timeMs),
      values: [mean(({ values }) => values[0]), mean(({ values }) => values[1])],
    }
  })
}
