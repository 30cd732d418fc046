import { greatCircleM, isPlace } from '../draw/parts/map/local-plane.ts'
import { countAtOrBefore, countBefore } from '../time/match.ts'
import { LazyColumn } from './lazy-column.ts'

/**
 * How fast a value changes, per second: the slope between the record before and the one after. At an
 * end of the log, or where a neighbour has no value or is too far away, it is the slope to the other
 * neighbour. NaN if the record itself has no value, or no neighbour has one.
 * @param timesMs ascending
 * @param longestMs two records that are further apart are no neighbours
 */
export function derivative(
  timesMs: Float64Array,
  values: LazyColumn,
  longestMs: number,
): LazyColumn {
  return new LazyColumn(values.length, (index) => {
    const timeMs = timesMs[index] as number
    if (Number.isNaN(values.at(index))) return NaN
    const neighbour = (other: number): number => {
      const distanceMs = Math.abs((timesMs[other] ?? NaN) - timeMs)
      return distanceMs <= longestMs && !Number.isNaN(values.at(other)) ? other : index
    }
    // Records at the same time are no neighbours: nothing is known of the time between them.
    const from = neighbour(countBefore(timesMs, timeMs) - 1)
    const to = neighbour(countAtOrBefore(timesMs, timeMs))
    const seconds = ((timesMs[to] as number) - (timesMs[from] as number)) / 1000
    return (values.at(to) - values.at(from)) / seconds
  })
}

/**
 * The distance from the first place of a log along its track, in metres.
 * @param latitudesDeg as `longitudesDeg`; NaN if a record has no place
 */
export function distanceAlong(latitudesDeg: LazyColumn, longitudesDeg: LazyColumn): LazyColumn {
  return runningSum(
    latitudesDeg.length,
    (index) => {
      const place = [latitudesDeg.at(index), longitudesDeg.at(index)] as const
      return isPlace(...place) ? place : null
    },
    greatCircleM,
  )
}

/** A speed summed over time, from the first record that has one: by trapezoids, in its unit · s. */
export function summedOverTime(timesMs: Float64Array, values: LazyColumn): LazyColumn {
  return runningSum(
    values.length,
    (index) => {
      const value = values.at(index)
      return Number.isNaN(value) ? null : ([timesMs[index] as number, value] as const)
    },
    ([fromMs, from], [toMs, to]) => ((from + to) / 2) * ((toMs - fromMs) / 1000),
  )
}

/** NaN for a record that is not known; it adds nothing. */
function runningSum<Known>(
  length: number,
  knownAt: (index: number) => Known | null,
  stepOf: (from: Known, to: Known) => number,
): LazyColumn {
  const sums = new Float64Array(length)
  let [next, sum] = [0, 0]
  let last: Known | null = null
  // From the beginning, so that the same records always give the same sum.
  const sumTo = (index: number): void => {
    for (; next <= index; next++) {
      const known = knownAt(next)
      if (known !== null && last !== null) sum += stepOf(last, known)
      last = known ?? last
      sums[next] = known === null ? NaN : sum
    }
  }
  return new LazyColumn(length, (index) => {
    sumTo(index)
    return sums[index] as number
  })
}
