import { reword } from '../../index.ts'
import type { OptionSpec, Problem } from '../../index.ts'

type FieldSpec = Exclude<OptionSpec, { kind: 'group' | 'values' }>

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The value that a field's text stands for; text that is none goes on as text and is refused. */
export function parseTyped(spec: FieldSpec, text: string): unknown {
  const typed = text.trim()
  if (typed === '' && spec.kind !== 'text' && spec.default === null) return null
  if (typed === '' && spec.kind === 'number-or-choice') return spec.default
  const isNumber = NUMBER.test(typed)
  switch (spec.kind) {
    case 'number':
    case 'nullable-number':
    case 'number-or-choice':
    case 'coordinate':
    case 'time':
      return isNumber ? Number(typed) : typed
    case 'text':
      return text
    case 'nullable-text':
    case 'field':
    case 'choice':
    case 'boolean':
    case 'color':
    case 'nullable-color':
      return typed
  }
}

/** A value as a field shows it. */
export function printTyped(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

/**
 * The text after an arrow key, null where the text is no number.
 * @param isBig ten steps at once
 */
export function stepTyped(
  spec: FieldSpec,
  text: string,
  direction: 1 | -1,
  isBig: boolean,
): string | null {
  if (!NUMBER.test(text.trim())) return null
  const { min = -Infinity, max = Infinity } = 'min' in spec || 'max' in spec ? spec : {}
  const step = (max <= 1 ? 0.05 : max === 900 ? 100 : 1) * (isBig ? 10 : 1)
  const next = Math.min(max, Math.max(min, Number(text) + direction * step))
  return String(Math.round(next * 1e6) / 1e6)
}

/** A field stands beside its message, so the message need not name it. */
export function messageWithoutKey(found: Problem): string {
  return reword(found, { subject: null }).message
}
