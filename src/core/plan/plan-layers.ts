import { parseCoordinate } from '../config/coordinate.ts'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import type { SensorConfig } from '../config/sensor-specs.ts'
import { renderers } from '../draw/renderers/index.ts'
import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { FrameEntry, Recording, SensorTrack } from '../recording/recording.ts'
import { closestName } from '../text/closest-name.ts'
import { matchSample } from '../time/match.ts'
import type { MatchResult } from '../time/match.ts'

interface TrackEntry {
  track: SensorTrack
  matching: SensorConfig
}

export function matchTrack(entry: TrackEntry | undefined, frame: FrameEntry): MatchResult | null {
  return entry ? matchSample(entry.track, frame.timestampMs, entry.matching) : null
}

/** The tracks by the names renderers use: those of the project file, then the logs' own. */
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
    const file = matching.file
    const track = recording.sensors.find((candidate) =>
      file === null ? candidate.name === name : candidate.file === file,
    )
    if (track) {
      tracks.set(name, { track, matching })
      continue
    }
    const closest = closestName(
      file ?? name,
      recording.sensors.map((each) => (file === null ? each.name : each.file)),
    )
    const hint = closest ? ` Did you mean "${closest}"?` : ''
    problems.push(
      problem(
        'error',
        'sensor-unknown',
        `sensors.${name}: there is no usable log ${file ?? `${name}.jsonl or ${name}.csv`} in the recording.${hint}`,
        { key: `sensors.${name}` },
      ),
    )
  }
  return tracks
}

export function isDrawable(
  { type, sensor, options }: RendererConfig,
  path: string,
  recording: Recording,
  tracks: Map<string, TrackEntry>,
  problems: Problem[],
): boolean {
  const before = problems.length
  const { needsSensor, needsCalibration } = renderers[type]
  const fail = (code: 'sensor-unknown' | 'calibration-invalid', message: string, key: string) =>
    problems.push(problem('error', code, message, { key }))
  if (needsSensor && sensor === null) {
    fail(
      'sensor-unknown',
      `${path}: the renderer "${type}" needs a sensor. Choose one.`,
      `${path}.sensor`,
    )
  } else if (sensor !== null && !tracks.has(sensor)) {
    const known = [...tracks.keys()]
    const closest = closestName(sensor, known)
    const hint = closest
      ? `Did you mean "${closest}"?`
      : known.length > 0
        ? `The recording has ${known.join(', ')}.`
        : 'The recording has no sensor logs.'
    fail(
      'sensor-unknown',
      `${path}.sensor: the renderer "${type}" names the sensor "${sensor}", which is not there. ${hint}`,
      `${path}.sensor`,
    )
  }
  const track = sensor === null ? undefined : tracks.get(sensor)?.track
  const field = type === 'speed' ? options.field : type === 'targets' ? 'targets' : null
  const fields = track?.fields.map(({ name }) => name) ?? []
  if (track && field !== null && fields.length > 0 && !fields.includes(field)) {
    const closest = closestName(field, fields)
    const hint = closest ? `Did you mean "${closest}"?` : `It has ${fields.join(', ')}.`
    const key = type === 'speed' ? `${path}.field` : `${path}.sensor`
    fail('sensor-unknown', `${key}: ${track.file} has no field "${field}". ${hint}`, key)
  }
  if (needsCalibration && !recording.calibration) {
    fail(
      'calibration-invalid',
      `${path}: the renderer "${type}" needs a camera calibration, and the recording has none that can be read.`,
      path,
    )
  }
  if (recording.source) {
    for (const axis of ['x', 'y'] as const) {
      const key = `${path}.position.${axis}`
      try {
        parseCoordinate(options.position[axis], key)(recording.source)
      } catch (thrown) {
        problems.push(OverlaneError.from(thrown, 'config-invalid', { key }).toProblem())
      }
    }
  }
  return problems.length === before
}
