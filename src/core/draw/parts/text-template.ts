import { OverlaneError } from '../../errors.ts'
import { readPath } from '../../plain-object.ts'
import { parseNumberPattern } from '../../text/number-pattern.ts'
import type { NumberPattern } from '../../text/number-pattern.ts'
import { parseTimePattern } from '../../time/time-pattern.ts'
import type { TimePattern } from '../../time/time-pattern.ts'
import { NO_VALUE } from './read-number.ts'

/** A part of a template. A field without a pattern is written as it is. */
export type TemplatePart =
  | { kind: 'text'; text: string }
  | { kind: 'field'; field: string; pattern: NumberPattern | null }
  | { kind: 'frame'; pattern: NumberPattern | null }
  | { kind: 'time'; pattern: TimePattern }

/** What the parts of a template are filled with. */
export interface TemplateValues {
  frameIndex: number
  timestampMs: number
  /** IANA name. */
  timeZone: string
  /** Null if none matched. */
  record: Record<string, unknown> | null
}

/**
 * Parses a template; it is never run as code. `{speed:.1f}` is a field with a format of numbers,
 * `{time:HH:mm:ss}` the frame's time, `{frame}` its number; `{{` and `}}` are braces.
 * @throws OverlaneError `config-invalid`, with the place of what is not understood
 */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  const fail = (index: number, fault: string, remedy?: string): OverlaneError =>
    new OverlaneError('config-invalid', {
      fault: `at character ${index + 1}: ${fault}`,
      ...(remedy === undefined ? {} : { remedy }),
    })
  const piece = /([^{}]+)|(\{\{|\}\})|\{([^{}]*)\}|[{}]/y
  for (let match = piece.exec(template); match; match = piece.exec(template)) {
    const [whole, text, brace, inside] = match
    if (text !== undefined) parts.push({ kind: 'text', text })
    else if (brace !== undefined) parts.push({ kind: 'text', text: brace.charAt(0) })
    else if (inside === undefined) {
      const [fault, doubled] =
        whole === '{' ? ['the brace is never closed.', '{{'] : ['no brace was opened.', '}}']
      throw fail(match.index, fault, `For a brace in the text, write ${doubled}.`)
    } else {
      try {
        parts.push(parsePart(inside))
      } catch (thrown) {
        throw fail(match.index, OverlaneError.from(thrown, 'config-invalid').message)
      }
    }
  }
  return parts
}

/** @param inside what is between the braces */
function parsePart(inside: string): TemplatePart {
  const colon = inside.indexOf(':')
  const name = (colon < 0 ? inside : inside.slice(0, colon)).trim()
  const format = colon < 0 ? null : inside.slice(colon + 1)
  if (name === '') {
    const remedy = 'Write e.g. {speed}, {time} or {frame}.'
    throw new OverlaneError('config-invalid', { fault: 'the braces name no field.', remedy })
  }
  if (name === 'time') return { kind: 'time', pattern: parseTimePattern(format ?? 'HH:mm:ss') }
  const pattern = format === null ? null : parseNumberPattern(format)
  return name === 'frame' ? { kind: 'frame', pattern } : { kind: 'field', field: name, pattern }
}

/** Fills a template. What has no value is `N/A`, and so is a field that its format does not suit. */
export function fillTemplate(parts: readonly TemplatePart[], values: TemplateValues): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text
        case 'time':
          return part.pattern(values.timestampMs, values.timeZone)
        case 'frame':
          return printValue(values.frameIndex, part.pattern)
        case 'field':
          return printValue(values.record && readPath(values.record, part.field), part.pattern)
      }
    })
    .join('')
}

function printValue(value: unknown, pattern: NumberPattern | null): string {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return pattern === null ? String(value) : pattern(value)
  }
  const isText = typeof value === 'string' || typeof value === 'boolean'
  return isText && pattern === null ? String(value) : NO_VALUE
}
