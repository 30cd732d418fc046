import type { OptionSpecs } from './option-specs.ts'

/** What the lengths of an overlay mean. */
export const layoutSpecs = {
  referenceHeight: {
    kind: 'nullable-number',
    default: null,
    nullMeans: 'lengths are pixels',
    min: 1,
    max: 100_000,
    unit: 'px',
    label: 'Reference height',
    help: 'The height of the frames that positions and sizes are for. On other frames they are scaled, so that the picture looks the same.',
  },
  safeMargin: {
    kind: 'number',
    default: 24,
    min: 0,
    max: 10_000,
    unit: 'px',
    label: 'Safe margin',
    help: 'How far from the edges of the frame renderers are put by hand. It draws nothing.',
  },
} as const satisfies OptionSpecs
