import { numberAt } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'
import type { CurvePyramid } from './curve-pyramid.ts'

/**
 * `start`: the value was constant and begins to change. `stop`: it becomes constant. `peak` and
 * `dip`: it turns round.
 */
export type MomentKind = 'start' | 'stop' | 'peak' | 'dip'

/** A moment of a log that can be recognised in the picture. */
export interface Moment {
  kind: MomentKind
  /** On the log's clock. */
  timeMs: number
  value: number
  /** How much changes there, as a share of the range of all values. */
  strength: number
  /** The records it was found in; `to` is excluded. */
  from: number
  to: number
}

/** More points would take time, and moments would be too close to be told apart. */
const MOST_POINTS = 20_000
/** Of the range of all values: a turn goes back by so much. */
const TURN_SHARE = 0.15
/** A value that stays within this share is constant. */
const STILL_SHARE = 0.03
const LEAST_STILL_MS = 500
/** A start leads this far from the constant value, and a stop comes from so far. */
const MOVE_SHARE = 0.1

interface Point {
  timeMs: number
  low: number
  high: number
  from: number
  to: number
}

/**
 * The starts, stops, peaks and dips of a curve, in time order.
 * @param timesMs of all records, ascending
 */
export function findMoments(pyramid: CurvePyramid, timesMs: Float64Array): Moment[] {
  const range = pyramid.highest - pyramid.lowest
  if (!(range > 0)) return []
  const points = pointsOf(pyramid, timesMs)
  return [...findTurns(points, range), ...findStills(points, range)].sort(
    (a, b) => a.timeMs - b.timeMs,
  )
}

function pointsOf(pyramid: CurvePyramid, timesMs: Float64Array): Point[] {
  const level = pyramid.levels.find(({ lows }) => lows.length <= MOST_POINTS)
  const points: Point[] = []
  level?.lows.forEach((low, bucket) => {
    if (Number.isNaN(low)) return
    const from = bucket * level.size
    const to = Math.min(from + level.size, timesMs.length)
    const timeMs = ((timesMs[from] as number) + (timesMs[to - 1] as number)) / 2
    points.push({ timeMs, low, high: level.highs[bucket] as number, from, to })
  })
  return points
}

/** Peaks and dips: the extremes between which the curve moves by more than a share of its range. */
function findTurns(points: readonly Point[], range: number): Moment[] {
  const least = TURN_SHARE * range
  const extremes: { kind: 'peak' | 'dip'; point: Point; value: number }[] = []
  let [highest, lowest] = [points[0], points[0]]
  let heading: 'unknown' | 'up' | 'down' = 'unknown'
  for (const point of points) {
    if (!highest || !lowest) break
    if (heading !== 'down' && point.high > highest.high) highest = point
    if (heading !== 'up' && point.low < lowest.low) lowest = point
    if (heading !== 'down' && highest.high - point.low > least) {
      if (heading === 'up') extremes.push({ kind: 'peak', point: highest, value: highest.high })
      heading = 'down'
      lowest = point
    } else if (heading !== 'up' && point.high - lowest.low > least) {
      if (heading === 'down') extremes.push({ kind: 'dip', point: lowest, value: lowest.low })
      heading = 'up'
      highest = point
    }
  }
  return extremes.map(({ kind, point, value }, index) => {
    const [before, after] = [extremes[index - 1], extremes[index + 1]]
    const ways = [before, after].map((other) => Math.abs(value - (other?.value ?? value - least)))
    const { timeMs, from, to } = point
    return { kind, timeMs, value, strength: Math.min(...ways) / range, from, to }
  })
}

/** Where the curve begins and ends to be constant. */
function findStills(points: readonly Point[], range: number): Moment[] {
  const stills: { first: number; last: number; value: number }[] = []
  for (let first = 0; first < points.length;) {
    let [low, high, last] = [Infinity, -Infinity, first - 1]
    for (let next = first; next < points.length; next++) {
      const point = points[next] as Point
      low = Math.min(low, point.low)
      high = Math.max(high, point.high)
      if (high - low > STILL_SHARE * range) break
      last = next
    }
    const lengthMs = (points[last]?.timeMs ?? 0) - (points[first]?.timeMs ?? 0)
    if (last > first && lengthMs >= LEAST_STILL_MS) {
      stills.push({ first, last, value: points[(first + last) >> 1]?.low ?? 0 })
      first = last + 1
    } else first++
  }
  return stills.flatMap(({ first, last, value }, index) => {
    const moved = (from: number, to: number): number =>
      points
        .slice(from, to)
        .reduce(
          (most, { low, high }) => Math.max(most, Math.abs(low - value), Math.abs(high - value)),
          0,
        ) / range
    const moments: Moment[] = []
    const add = (kind: 'start' | 'stop', at: number, strength: number): void => {
      const point = points[at]
      if (!point || strength < MOVE_SHARE) return
      moments.push({ kind, timeMs: point.timeMs, value, strength, from: point.from, to: point.to })
    }
    add('stop', first, moved((stills[index - 1]?.last ?? -1) + 1, first))
    add('start', last, moved(last + 1, stills[index + 1]?.first ?? points.length))
    return moments
  })
}

/**
 * The same moment at the very record: for a peak the highest, for a start the last before it moves.
 * @param range of all values of the field
 */
export function refineMoment(
  moment: Moment,
  track: Pick<SensorTrack, 'timesMs' | 'recordAt'>,
  field: string,
  range: number,
): Moment {
  // A moment lies in its bucket or at the edge of a neighbour.
  const width = moment.to - moment.from
  const from = Math.max(0, moment.from - width)
  const to = Math.min(track.timesMs.length, moment.to + width)
  const valueAt = (index: number): number | null =>
    index >= 0 && index < track.timesMs.length ? numberAt(track.recordAt(index), field) : null
  const values = Array.from({ length: to - from }, (_, index) => valueAt(from + index))
  const isStill = (value: number | null): boolean =>
    value !== null && Math.abs(value - moment.value) <= STILL_SHARE * range
  const found = {
    peak: () => indexOfExtreme(values, (value, best) => value > best),
    dip: () => indexOfExtreme(values, (value, best) => value < best),
    start: () => values.findLastIndex(isStill),
    stop: () => values.findIndex(isStill),
  }[moment.kind]()
  if (found < 0) return moment
  const step = { peak: 0, dip: 0, start: -1, stop: 1 }[moment.kind]
  let index = from + found
  // The value is constant where it comes no closer to the constant one.
  const distanceAt = (each: number): number => Math.abs((valueAt(each) ?? Infinity) - moment.value)
  while (step !== 0 && distanceAt(index + step) < distanceAt(index)) index += step
  return { ...moment, timeMs: track.timesMs[index] as number, value: valueAt(index) ?? 0 }
}

function indexOfExtreme(
  values: readonly (number | null)[],
  isBetter: (value: number, best: number) => boolean,
): number {
  let best = -1
  values.forEach((value, index) => {
    if (value === null) return
    const current = values[best]
    if (current === null || current === undefined || isBetter(value, current)) best = index
  })
  return best
}
