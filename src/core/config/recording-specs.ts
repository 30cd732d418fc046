import type { OptionSpecs } from './option-specs.ts'

/** What is in the folder, if the file names do not say it. */
export const recordingSpecs = {
  frames: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'detected',
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
    nullMeans: 'detected',
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
    nullMeans: 'detected',
    label: 'Calibration file',
  },
} as const satisfies OptionSpecs
