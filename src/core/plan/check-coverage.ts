import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { formatMilliseconds } from '../text/format-duration.ts'
import { trackRangeMs } from '../time/timeline.ts'
import type { SensorTrack } from '../recording/recording.ts'
import type { MatchedTrack } from '../time/timeline.ts'

/**
 * Warns of logs that share no time with the video. Most often they have another clock.
 * @param rangeMs the times of the first and the last frame
 */
export function checkCoverage(
  tracks: readonly MatchedTrack<SensorTrack>[],
  [firstMs, lastMs]: readonly [number, number],
): Problem[] {
  return tracks.flatMap((matched) => {
    const range = trackRangeMs(matched)
    if (!range || (range[0] <= lastMs && range[1] >= firstMs)) return []
    const gap =
      range[1] < firstMs
        ? `it ends ${formatMilliseconds(firstMs - range[1])} before the first frame`
        : `it begins ${formatMilliseconds(range[0] - lastMs)} after the last frame`
    const { file } = matched.track
    const told = {
      subject: file,
      fault: `covers none of the video: ${gap}.`,
      remedy: 'Check the time columns, or set an offset.',
    }
    return [problem('warning', 'sensor-coverage', told, { file })]
  })
}
