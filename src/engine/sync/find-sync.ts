import type { OverlayConfig } from '../../core/config/overlay-config.ts'
import { OverlaneError } from '../../core/errors.ts'
import { tracksByName } from '../../core/plan/plan-tracks.ts'
import { snapshotTimeMs } from '../../core/time/match.ts'
import { computeSync } from '../../core/sync/compute-sync.ts'
import type { ComputedSync, VideoSignal } from '../../core/sync/compute-sync.ts'
import { logQuantities, logSignals } from '../../core/sync/log-signals.ts'
import { medianIntervalMs } from '../../core/sync/signal.ts'
import type { SyncSource } from '../../core/sync/sync-source.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { MeasureOptions } from './measure-picture.ts'
import { measureSound } from './measure-sound.ts'
import { measureForSync } from './measure-stretches.ts'

export interface FindSyncOptions extends MeasureOptions {
  recording: RecordingFolder
  config: OverlayConfig
  /** The name of the sensor that is to be laid against the video. */
  sensor: string
  by: SyncSource
}

/**
 * Finds where a log lies on the video's clock by what both tell of the motion. Nothing is changed.
 * @throws OverlaneError `sensor-unknown`, `no-frames`, `video-unsupported`; the signal's reason when it
 * is aborted
 */
export async function findSync(options: FindSyncOptions): Promise<ComputedSync> {
  const { recording, config, sensor, by } = options
  const entry = tracksByName(recording, config, []).get(sensor)
  if (!entry) {
    const names = recording.sensors.map(({ name }) => name).join(', ')
    const fault = `There is no sensor ${sensor}. The recording has: ${names || 'none'}.`
    throw new OverlaneError('sensor-unknown', fault)
  }
  const video =
    by === 'picture'
      ? await pictureSignals(options)
      : by === 'sound'
        ? await soundSignals(options)
        : otherLogs(options, entry.track.file)
  return computeSync(video, logSignals(entry.track))
}

/** The source that tells most: a log of the video, else the picture. */
export function bestSource({
  recording,
  config,
  sensor,
}: Pick<FindSyncOptions, 'recording' | 'config' | 'sensor'>): SyncSource {
  const track = tracksByName(recording, config, []).get(sensor)?.track
  if (!track) return 'picture'
  const quantities = logQuantities(track)
  const ofVideo = ownLogs(recording, track.file).flatMap((each) => logQuantities(each))
  return ofVideo.some((quantity) => quantities.includes(quantity)) ? 'log' : 'picture'
}

async function pictureSignals(options: FindSyncOptions): Promise<VideoSignal[]> {
  const { turn, tilt, motion, roads } = await measureForSync(options.recording, options)
  const signals: VideoSignal[] = [
    { quantity: 'turn', name: 'the turn of the picture', signal: turn, isIndirect: false },
    { quantity: 'turn', name: 'the tilt of the picture', signal: tilt, isIndirect: false },
    ...roads.map((signal) => ({
      quantity: 'speed' as const,
      name: 'the flow of the road',
      signal,
      isIndirect: false,
      isRough: true,
    })),
    { quantity: 'speed', name: 'the motion in the picture', signal: motion, isIndirect: true },
    { quantity: 'shake', name: 'the motion in the picture', signal: motion, isIndirect: true },
  ]
  const takenWithinMs = medianIntervalMs(motion.timesMs)
  return signals.map((each) => ({ ...each, takenWithinMs }))
}

async function soundSignals({ recording, ...options }: FindSyncOptions): Promise<VideoSignal[]> {
  const { signal: abort, onProgress } = options
  const frameCount = recording.frames.length
  const loudness = await measureSound(recording, {
    ...(abort && { signal: abort }),
    onProgress: (share) => onProgress?.(Math.round(share * frameCount), frameCount),
  })
  // A vibration is measured as an amplitude. Decibels would make the tail of each knock longer.
  const signal = { ...loudness, values: loudness.values.map((db) => 10 ** (db / 20)) }
  const name = 'the loudness'
  return [
    { quantity: 'shake', name, signal, isIndirect: true },
    { quantity: 'speed', name, signal, isIndirect: true },
  ]
}

/** The logs inside the video; without any, all others, as they lie now. */
function otherLogs({ recording, config }: FindSyncOptions, file: string): VideoSignal[] {
  const own = ownLogs(recording, file)
  const names = own.map(({ name }) => name)
  const entries = [...tracksByName(recording, config, [])].filter(([name, { track }]) =>
    names.length > 0 ? names.includes(name) : track.file !== file,
  )
  return entries.flatMap(([name, { track, matching }]) =>
    logSignals(track).map(({ quantity, field, signal }) => ({
      quantity,
      name: `${name} ${field}`,
      signal: {
        ...signal,
        timesMs: signal.timesMs.map((timeMs) => snapshotTimeMs(timeMs, matching)),
      },
      isIndirect: false,
    })),
  )
}

function ownLogs({ source, sensors }: RecordingFolder, file: string): RecordingFolder['sensors'] {
  if (source?.kind !== 'video') return []
  return sensors.filter((each) => each.file.startsWith(`${source.path}/`) && each.file !== file)
}
