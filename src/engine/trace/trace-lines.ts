import { serializeSyncPoints } from '../../core/config/sensor-config.ts'
import type { FrameEntry } from '../../core/recording/recording.ts'
import type { MatchTrace, TracedMatch } from './match-trace.ts'

/** The version of the format. */
const VERSION = 1

/** The first line: how the records of each log are chosen. */
export function traceHeader({ sensors }: MatchTrace): string {
  const chosen = Array.from(sensors, ([sensor, { track, matching }]) => {
    const { strategy, timeOffsetMs, timeScale, syncPoints, toleranceMs } = matching
    const keys = {
      file: track.file,
      strategy,
      ...(syncPoints.length > 0
        ? { sync_points: serializeSyncPoints(syncPoints) }
        : { time_offset_ms: timeOffsetMs, time_scale: timeScale }),
      tolerance_ms: toleranceMs,
    }
    return [sensor, keys] as const
  })
  return toLine({ overlane_trace: VERSION, sensors: Object.fromEntries(chosen) })
}

/** The line of a frame. */
export function traceLine(trace: MatchTrace, frame: FrameEntry): string {
  const matches = trace
    .matchesAt(frame)
    .map(([sensor, match]) => [sensor, matchKeys(match)] as const)
  return toLine({
    frame: frame.frameIndex,
    time_ms: frame.timestampMs,
    sensors: Object.fromEntries(matches),
  })
}

/**
 * The line of a frame that was kept of a run with other inputs or settings: what it shows is not
 * known.
 */
export function unknownLine({ frameIndex, timestampMs }: FrameEntry): string {
  return toLine({ frame: frameIndex, time_ms: timestampMs, unknown: UNKNOWN })
}

const UNKNOWN = 'kept of a run with other inputs or settings'

function matchKeys({
  alignedTimeMs,
  records,
  reason,
  nearestDistanceMs,
}: TracedMatch): Record<string, unknown> {
  if (reason !== null) {
    return { aligned_time_ms: alignedTimeMs, none: reason, nearest_ms: nearestDistanceMs }
  }
  return {
    aligned_time_ms: alignedTimeMs,
    records: records.map(({ file, line, timeMs, distanceMs }) => ({
      file,
      line,
      time_ms: timeMs,
      distance_ms: distanceMs,
    })),
  }
}

function toLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
