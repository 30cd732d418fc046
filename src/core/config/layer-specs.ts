import { OverlaneError } from '../errors.ts'
import { ExpressionError, parseExpression } from '../formula/parse-expression.ts'
import type { Expression } from '../formula/expression.ts'
import type { OptionSpecs } from './option-specs.ts'

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
    help: 'A condition over the fields of the sensor’s record, such as speed > 5 and not brake.',
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
      'Use fields, numbers, comparisons, and, or, not, + - * /, brackets, min, max, abs, hypot, clamp.'
    throw new OverlaneError('config-invalid', { subject: key, fault, remedy }, { key })
  }
}
