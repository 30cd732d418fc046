import { parseCoordinate } from '../config/coordinate.ts'
import { defaultSensorConfig } from '../config/overlay-config.ts'
import type { OverlayConfig, RendererConfig } from '../config/overlay-config.ts'
import type { SensorConfig } from '../config/sensor-specs.ts'
import { renderers } from '../draw/renderers/index.ts'
import { OverlaneError, problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { Told } from '../problem-text.ts'
import type { FrameEntry, Recording, SensorTrack } from '../recording/recording.ts'
import { didYouMean } from '../text/did-you-mean.ts'
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
    const key = `sensors.${name}`
    const fault = `there is no usable log ${file ?? `${name}.jsonl or ${name}.csv`} in the recording.`
    const known = recording.sensors.map((each) => (file === null ? each.name : each.file))
    const remedy = didYouMean(file ?? name, known, null)
    problems.push(problem('error', 'sensor-unknown', { subject: key, fault, remedy }, { key }))
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
  const fail = (code: 'sensor-unknown' | 'calibration-invalid', told: Told, key: string) =>
    problems.push(problem('error', code, told, { key }))
  if (needsSensor && sensor === null) {
    const fault = `the renderer "${type}" needs a sensor.`
    fail('sensor-unknown', { subject: path, fault, remedy: 'Choose one.' }, `${path}.sensor`)
  } else if (sensor !== null && !tracks.has(sensor)) {
    const known = [...tracks.keys()]
    const key = `${path}.sensor`
    const fault = `the renderer "${type}" names the sensor "${sensor}", which is not there.`
    const otherwise =
      known.length > 0
        ? `The recording has ${known.join(', ')}.`
        : 'The recording has no sensor logs.'
    const remedy = didYouMean(sensor, known, otherwise)
    fail('sensor-unknown', { subject: key, fault, remedy }, key)
  }
  const track = sensor === null ? undefined : tracks.get(sensor)?.track
  const field = type === 'speed' ? options.field : type === 'targets' ? 'targets' : null
  const fields = track?.fields.map(({ name }) => name) ?? []
  if (track && field !== null && fields.length > 0 && !fields.includes(field)) {
    const key = type === 'speed' ? `${path}.field` : `${path}.sensor`
    const fault = `${track.file} has no field "${field}".`
    const remedy = didYouMean(field, fields, `It has ${fields.join(', ')}.`)
    fail('sensor-unknown', { subject: key, fault, remedy }, key)
  }
  if (needsCalibration && !recording.calibration) {
    const fault = `the renderer "${type}" needs a camera calibration, and the recording has none that can be read.`
    fail('calibration-invalid', { subject: path, fault }, path)
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
