import type { Calibration } from './camera.ts'
import { parseIsoTime, viewerTimeZone } from './clock.ts'
import { defaultSensorConfig, isVideoFormat } from './config.ts'
import type {
  OutputConfig,
  OverlayConfig,
  RendererConfig,
  SensorConfig,
  VideoFormat,
} from './config.ts'
import { parseCoordinate } from './coordinate.ts'
import { OverlaneError, placeInFile, problem } from './errors.ts'
import type { Problem } from './errors.ts'
import { parsePattern } from './frame-pattern.ts'
import { extensionOf, IMAGE_EXTENSIONS } from './image-format.ts'
import type { EncodedFormat } from './image-format.ts'
import { matchSample } from './match.ts'
import type { MatchedSample, MatchResult } from './match.ts'
import { closestName } from './options.ts'
import { readingOf } from './reading.ts'
import type { FrameEntry, Recording, SensorTrack } from './recording.ts'
import { renderers } from './renderers/index.ts'
import type { RendererOptions, RendererType } from './renderers/index.ts'

/** One renderer of a job: its options and the record that was matched for it. */
export type Layer = {
  [Type in RendererType]: {
    type: Type
    options: RendererOptions<Type>
    sample: MatchedSample | null
  }
}[RendererType]

/** All that is needed to draw one frame, as plain data. */
export interface FrameJob {
  frameIndex: number
  timestampMs: number
  /** File name inside the frames folder; null where the frame is missing. */
  sourceName: string | null
  outputName: string
  /** IANA name. */
  timeZone: string
  calibration: Calibration | null
  layers: Layer[]
}

export interface Movie {
  fileName: string
  container: VideoFormat
}

/** The frames of a run, in order. Jobs are made one by one, so that a plan of any length is small. */
export interface FramePlan {
  frames: readonly FrameEntry[]
  outputFormat: EncodedFormat
  /** The one file that all frames go into; null where each is a file of its own. */
  movie: Movie | null
  /** Names of the files that are written beside the frames and the report. */
  sideFiles: readonly string[]
  /** Everything that stands in the way of a run (`error`), and what it will not draw. */
  problems: Problem[]
  /** @param position into `frames` */
  jobAt(position: number): FrameJob
  outputNameAt(position: number): string
  /** What each of the recording's sensors matches at a frame, by sensor name. */
  matchesAt(position: number): Map<string, MatchResult>
}

export const TIMESTAMPS_FILE_NAME = 'timestamps.csv'

const EXTENSIONS: Record<EncodedFormat, string> = { png: '.png', jpeg: '.jpg', webp: '.webp' }

/**
 * Turns a recording and its overlay into jobs: the one place where logs are matched to frames.
 * A plan with problems of severity `error` can be looked at, but not rendered.
 */
export function planFrames(recording: Recording, config: OverlayConfig): FramePlan {
  const problems: Problem[] = []
  const timeZone = config.timeZone ?? viewerTimeZone()
  checkReading(recording, config, problems)
  const tracks = tracksByName(recording, config, problems)
  const drawn = config.renderers.filter((renderer, index) =>
    isDrawable(renderer, `renderers[${index}]`, recording, tracks, problems),
  )
  const { outputFormat, movie, nameOf } = planOutput(recording, config, problems)
  const frames = selectFrames(recording, config, timeZone, problems)

  const frameAt = (position: number): FrameEntry => {
    const frame = frames[position]
    if (!frame) throw new RangeError(`There is no frame at position ${position} of the plan.`)
    return frame
  }
  return {
    frames,
    outputFormat,
    movie,
    sideFiles: config.output.timestamps ? [TIMESTAMPS_FILE_NAME] : [],
    problems: placeProblems(problems, recording, config),
    outputNameAt: (position) => nameOf(frameAt(position)),
    jobAt(position) {
      const frame = frameAt(position)
      return {
        frameIndex: frame.frameIndex,
        timestampMs: frame.timestampMs,
        sourceName: frame.fileName,
        outputName: nameOf(frame),
        timeZone,
        calibration: recording.calibration,
        layers: drawn.map(({ type, sensor, options }) => {
          const matched = sensor === null ? null : matchTrack(tracks.get(sensor), frame)
          const sample = matched?.kind === 'match' ? matched.sample : null
          return { type, options, sample } as Layer
        }),
      }
    },
    matchesAt(position) {
      const frame = frameAt(position)
      return new Map(
        [...tracks].flatMap(([name, entry]) => {
          const matched = matchTrack(entry, frame)
          return matched ? [[name, matched]] : []
        }),
      )
    },
  }
}

/** What is wrong with an overlay as its file has it, with the file and the line. */
function placeProblems(
  problems: Problem[],
  { config: opened, configSource, projectFile, projectLineOf }: Recording,
  config: OverlayConfig,
): Problem[] {
  const isAsInFile = configSource === 'project-file' && config === opened
  if (!isAsInFile || projectFile === null || projectLineOf === null) return problems
  return problems.map((each) =>
    each.where.key === undefined ? each : placeInFile(each, projectFile, projectLineOf),
  )
}

/** Matching is true only where the logs were read as the configuration says. */
function checkReading(
  { readAs, sensors }: Recording,
  config: OverlayConfig,
  problems: Problem[],
): void {
  const hasLocalTimes = sensors.some(({ timeUnit }) => timeUnit === 'iso8601')
  if (
    readingOf(config) !== readAs.reading ||
    (hasLocalTimes && config.timeZone !== readAs.timeZone)
  ) {
    const message =
      'The folder was read by other settings (frames, pattern, times, time zone). Open it again with these.'
    problems.push(problem('error', 'config-invalid', message, { key: 'recording' }))
  }
}

interface TrackEntry {
  track: SensorTrack
  matching: SensorConfig
}

function matchTrack(entry: TrackEntry | undefined, frame: FrameEntry): MatchResult | null {
  return entry ? matchSample(entry.track, frame.timestampMs, entry.matching) : null
}

/** The tracks by the names renderers use: those of the project file, then the logs' own. */
function tracksByName(
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

function isDrawable(
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
  if (recording.frameFolder) {
    for (const axis of ['x', 'y'] as const) {
      const key = `${path}.position.${axis}`
      try {
        parseCoordinate(options.position[axis], key)(recording.frameFolder)
      } catch (thrown) {
        problems.push(OverlaneError.from(thrown, 'config-invalid', { key }).toProblem())
      }
    }
  }
  return problems.length === before
}

/** The frames whose time is in the range, both ends included. */
function selectFrames(
  recording: Recording,
  config: OverlayConfig,
  timeZone: string,
  problems: Problem[],
): readonly FrameEntry[] {
  const bound = (name: 'startTime' | 'endTime', key: string, open: number): number => {
    const value = config.range[name]
    if (value === null) return open
    const timeMs = typeof value === 'number' ? value : parseIsoTime(value, timeZone)
    if (timeMs !== null) return timeMs
    problems.push(
      problem(
        'error',
        'config-invalid',
        `${key}: "${value}" is not a time. Use a number of ms or ISO 8601, such as 2025-10-27T08:30:10.`,
        { key },
      ),
    )
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
    const message = `range: ${reason}; the recording runs from ${firstMs} to ${lastMs} ms.`
    problems.push(problem('error', 'range-empty', message, { key: 'range' }))
  }
  return frames
}

function planOutput(
  recording: Recording,
  { output }: OverlayConfig,
  problems: Problem[],
): {
  outputFormat: EncodedFormat
  movie: Movie | null
  nameOf: (frame: FrameEntry) => string
} {
  const inputFormat = recording.frameFolder?.format ?? 'png'
  const isEncodable = inputFormat !== 'avif' && inputFormat !== 'bmp'
  const isTransparent = output.content === 'overlay'
  const sameFormat = isEncodable && !(isTransparent && inputFormat === 'jpeg') ? inputFormat : 'png'
  const { format } = output
  if (isVideoFormat(format)) return planMovie(recording, output, format, problems)
  const outputFormat = format === 'same' ? sameFormat : format
  if (isTransparent && outputFormat === 'jpeg') {
    const message =
      'output.format: JPEG has no transparency, which an overlay by itself needs. Choose png or webp.'
    problems.push(problem('error', 'output-invalid', message, { key: 'output.format' }))
  }
  if (output.format === 'same' && !isEncodable) {
    problems.push(
      problem(
        'warning',
        'output-invalid',
        `output.format: browsers cannot write ${inputFormat.toUpperCase()}, so the frames are written as PNG.`,
        { key: 'output.format' },
      ),
    )
  }
  const withExtension = (fileName: string): string => {
    const extension = extensionOf(fileName)
    const format = IMAGE_EXTENSIONS[extension]
    if (format === outputFormat) return fileName
    return (format ? fileName.slice(0, -extension.length) : fileName) + EXTENSIONS[outputFormat]
  }
  const inputPattern = recording.frameFolder?.pattern ?? null
  const patternText = output.pattern ?? inputPattern
  if (patternText === null)
    return { outputFormat, movie: null, nameOf: (frame) => String(frame.frameIndex) }
  try {
    const pattern = parsePattern(patternText, 'output.pattern')
    return {
      outputFormat,
      movie: null,
      nameOf: (frame) => withExtension(pattern.format(frame.frameIndex)),
    }
  } catch (thrown) {
    problems.push(OverlaneError.from(thrown, 'config-invalid').toProblem())
    return { outputFormat, movie: null, nameOf: (frame) => String(frame.frameIndex) }
  }
}

/** All frames in one file: named by the pattern, else after the recording. */
function planMovie(
  recording: Recording,
  { pattern, content }: OutputConfig,
  container: Movie['container'],
  problems: Problem[],
): ReturnType<typeof planOutput> {
  const source = recording.frameFolder?.video?.path.split('/').at(-1) ?? recording.name
  const ending = `.${container}`
  const base =
    pattern ?? `${source.replace(/\.[^.]+$/, '')}-${content === 'frames' ? 'copy' : 'overlay'}`
  const fileName = base.toLowerCase().endsWith(ending) ? base : base + ending
  if (/[/\\{}]/.test(fileName)) {
    const message = `output.pattern: "${base}" is not the name of one file, which a video is.`
    problems.push(problem('error', 'config-invalid', message, { key: 'output.pattern' }))
  }
  return { outputFormat: 'png', movie: { fileName, container }, nameOf: () => fileName }
}
