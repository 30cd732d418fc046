import { numberAt } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'

/** The numbers of one field of a log, in the order of its records. */
interface FieldColumn {
  /** NaN if a record has no number. */
  values: Float64Array
  /** The records that were read so far: `from` included, `to` excluded. */
  from: number
  to: number
}

const columnsOf = new WeakMap<SensorTrack, Map<string, FieldColumn>>()

/**
 * Reads a field of the records `from` to `to` (excluded); NaN if a record has no number. The values
 * are kept with the track, so that no record is read twice although every edit makes a new plan.
 * @param field a key or a dotted path
 */
export function readColumn(
  track: SensorTrack,
  field: string,
  from: number,
  to: number,
): Float64Array {
  const columns = columnsOf.get(track) ?? new Map<string, FieldColumn>()
  columnsOf.set(track, columns)
  const column = columns.get(field) ?? {
    values: new Float64Array(track.timesMs.length),
    from,
    to: from,
  }
  columns.set(field, column)
  const read = (index: number): void => {
    column.values[index] = numberAt(track.recordAt(index), field) ?? NaN
  }
  while (column.from > from) read(--column.from)
  while (column.to < to) read(column.to++)
  return column.values.subarray(from, to)
}
