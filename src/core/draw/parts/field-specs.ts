import type { OptionSpecs } from '../../config/option-specs.ts'

/** The field whose numbers a renderer shows, and what it is called on the frame. */
export const fieldSpecs = {
  field: {
    kind: 'field',
    holds: 'numbers',
    default: '',
    label: 'Field',
    help: 'The field of the log. Use dots for fields of nested objects: gps.height.',
  },
  label: { kind: 'nullable-text', default: null, nullMeans: 'the field', label: 'Label' },
} as const satisfies OptionSpecs
