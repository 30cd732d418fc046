import { STRATEGIES } from '../time/match.ts'
import { TIME_UNITS } from '../time/time-unit.ts'
import type { OptionSpecs } from './option-specs.ts'

/** How one sensor log is read and matched, beside its sync points. */
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
    names: {
      forward: 'Latest before the frame',
      backward: 'Next after',
      nearest: 'Closest',
      linear: 'Interpolate',
    },
    default: 'forward',
    label: 'Match',
    help: 'The record that a frame shows: the last one at or before it, the first one at or after it, the closer of the two, or numbers interpolated between both. In the file: forward, backward, nearest, linear.',
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
