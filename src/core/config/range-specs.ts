import type { OptionSpecs, OptionValues } from './option-specs.ts'

/** Which frames are rendered. The frames at the start and the end belong to the range. */
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

export type RangeConfig = OptionValues<typeof rangeSpecs>

/** From the first frame to the last. */
export const WHOLE_RANGE: RangeConfig = { startTime: null, endTime: null }
