import type { SeriesRequest, TrackRequest } from '../draw/renderers/renderer.ts'
import { snapshotTimeMs } from '../time/match.ts'
import { thinSeries } from '../time/series.ts'
import type { Series } from '../time/series.ts'
import { readColumn } from './field-column.ts'
import { readTrack } from './read-track.ts'
import { longestStretchMs, recordsDuring } from './records-during.ts'
import type { TrackEntry } from './plan-tracks.ts'
import { withGaps } from './with-gaps.ts'

/** A window has at least this many buckets, and fewer than twice as many. */
const BUCKETS_OF_WINDOW = 512
const BUCKETS_OF_RECORDING = 2048
/** A point takes 16 bytes, and every worker has a copy: 1.6 MB. */
export const MOST_SERIES_POINTS = 100_000

/**
 * The series that renderers ask for, each of them once. Records are read when a series is first
 * needed, so a plan that is not drawn reads none.
 */
export class SeriesPlan {
  private readonly rangeMs: readonly [number, number]
  private readonly indexes = new Map<string, number>()
  private readonly reads: (() => Series)[] = []
  private read: readonly Series[] | null = null

  /** @param rangeMs times of the first and the last frame of the recording */
  constructor(rangeMs: readonly [number, number]) {
    this.rangeMs = rangeMs
  }

  /** @returns the index into `series` */
  add(sensor: string, entry: TrackEntry, { field, windowMs }: SeriesRequest): number {
    const [firstMs, lastMs] = this.rangeMs
    const bucketMs =
      windowMs === null
        ? powerOfTwoBelow((lastMs - firstMs) / BUCKETS_OF_RECORDING)
        : powerOfTwoBelow(windowMs / BUCKETS_OF_WINDOW)
    // Windows with buckets of the same length share a series.
    const marginMs = windowMs === null ? 0 : 2 * BUCKETS_OF_WINDOW * bucketMs
    const key = JSON.stringify([sensor, field, bucketMs, marginMs])
    const index = this.indexes.get(key) ?? this.reads.length
    if (index === this.reads.length) {
      this.indexes.set(key, index)
      this.reads.push(() =>
        readSeries(entry, field, firstMs - marginMs, lastMs + marginMs, bucketMs),
      )
    }
    return index
  }

  /** @returns the indexes into `series` */
  addTrack(sensor: string, entry: TrackEntry, request: TrackRequest): number[] {
    const key = JSON.stringify([sensor, request])
    const first = this.indexes.get(key) ?? this.reads.length
    const count = request.value === null ? 2 : 3
    if (first === this.reads.length) {
      this.indexes.set(key, first)
      let track: Series[] | null = null
      for (let each = 0; each < count; each++) {
        this.reads.push(() => {
          track ??= readTrack(entry, request, ...this.rangeMs)
          return track[each] as Series
        })
      }
    }
    return Array.from({ length: count }, (_, each) => first + each)
  }

  get series(): readonly Series[] {
    this.read ??= this.reads.map((read) => read())
    return this.read
  }
}

function powerOfTwoBelow(value: number): number {
  return value > 0 ? 2 ** Math.floor(Math.log2(value)) : 1
}

/** Reads a field between two times of the video's clock, and one more record on each side. */
function readSeries(
  { track, matching }: TrackEntry,
  field: string,
  fromMs: number,
  toMs: number,
  bucketMs: number,
): Series {
  const [from, to] = recordsDuring(track, matching, fromMs, toMs)
  // There is a gap between two records if a frame between them may match neither.
  const { timesMs, columns } = withGaps(
    {
      timesMs: track.timesMs.subarray(from, to),
      columns: [readColumn(track, field, from, to)],
    },
    longestStretchMs(matching),
  )
  const [values] = columns as [Float64Array]
  const snapshotsMs = timesMs.map((timeMs) => snapshotTimeMs(timeMs, matching))
  let series = thinSeries(snapshotsMs, values, bucketMs)
  for (let widerMs = 2 * bucketMs; series.timesMs.length > MOST_SERIES_POINTS; widerMs *= 2) {
    series = thinSeries(snapshotsMs, values, widerMs)
  }
  return series
}
