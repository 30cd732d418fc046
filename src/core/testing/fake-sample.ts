import type { SensorRecord } from '../recording/recording.ts'
import type { MatchedSample } from '../time/match.ts'

/** A record that matched at its own time. */
export function fakeSample(record: SensorRecord, timeMs = 0): MatchedSample {
  return { record, recordTimeMs: timeMs, snapshotTimeMs: timeMs, alignedTimeMs: timeMs }
}
