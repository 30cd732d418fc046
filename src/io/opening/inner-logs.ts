import type { FrameEntry, SensorTrack } from '../../core/recording/recording.ts'
import { toTrack, trackName } from '../logs/sensor-track.ts'
import type { OpenVideo } from '../video/video-file.ts'
import type { Opening } from './opening.ts'
import type { Reader } from './reader.ts'

/**
 * The sensors that a camera wrote into the video itself. Their times are on the video's clock. If the
 * frames have other times, the sensors are moved so that both clocks agree at the first frame.
 */
export async function readInnerLogs(
  { file: video, info: { path }, timesMs }: OpenVideo,
  [first]: readonly FrameEntry[],
  reader: Reader,
  { problems }: Opening,
): Promise<SensorTrack[]> {
  const telemetry = await reader.readTelemetry(video, path)
  problems.push(...telemetry.problems)
  const shiftMs = first ? first.timestampMs - (timesMs[first.frameIndex] ?? 0) : 0
  const tracks: SensorTrack[] = []
  for (const { file, text } of telemetry.logs) {
    const options = { file, timeColumn: null, timeUnit: 'ms', timeZone: 'UTC' } as const
    const parsed = await reader.readSensor(new File([text], file), options)
    problems.push(...parsed.problems)
    tracks.push({
      ...toTrack(parsed, file),
      name: trackName(file.slice(path.length + 1)),
      timesMs: parsed.timesMs.map((timeMs) => timeMs + shiftMs),
    })
  }
  return tracks
}
