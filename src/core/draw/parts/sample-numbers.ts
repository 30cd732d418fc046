import { numberAt } from '../../plain-object.ts'
import type { SensorTrack } from '../../recording/recording.ts'
import { sampleRecords } from '../../recording/sample-records.ts'

/** Some numbers of a field, spread over the whole log. */
export function sampleNumbers(track: SensorTrack, field: string): number[] {
  return Array.from(sampleRecords(track), (record) => numberAt(record, field)).filter(
    (found) => found !== null,
  )
}
