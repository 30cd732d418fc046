import { DEEPEST_NESTING, isRecord } from '../../core/plain-object.ts'
import type { SensorRecord } from '../../core/recording/recording.ts'
import { shorten } from '../../core/text/shorten.ts'
import type { LineFault } from './log-line.ts'

/** A line with one JSON object, or what is wrong with it. */
export function parseJsonLine(
  text: string,
): { record: SensorRecord } | ({ record: null } & LineFault) {
  // A parser would need memory for every level.
  if (isTooDeep(text)) {
    const fault = `its record is nested more than ${DEEPEST_NESTING} levels deep`
    return { record: null, kind: 'deep', fault }
  }
  try {
    const record: unknown = JSON.parse(text)
    if (isRecord(record)) return { record }
  } catch {
    // It is told below.
  }
  return { record: null, kind: 'broken', fault: `${shorten(text)} is not a JSON object` }
}

function isTooDeep(text: string): boolean {
  // Most records have few brackets, and counting those is quick.
  if (count(text, '{') + count(text, '[') <= DEEPEST_NESTING) return false
  let depth = 0
  let isText = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') isText = !isText
    else if (isText) at += sign === '\\' ? 1 : 0
    else if ((sign === '{' || sign === '[') && ++depth > DEEPEST_NESTING) return true
    else if (sign === '}' || sign === ']') depth--
  }
  return false
}

function count(text: string, sign: string): number {
  let found = 0
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) found++
  return found
}
