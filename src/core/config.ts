import { isTimeZone } from './clock.ts'
import { OverlaneError, problem } from './errors.ts'
import type { Problem } from './errors.ts'
import { STRATEGIES } from './match.ts'
import {
  addProblem,
  closestName,
  defaultOptions,
  describeValue,
  joinKey,
  parseOptions,
  readMapping,
  reportUnknownKeys,
  serializeOptions,
} from './options.ts'
import type { OptionSpecs, OptionValues } from './options.ts'
import { RENDERER_TYPES, renderers } from './renderers/index.ts'
import type { RendererOptions, RendererType } from './renderers/index.ts'

export const TIME_UNITS = ['ms', 's', 'us', 'ns', 'iso8601'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]

/** What is in the folder, where the file names do not tell. */
export const recordingSpecs = {
  frames: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'found by itself',
    label: 'Frames folder',
    help: 'Path inside the recording; "." is the recording itself.',
  },
  pattern: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'proposed from the files',
    label: 'File name pattern',
    help: 'Such as frame_{:06d}.png, {:d}.jpg or {}.png.',
  },
  timestamps: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'found by itself',
    label: 'Timestamps file',
  },
  frameRate: {
    kind: 'number',
    default: 30,
    min: 0.001,
    max: 100_000,
    unit: 'frames/s',
    label: 'Frame rate without timestamps',
  },
  calibration: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'found by itself',
    label: 'Calibration file',
  },
} as const satisfies OptionSpecs

/** How one sensor log is read and matched. */
export const sensorSpecs = {
  file: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'the log with the sensor’s name',
    label: 'File',
  },
  strategy: {
    kind: 'choice',
    choices: STRATEGIES,
    default: 'forward',
    label: 'Match',
    help: 'forward: the last record at or before the frame. backward: the first at or after it. nearest: the closer. linear: numbers interpolated between both.',
  },
  timeOffsetMs: {
    kind: 'number',
    default: 0,
    unit: 'ms',
    label: 'Offset',
    help: 'Positive moves the log later on the video’s clock.',
  },
  timeScale: {
    kind: 'number',
    default: 1,
    min: 1e-9,
    label: 'Clock scale',
    help: 'For clocks that drift: aligned = (frame − offset) × scale.',
  },
  toleranceMs: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'no limit',
    min: 0,
    unit: 'ms',
    label: 'Tolerance',
    help: 'A record further away than this is no match.',
  },
  timeColumn: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'timestamp_ms',
    label: 'Time column',
  },
  timeUnit: {
    kind: 'choice',
    choices: TIME_UNITS,
    default: 'ms',
    label: 'Time unit',
    help: 'Of the chosen time column.',
  },
} as const satisfies OptionSpecs

/** Which frames are rendered; both ends belong to it. */
export const rangeSpecs = {
  startTime: {
    kind: 'time',
    default: null,
    nullMeans: 'from the first frame',
    label: 'Start',
    help: 'A number of ms, or ISO 8601 text.',
  },
  endTime: {
    kind: 'time',
    default: null,
    nullMeans: 'to the last frame',
    label: 'End',
    help: 'A number of ms, or ISO 8601 text.',
  },
} as const satisfies OptionSpecs

export const OUTPUT_FORMATS = ['same', 'png', 'jpeg', 'webp', 'mp4', 'webm'] as const
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

/** Formats that make one video of all frames. */
export type VideoFormat = Extract<OutputFormat, 'mp4' | 'webm'>

export function isVideoFormat(format: OutputFormat): format is VideoFormat {
  return format === 'mp4' || format === 'webm'
}

export const WORKER_CHOICES = ['all_cores', 'leave_two_free', 'auto'] as const

export const VIDEO_CODECS = ['auto', 'h264', 'av1', 'vp9', 'vp8'] as const
export type VideoCodecChoice = (typeof VIDEO_CODECS)[number]

/** How a video is written. */
export const videoSpecs = {
  codec: {
    kind: 'choice',
    choices: VIDEO_CODECS,
    default: 'auto',
    label: 'Codec',
    help: 'auto: H.264 in MP4, VP9 in WebM.',
  },
  quality: {
    kind: 'number',
    default: 0.85,
    min: 0,
    max: 1,
    label: 'Quality',
    help: '0 to 1, where no bit rate is set. 0.85: about 8 Mbit/s of H.264 at 1080p.',
  },
  bitrateMbps: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'by the quality',
    min: 0.01,
    max: 1000,
    unit: 'Mbit/s',
    label: 'Bit rate',
  },
  frameRate: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'the recording’s own times',
    min: 0.001,
    max: 1000,
    unit: 'frames/s',
    label: 'Frame rate',
    help: 'Constant: frames follow each other evenly, whatever their times, and without sound.',
  },
  keyFrameIntervalS: {
    kind: 'number',
    default: 2,
    min: 0.001,
    max: 3600,
    unit: 's',
    label: 'Key frames every',
  },
  sound: {
    kind: 'boolean',
    default: true,
    label: 'Sound',
    help: 'Copied from the recording’s video as it is, where the container takes it.',
  },
  fastStart: {
    kind: 'boolean',
    default: false,
    label: 'Fast start',
    help: 'The table of contents of an MP4 first, so that it plays while it is downloaded.',
  },
} as const satisfies OptionSpecs

export type VideoConfig = OptionValues<typeof videoSpecs>

export const OUTPUT_CONTENTS = ['frames_with_overlay', 'frames', 'overlay'] as const
export type OutputContent = (typeof OUTPUT_CONTENTS)[number]

/** How frames are rendered and written. */
export const outputSpecs = {
  content: {
    kind: 'choice',
    choices: OUTPUT_CONTENTS,
    default: 'frames_with_overlay',
    label: 'Content',
    help: 'frames: without the overlay, as a video is split. overlay: without the frames, on transparent ground.',
  },
  video: { kind: 'group', options: videoSpecs, label: 'Video' },
  timestamps: {
    kind: 'boolean',
    default: false,
    label: 'Write timestamps.csv',
    help: 'The time of each frame, so that what is written is a recording of its own.',
  },
  format: {
    kind: 'choice',
    choices: OUTPUT_FORMATS,
    default: 'same',
    label: 'Format',
    help: 'same: as the input frames; those of a video as PNG. mp4, webm: one video.',
  },
  quality: {
    kind: 'number',
    default: 0.95,
    min: 0,
    max: 1,
    label: 'Quality',
    help: 'Of JPEG and WebP, 0 to 1.',
  },
  pattern: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'the input’s names',
    label: 'File name pattern',
  },
  mode: {
    kind: 'choice',
    choices: ['parallel', 'sequential'],
    default: 'parallel',
    label: 'Mode',
    help: 'sequential: one frame after another in one worker.',
  },
  numWorkers: {
    kind: 'number-or-choice',
    choices: WORKER_CHOICES,
    default: 'all_cores',
    min: 1,
    max: 256,
    integer: true,
    label: 'Workers',
    help: 'auto: as the first frames show; at most twice the cores.',
  },
  chunkSize: {
    kind: 'number-or-choice',
    choices: ['auto'],
    default: 1,
    min: 1,
    max: 1000,
    integer: true,
    unit: 'frames',
    label: 'Chunk',
    help: 'Frames handed to a worker at a time. auto: as the first frames show.',
  },
  memoryLimitMb: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'half of the memory',
    min: 1,
    unit: 'MB',
    label: 'Memory limit',
    help: 'Fewer workers are taken where frames of this size would need more.',
  },
} as const satisfies OptionSpecs

export type SensorConfig = OptionValues<typeof sensorSpecs>
export type RangeConfig = OptionValues<typeof rangeSpecs>
export type OutputConfig = OptionValues<typeof outputSpecs>

/** One overlay: its kind, the sensor it shows, its options. Later ones are drawn over earlier ones. */
export type RendererConfig = {
  [Type in RendererType]: { type: Type; sensor: string | null; options: RendererOptions<Type> }
}[RendererType]

/** All that `overlane.yaml` says. */
export interface OverlayConfig {
  /** IANA name; null is the viewer's own. */
  timeZone: string | null
  recording: OptionValues<typeof recordingSpecs>
  /** By sensor name. A log that is not listed is matched with the defaults. */
  sensors: Record<string, SensorConfig>
  renderers: RendererConfig[]
  range: RangeConfig
  output: OutputConfig
}

const SECTIONS = ['time_zone', 'recording', 'sensors', 'renderers', 'range', 'output']

/** A configuration with nothing drawn and every default. */
export function emptyConfig(): OverlayConfig {
  return parseConfig({})
}

/** The defaults of one sensor. */
export function defaultSensorConfig(): SensorConfig {
  return defaultOptions(sensorSpecs)
}

/** A renderer with its default options. */
export function defaultRendererConfig(type: RendererType, sensor: string | null): RendererConfig {
  return { type, sensor, options: defaultOptions(renderers[type].specs) } as RendererConfig
}

/**
 * Checks and completes what a project file says (its keys are snake_case).
 * @throws OverlaneError `config-invalid` or `config-unknown-key`, with every problem that was found
 */
export function parseConfig(source: unknown): OverlayConfig {
  const problems: Problem[] = []
  const given = readMapping(source, '', problems)
  reportUnknownKeys(given, SECTIONS, '', problems)
  const config: OverlayConfig = {
    timeZone: parseTimeZone(given.time_zone, problems),
    recording: parseOptions(recordingSpecs, given.recording, 'recording', problems),
    sensors: {},
    renderers: parseRenderers(given.renderers, problems),
    range: parseOptions(rangeSpecs, given.range, 'range', problems),
    output: parseOptions(outputSpecs, given.output, 'output', problems),
  }
  for (const [name, sensor] of Object.entries(readMapping(given.sensors, 'sensors', problems))) {
    config.sensors[name] = parseOptions(sensorSpecs, sensor, `sensors.${name}`, problems)
  }
  if (problems.length > 0) throw OverlaneError.fromProblems(problems)
  return config
}

function parseTimeZone(value: unknown, problems: Problem[]): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && isTimeZone(value)) return value
  addProblem(problems, 'time_zone', value, 'an IANA time zone, such as Europe/Berlin')
  return null
}

function parseRenderers(source: unknown, problems: Problem[]): RendererConfig[] {
  if (source === undefined || source === null) return []
  if (!Array.isArray(source)) {
    addProblem(problems, 'renderers', source, 'a list')
    return []
  }
  return source.flatMap((entry: unknown, index) => {
    const path = `renderers[${index}]`
    const given = readMapping(entry, path, problems)
    const type = RENDERER_TYPES.find((known) => known === given.type)
    if (!type) {
      const closest = closestName(String(given.type), RENDERER_TYPES)
      const hint = closest ? ` Did you mean "${closest}"?` : ''
      problems.push(
        problem(
          'error',
          'config-invalid',
          `${path}.type: ${describeValue(given.type)} is not one of ${RENDERER_TYPES.join(', ')}.${hint}`,
          { key: joinKey(path, 'type') },
        ),
      )
      return []
    }
    const sensor = given.sensor ?? null
    if (sensor !== null && typeof sensor !== 'string') {
      addProblem(problems, joinKey(path, 'sensor'), sensor, 'the name of a sensor')
    }
    const { specs } = renderers[type]
    return [
      {
        type,
        sensor: typeof sensor === 'string' ? sensor : null,
        options: parseOptions(specs, given, path, problems, ['type', 'sensor']),
      } as RendererConfig,
    ]
  })
}

/** What `overlane.yaml` says for a configuration: snake_case, defaults left out. */
export function serializeConfig(config: OverlayConfig): Record<string, unknown> {
  const sections: [string, Record<string, unknown> | unknown[]][] = [
    ['recording', serializeOptions(recordingSpecs, config.recording)],
    [
      'sensors',
      Object.fromEntries(
        Object.entries(config.sensors).map(([name, sensor]) => [
          name,
          serializeOptions(sensorSpecs, sensor),
        ]),
      ),
    ],
    [
      'renderers',
      config.renderers.map(({ type, sensor, options }) => ({
        type,
        ...(sensor === null ? {} : { sensor }),
        ...serializeOptions<OptionSpecs>(renderers[type].specs, options),
      })),
    ],
    ['range', serializeOptions(rangeSpecs, config.range)],
    ['output', serializeOptions(outputSpecs, config.output)],
  ]
  return {
    ...(config.timeZone === null ? {} : { time_zone: config.timeZone }),
    ...Object.fromEntries(sections.filter(([, section]) => Object.keys(section).length > 0)),
  }
}
