import { countAtOrBefore } from '../../../time/match.ts'
import type { MatchedSample } from '../../../time/match.ts'
import { valueAt } from '../../../time/series.ts'
import type { Series } from '../../../time/series.ts'
import { readNumber } from '../read-number.ts'
import { LocalPlane } from './local-plane.ts'
import type { GroundPoint } from './local-plane.ts'
import type { MapOptions } from './map-specs.ts'

/** A track on a plane, in the order of its times. */
export interface GroundTrack {
  plane: LocalPlane
  timesMs: Series['timesMs']
  longitudes: Series
  /** NaN is a gap. */
  points: GroundPoint[]
  /** Along the track; null if it has no values. */
  values: Series | null
}

/** By their latitudes: the frames of a plan share a series. */
const tracks = new WeakMap<Series, GroundTrack>()

/** Null if no record has a position. */
export function groundTrack(series: readonly Series[]): GroundTrack | null {
  const [latitudes, longitudes, values] = series
  if (!latitudes || !longitudes || Number.isNaN(latitudes.minValue)) return null
  const known = tracks.get(latitudes)
  if (known?.longitudes === longitudes && known.values === (values ?? null)) return known
  const longitudeDeg = longitudes.values.find((each) => !Number.isNaN(each)) as number
  const plane = new LocalPlane((latitudes.minValue + latitudes.maxValue) / 2, longitudeDeg)
  const points = Array.from(latitudes.values, (latitudeDeg, index) =>
    plane.pointAt(latitudeDeg, longitudes.values[index] as number),
  )
  const { timesMs } = latitudes
  const track = { plane, timesMs, longitudes, points, values: values ?? null }
  tracks.set(latitudes, track)
  return track
}

/**
 * The position at a frame: on the line between two records, so that it moves as smoothly as the film;
 * where there is no line, that of the matched record. Null if there is none, or if no record matched.
 */
export function positionAt(
  { plane }: GroundTrack,
  [latitudes, longitudes]: readonly Series[],
  sample: MatchedSample | null,
  timeMs: number,
  options: Pick<MapOptions, 'latitude' | 'longitude'>,
): GroundPoint | null {
  if (!sample || !latitudes || !longitudes) return null
  const onLine = plane.pointAt(valueAt(latitudes, timeMs), valueAt(longitudes, timeMs))
  if (!Number.isNaN(onLine.eastM)) return onLine
  const recorded = plane.pointAt(
    readNumber(sample, options.latitude) ?? NaN,
    readNumber(sample, options.longitude) ?? NaN,
  )
  return Number.isNaN(recorded.eastM) ? null : recorded
}

/** Positions are about as exact as this, so that a shorter way says nothing of the direction. */
const LEAST_WAY_M = 2

/**
 * Radians clockwise from north: of the record's field, else from the last place of the track that lies
 * a little behind. Null if neither is known.
 */
export function headingAt(
  { timesMs, points }: GroundTrack,
  sample: MatchedSample | null,
  timeMs: number,
  position: GroundPoint,
  { heading }: Pick<MapOptions, 'heading'>,
): number | null {
  if (heading !== '') {
    const headingDeg = readNumber(sample, heading)
    return headingDeg === null ? null : (headingDeg * Math.PI) / 180
  }
  for (let index = countAtOrBefore(timesMs, timeMs) - 1; index >= 0; index--) {
    const { eastM, northM } = points[index] as GroundPoint
    if (Number.isNaN(eastM)) return null
    const [east, north] = [position.eastM - eastM, position.northM - northM]
    if (Math.hypot(east, north) >= LEAST_WAY_M) return Math.atan2(east, north)
  }
  return null
}
