import type { OptionSpecs } from '../../config/option-specs.ts'

/**
 * The option of renderers that can be turned. Those whose directions mean something have none: a
 * turned map, compass or horizon would be wrong, and so would targets beside their place.
 */
export const rotationSpecs = {
  rotation: {
    kind: 'number',
    default: 0,
    min: -360,
    max: 360,
    unit: '°',
    label: 'Rotation',
    help: 'Clockwise, around the middle of its box.',
  },
} as const satisfies OptionSpecs
