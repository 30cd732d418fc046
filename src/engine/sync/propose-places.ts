import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { tracksByName } from '../../core/plan/plan-tracks.ts'
import { numberAt } from '../../core/plain-object.ts'
import type { SensorTrack } from '../../core/recording/recording.ts'
import { proposeSync } from '../../core/sync/propose-sync.ts'
import type { SyncProposal } from '../../core/sync/propose-sync.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { readCreationMs } from '../../io/video/creation-time.ts'

/** From 1 January 2000, as the GPS of cameras counts days. */
const CAMERA_EPOCH_MS = 946_684_800_000
const DAY_MS = 86_400_000

/**
 * Places for a log by its times, those of the frames, and those that the video's file and its GPS say;
 * the most credible first. Empty without frames, records or such a sensor.
 */
export async function proposePlaces(
  recording: RecordingFolder,
  config: OverlayConfig,
  sensor: string,
): Promise<SyncProposal[]> {
  const track = tracksByName(recording, config, []).get(sensor)?.track
  const [first, last] = [track?.timesMs[0], track?.timesMs[track.timesMs.length - 1]]
  const { timing, video } = recording
  if (!timing || first === undefined || last === undefined) return []
  return proposeSync({
    videoMs: timing.rangeMs,
    logMs: [first, last],
    creationMs: video ? await readCreationMs(video.file) : null,
    gpsMs: gpsStartMs(recording),
  })
}

/** When the video began, by the first record of its own GPS; null without one. */
function gpsStartMs({ source, sensors, timing }: RecordingFolder): number | null {
  if (source?.kind !== 'video' || !timing) return null
  for (const track of sensors.filter(({ file }) => file.startsWith(`${source.path}/`))) {
    const utcMs = firstUtcMs(track)
    const firstMs = track.timesMs[0]
    if (utcMs !== null && firstMs !== undefined) return utcMs - (firstMs - timing.rangeMs[0])
  }
  return null
}

function firstUtcMs(track: SensorTrack): number | null {
  if (track.timesMs.length === 0) return null
  const first = track.recordAt(0)
  const valueOf = (field: string): number => numberAt(first, field) ?? NaN
  const days = valueOf('days_since_2000')
  const seconds = valueOf('time_of_day_s')
  if (Number.isFinite(days + seconds)) return CAMERA_EPOCH_MS + days * DAY_MS + seconds * 1000
  const unixS = valueOf('gps_time_s')
  return Number.isFinite(unixS) && unixS > 0 ? unixS * 1000 : null
}
