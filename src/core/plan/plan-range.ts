import type { OverlayConfig } from '../config/overlay-config.ts'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { FrameEntry, Recording } from '../recording/recording.ts'
import { notATime, parseIsoTime } from '../time/clock.ts'

/** Selects the frames whose time is in the range, both ends included. */
export function selectFrames(
  recording: Recording,
  config: OverlayConfig,
  timeZone: string,
  problems: Problem[],
): readonly FrameEntry[] {
  const bound = (name: 'startTime' | 'endTime', key: string, open: number): number => {
    const value = config.range[name]
    if (value === null) return open
    if (typeof value === 'number') return value
    const timeMs = parseIsoTime(value, timeZone)
    if (timeMs !== null) return timeMs
    problems.push(problem('error', 'config-invalid', notATime(key, value), { key }))
    return open
  }
  const startMs = bound('startTime', 'range.start_time', -Infinity)
  const endMs = bound('endTime', 'range.end_time', Infinity)
  if (startMs === -Infinity && endMs === Infinity) return recording.frames
  const frames = recording.frames.filter(
    ({ timestampMs }) => timestampMs >= startMs && timestampMs <= endMs,
  )
  if (frames.length === 0 && recording.frames.length > 0) {
    const { startTime, endTime } = config.range
    const reason =
      startMs > endMs
        ? `the start ${startTime ?? ''} lies after the end ${endTime ?? ''}`
        : `no frame has a time from ${startTime ?? 'the start'} to ${endTime ?? 'the end'}`
    const [firstMs, lastMs] = recording.timing?.rangeMs ?? ['?', '?']
    const fault = `${reason}; the recording runs from ${firstMs} to ${lastMs} ms.`
    problems.push(problem('error', 'range-empty', { subject: 'range', fault }, { key: 'range' }))
  }
  return frames
}
