import { OverlaneError } from '../errors.ts'
import { ExpressionError, parseExpression } from '../formula/parse-expression.ts'
import type { Expression } from '../formula/expression.ts'
import { UNIT_SYSTEMS } from '../units/unit-system.ts'
import { toSnakeCase } from '../text/snake-case.ts'
import type { OptionSpecs, OptionValues } from './option-specs.ts'

const seconds = { min: 0, max: 1_000_000, unit: 's' } as const

/** What every renderer has beside its sensor and the options of its kind. */
export const layerSpecs = {
  name: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'its kind',
    label: 'Name',
    help: 'What the list of renderers calls it.',
  },
  showWhen: {
    kind: 'nullable-text',
    default: null,
    nullMeans: 'always',
    label: 'Show when',
    help: 'A condition over the fields of the sensor’s record, such as speed > 5 and not brake. time() is the seconds since the first frame.',
  },
  units: {
    kind: 'choice',
    choices: ['as_layout', 'as_given', ...UNIT_SYSTEMS],
    default: 'as_layout',
    label: 'Units',
    help: 'as layout: as the whole overlay has them. as given: as the options say.',
  },
  show: {
    kind: 'group',
    label: 'Time and fades',
    options: {
      from: {
        kind: 'nullable-number',
        default: null,
        nullMeans: 'the first frame',
        ...seconds,
        label: 'Show from',
        help: 'Seconds since the first frame of the recording.',
      },
      until: {
        kind: 'nullable-number',
        default: null,
        nullMeans: 'the last frame',
        ...seconds,
        label: 'Show until',
        help: 'Seconds since the first frame of the recording.',
      },
      fadeIn: {
        kind: 'number',
        default: 0,
        ...seconds,
        label: 'Fade in',
        help: 'How long it takes to appear.',
      },
      fadeOut: {
        kind: 'number',
        default: 0,
        ...seconds,
        label: 'Fade out',
        help: 'How long it takes to vanish. It is gone at the end of its time.',
      },
    },
  },
  hidden: {
    kind: 'boolean',
    default: false,
    label: 'Hidden',
    help: 'It is drawn neither in the page nor in a run.',
  },
  locked: {
    kind: 'boolean',
    default: false,
    label: 'Locked',
    help: 'It cannot be moved or resized on the picture.',
  },
} as const satisfies OptionSpecs

export type LayerOptions = OptionValues<typeof layerSpecs>

/** The keys of what every renderer has, in a file. */
export const LAYER_KEYS = Object.keys(layerSpecs).map(toSnakeCase)

/**
 * @param key the configuration key, named in the error
 * @throws OverlaneError `config-invalid`, with the place in the condition that is not understood
 */
export function parseCondition(condition: string, key: string): Expression {
  try {
    return parseExpression(condition)
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    const fault = `"${condition}" is not a condition: ${thrown.message}.`
    const remedy =
      'Use fields, numbers, comparisons, and, or, not, + - * /, brackets, min, max, abs, sqrt, hypot, clamp, time().'
    throw new OverlaneError('config-invalid', { subject: key, fault, remedy }, { key })
  }
}
