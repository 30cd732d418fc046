import { problem } from '../../../core/errors.ts'
import type { Problem } from '../../../core/errors.ts'
import type { FrameEntry, SensorTrack } from '../../../core/recording/recording.ts'
import { formatMilliseconds } from '../../../core/text/format-duration.ts'
import { trackRangeMs } from '../../../core/time/timeline.ts'
import { trackName } from '../../logs/records/sensor-track.ts'
import type { OpenVideo } from '../../video/video-file.ts'
import type { Opening } from '../opening.ts'
import { sensorConfigOf } from './find-sensors.ts'

/**
 * How far the clock of the frames is ahead of the video's own. It is 0 where the frames have the times
 * of the video.
 */
export function videoShiftMs(video: OpenVideo | null, [first]: readonly FrameEntry[]): number {
  return video && first ? first.timestampMs - (video.timesMs[first.frameIndex] ?? 0) : 0
}

/** A track whose times are those of the video, on the clock of the frames. */
export function moveTrack(track: SensorTrack, byMs: number): SensorTrack {
  return byMs === 0 ? track : { ...track, timesMs: track.timesMs.map((timeMs) => timeMs + byMs) }
}

/** If logs differ only in their file endings, their sensors keep the endings in their names. */
export function nameApart(tracks: SensorTrack[], problems: Problem[]): SensorTrack[] {
  const counts = new Map<string, number>()
  for (const { name } of tracks) counts.set(name, (counts.get(name) ?? 0) + 1)
  return tracks.map((track) => {
    if (counts.get(track.name) === 1) return track
    const { file, name } = track
    const whole = file + name.slice(trackName(file).length)
    const fault = `has the name of another log; its sensor is called "${whole}".`
    problems.push(problem('info', 'sensor-invalid', { subject: file, fault }, { file }))
    return { ...track, name: whole }
  })
}

/** Warns of logs that share no time with the video. Most often they have another clock. */
export function checkCoverage(
  sensors: readonly SensorTrack[],
  frames: readonly FrameEntry[],
  { config, problems }: Opening,
): void {
  if (frames.length === 0) return
  const firstMs = frames.reduce((least, { timestampMs }) => Math.min(least, timestampMs), Infinity)
  const lastMs = frames.reduce((most, { timestampMs }) => Math.max(most, timestampMs), -Infinity)
  for (const track of sensors) {
    const matching = sensorConfigOf(track.file, track.name, config)
    const range = trackRangeMs({ track, matching })
    if (!range || (range[0] <= lastMs && range[1] >= firstMs)) continue
    const gap =
      range[1] < firstMs
        ? `it ends ${formatMilliseconds(firstMs - range[1])} before the first frame`
        : `it begins ${formatMilliseconds(range[0] - lastMs)} after the last frame`
    const told = {
      subject: track.file,
      fault: `covers none of the video: ${gap}.`,
      remedy: 'Check the time columns, or set an offset.',
    }
    problems.push(problem('warning', 'sensor-coverage', told, { file: track.file }))
  }
}
