import type { SensorRecord, SensorTrack } from './recording.ts'

/** Enough to see what a log holds. */
const SAMPLE_COUNT = 200

/** Some records that are spread over the whole log, in order; all of them if the log is short. */
export function* sampleRecords(track: SensorTrack): Generator<SensorRecord> {
  const recordCount = track.timesMs.length
  const step = Math.max(1, recordCount / SAMPLE_COUNT)
  for (let position = 0; position < recordCount; position += step) {
    yield track.recordAt(Math.floor(position))
  }
}
