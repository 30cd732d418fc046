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
