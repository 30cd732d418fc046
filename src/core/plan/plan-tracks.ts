import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { OverlayConfig } from '../config/overlay-config.ts'
import type { SensorConfig } from '../config/sensor-config.ts'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { FrameEntry, Recording, SensorTrack } from '../recording/recording.ts'
import { didYouMean } from '../text/did-you-mean.ts'
import { matchSample } from '../time/match.ts'
import type { MatchResult } from '../time/match.ts'

/** A log, and how its records are matched. */
export interface TrackEntry {
  track: SensorTrack
  matching: SensorConfig
}

/** The file of a sensor that has no log: what shows it, shows that there is no value. */
export const NO_LOG = 'none'

function withoutRecords(name: string): SensorTrack {
  return {
    name,
    label: name,
    isMinor: false,
    file: NO_LOG,
    timesMs: new Float64Array(),
    recordAt: () => ({}),
    lineAt: () => 0,
    fields: [],
    hasAllFields: true,
    lastValues: new Map(),
    firstRecords: [],
    recordsPerSecond: 0,
    timeColumn: 'timestamp_ms',
    timeUnit: 'ms',
    columns: [],
  }
}

/** Finds the log of a sensor of the configuration. */
export function findTrack(
  name: string,
  { file }: Pick<SensorConfig, 'file'>,
  tracks: readonly SensorTrack[],
): SensorTrack | undefined {
  return tracks.find((track) => (file === null ? track.name === name : track.file === file))
}

/** All tracks by sensor name. A name in the configuration takes precedence over a log's own name. */
export function tracksByName(
  recording: Recording,
  config: OverlayConfig,
  problems: Problem[],
): Map<string, TrackEntry> {
  const tracks = new Map<string, TrackEntry>()
  for (const track of recording.sensors) {
    tracks.set(track.name, { track, matching: defaultSensorConfig() })
  }
  for (const [name, matching] of Object.entries(config.sensors)) {
    const { file } = matching
    const track =
      file === NO_LOG ? withoutRecords(name) : findTrack(name, matching, recording.sensors)
    if (track) {
      tracks.set(name, { track, matching })
      continue
    }
    const key = `sensors.${name}`
    const fault = `there is no usable log ${file ?? `${name}.jsonl or ${name}.csv`} in the recording.`
    const known = recording.sensors.map((each) => (file === null ? each.name : each.file))
    const remedy = didYouMean(file ?? name, known, null)
    problems.push(problem('error', 'sensor-unknown', { subject: key, fault, remedy }, { key }))
  }
  return tracks
}

export function matchTrack(
  entry: TrackEntry | undefined,
  frame: Pick<FrameEntry, 'timestampMs'>,
): MatchResult | null {
  return entry ? matchSample(entry.track, frame.timestampMs, entry.matching) : null
}
