import { problem } from '../../../core/errors.ts'
import type { Problem } from '../../../core/errors.ts'
import type { FrameEntry, SensorTrack } from '../../../core/recording/recording.ts'
import { trackName } from '../../logs/records/sensor-track.ts'
import type { OpenVideo } from '../../video/video-file.ts'

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
