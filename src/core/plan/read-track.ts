import { isPlace, LocalPlane } from '../draw/parts/map/local-plane.ts'
import type { TrackRequest } from '../draw/renderers/renderer.ts'
import { snapshotTimeMs } from '../time/match.ts'
import type { Series } from '../time/series.ts'
import { thinTogether } from '../time/thin-together.ts'
import { readColumn } from './field-column.ts'
import { longestStretchMs, recordsDuring } from './records-during.ts'
import type { TrackEntry } from './plan-tracks.ts'
import { withGaps } from './with-gaps.ts'
import type { TimedColumns } from './with-gaps.ts'

/** A point takes 32 bytes, and every worker has a copy: 1.6 MB. */
export const MOST_TRACK_POINTS = 50_000
/** Without a detail, of the longer side of the track: less than a pixel of a map. */
const DETAIL_SHARE = 1 / 1024
/** Of the range of the value along the track. */
const VALUE_SHARE = 1 / 128
/** The detail is doubled at most so often, until the points are few enough. */
const MOST_DOUBLINGS = 12

/**
 * Reads a track between two times of the video's clock, and one more record on each side.
 * @returns latitudes, longitudes, and the values if the request names a field for them
 */
export function readTrack(
  entry: TrackEntry,
  request: TrackRequest,
  fromMs: number,
  toMs: number,
): Series[] {
  const { timesMs, columns } = withGaps(
    readColumns(entry, request, fromMs, toMs),
    Math.min(request.longestMs, longestStretchMs(entry.matching)),
  )
  const [latitudes, longitudes, values] = columns as [Float64Array, Float64Array, Float64Array]
  const kept = keptIndexes(timesMs, latitudes, longitudes, values, request.detailM)
  const keptTimes = Float64Array.from(kept, (index) => timesMs[index] as number)
  const pick = (column: Float64Array): Series => {
    const [minValue, maxValue] = rangeOf(column)
    const picked = Float64Array.from(kept, (index) => column[index] as number)
    return { timesMs: keptTimes, values: picked, minValue, maxValue }
  }
  return [pick(latitudes), pick(longitudes), ...(request.value === null ? [] : [pick(values)])]
}

/** @returns latitudes, longitudes and values, at times on the video's clock */
function readColumns(
  { track, matching }: TrackEntry,
  { latitude, longitude, value }: TrackRequest,
  fromMs: number,
  toMs: number,
): TimedColumns {
  const [from, to] = recordsDuring(track, matching, fromMs, toMs)
  const read = (field: string): Float64Array => readColumn(track, field, from, to).slice()
  const [latitudes, longitudes] = [read(latitude), read(longitude)]
  latitudes.forEach((latitudeDeg, index) => {
    if (isPlace(latitudeDeg, longitudes[index] as number)) return
    latitudes[index] = NaN
    longitudes[index] = NaN
  })
  const timesMs = track.timesMs.subarray(from, to).map((timeMs) => snapshotTimeMs(timeMs, matching))
  const values = value === null ? timesMs.map(() => NaN) : read(value)
  return { timesMs, columns: [latitudes, longitudes, values] }
}

function keptIndexes(
  timesMs: Float64Array,
  latitudes: Float64Array,
  longitudes: Float64Array,
  values: Float64Array,
  detailM: number | null,
): number[] {
  const first = latitudes.findIndex((latitude) => !Number.isNaN(latitude))
  if (first < 0) return thinTogether(timesMs, [{ values: latitudes, tolerance: 0 }])
  const plane = new LocalPlane(latitudes[first] as number, longitudes[first] as number)
  const points = Array.from(latitudes, (latitude, index) =>
    plane.pointAt(latitude, longitudes[index] as number),
  )
  const [east, north] = [points.map(({ eastM }) => eastM), points.map(({ northM }) => northM)]
  const lengthOf = (column: Iterable<number>): number => {
    const [lowest, highest] = rangeOf(column)
    return highest - lowest
  }
  const finestM = detailM ?? DETAIL_SHARE * Math.max(lengthOf(east), lengthOf(north))
  const valueLength = lengthOf(values)
  const thin = (factor: number): number[] =>
    thinTogether(timesMs, [
      { values: east, tolerance: factor * finestM },
      { values: north, tolerance: factor * finestM },
      { values, tolerance: factor * VALUE_SHARE * valueLength },
    ])
  let kept = thin(1)
  for (let doublings = 1; kept.length > MOST_TRACK_POINTS; doublings++) {
    if (doublings > MOST_DOUBLINGS) break
    kept = thin(2 ** doublings)
  }
  return kept
}

/** The lowest and the highest value; NaN where there are none. */
function rangeOf(column: Iterable<number>): [number, number] {
  let [lowest, highest] = [NaN, NaN]
  for (const value of column) {
    if (Number.isNaN(value)) continue
    if (!(value >= lowest)) lowest = value
    if (!(value <= highest)) highest = value
  }
  return [lowest, highest]
}
