import { readPath } from '../../plain-object.ts'
import type { SensorTrack } from '../../recording/recording.ts'

/** Enough to see how large the numbers of a log are. */
const SAMPLE_COUNT = 200

/** Some numbers of a field, spread over the whole log. */
export function sampleNumbers(track: SensorTrack, field: string): number[] {
  const recordCount = track.timesMs.length
  const step = Math.max(1, recordCount / SAMPLE_COUNT)
  const numbers: number[] = []
  for (let position = 0; position < recordCount; position += step) {
    const found = readPath(track.recordAt(Math.floor(position)), field)
    if (typeof found === 'number' && Number.isFinite(found)) numbers.push(found)
  }
  return numbers
}
