import { UNIT_SYSTEMS } from '../units/unit-system.ts'
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
  units: {
    kind: 'choice',
    choices: ['as_given', ...UNIT_SYSTEMS],
    default: 'as_given',
    label: 'Units',
    help: 'Of all renderers that do not choose their own: as their options say, or in one system.',
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
