import type { OptionSpecs, OptionValues } from './option-specs.ts'

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

/** Of JPEG and WebP where no number was chosen and the frame has no quality of its own to keep. */
const FULL_QUALITY = 0.95

/** How frames are rendered and written. */
export const outputSpecs = {
  content: {
    kind: 'choice',
    choices: OUTPUT_CONTENTS,
    names: { frames: 'frames only', overlay: 'overlay only' },
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
  trace: {
    kind: 'boolean',
    default: false,
    label: 'Write overlane-trace.jsonl',
    help: 'Which record of each log every frame shows, with file, line and time. overlane verify checks it.',
  },
  format: {
    kind: 'choice',
    choices: OUTPUT_FORMATS,
    names: {
      same: 'as input',
      png: 'PNG frames',
      jpeg: 'JPEG frames',
      webp: 'WebP frames',
      mp4: 'MP4 video',
      webm: 'WebM video',
    },
    default: 'same',
    label: 'Format',
    help: 'same: as the input frames; those of a video as PNG. mp4, webm: one video.',
  },
  quality: {
    kind: 'number-or-choice',
    choices: ['source'],
    default: 'source',
    firstNumber: FULL_QUALITY,
    min: 0,
    max: 1,
    label: 'Quality',
    help: 'Of JPEG and WebP. source: beside the overlay, JPEG frames keep their original data. A number from 0 to 1: every frame is encoded anew.',
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

export type OutputConfig = OptionValues<typeof outputSpecs>

/** The quality of a frame that is encoded whole, 0 to 1. */
export function encodingQuality({ quality }: Pick<OutputConfig, 'quality'>): number {
  return quality === 'source' ? FULL_QUALITY : quality
}
