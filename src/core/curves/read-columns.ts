import { readPath } from '../plain-object.ts'
import type { SensorTrack } from '../recording/recording.ts'

/** What takes the values of one field of a log, record by record. */
export interface FieldReader {
  take(value: unknown): void
}

/** Enough records for a millisecond of work. */
const PIECE = 256

/**
 * Reads fields of all records of a log, in pieces: it yields after every few hundred records, so that
 * a page can do other things between them. All fields are taken from a record that is read once.
 * @param readers by field: a key or a dotted path
 */
export function* readColumns(
  track: Pick<SensorTrack, 'timesMs' | 'recordAt'>,
  readers: ReadonlyMap<string, FieldReader>,
): Generator<void, void, void> {
  const recordCount = track.timesMs.length
  for (let start = 0; start < recordCount; start += PIECE) {
    const end = Math.min(start + PIECE, recordCount)
    for (let index = start; index < end; index++) {
      const record = track.recordAt(index)
      for (const [field, reader] of readers) reader.take(readPath(record, field))
    }
    yield
  }
}
