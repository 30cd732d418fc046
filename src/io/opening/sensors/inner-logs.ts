import type { SensorTrack } from '../../../core/recording/recording.ts'
import { toTrack, trackName } from '../../logs/records/sensor-track.ts'
import type { OpenVideo } from '../../video/video-file.ts'
import type { Opening } from '../opening.ts'
import type { Reader } from '../reader.ts'

/**
 * The sensors that a camera wrote into the video itself. Their times are on the video's clock.
 */
export async function readInnerLogs(
  { file: video, info: { path } }: OpenVideo,
  reader: Reader,
  { problems }: Opening,
): Promise<SensorTrack[]> {
  const telemetry = await reader.readTelemetry(video, path)
  problems.push(...telemetry.problems)
  const tracks: SensorTrack[] = []
  for (const { file, text, label, isMinor } of telemetry.logs) {
    const options = { file, timeColumn: null, timeUnit: 'ms', timeZone: 'UTC' } as const
    const parsed = await reader.readSensor(new File([text], file), options)
    problems.push(...parsed.problems)
    tracks.push({
      ...toTrack(parsed, file),
      columns: [],
      label,
      isMinor,
      name: trackName(file.slice(path.length + 1)),
    })
  }
  return tracks
}
