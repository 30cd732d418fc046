import { formatMs } from '../../time/clock.ts'
import type { MatchedSample } from '../../time/match.ts'

/** `[Data: 1761525010250 | Snap: 1761525010400]`: the record's time and the frame's, in ms. */
export function dataLine({ recordTimeMs, snapshotTimeMs }: MatchedSample): string {
  return `[Data: ${formatMs(recordTimeMs)} | Snap: ${formatMs(snapshotTimeMs)}]`
}
