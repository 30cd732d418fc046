import { DEEPEST_NESTING, isRecord } from '../../core/plain-object.ts'
import type { SensorRecord } from '../../core/recording/recording.ts'
import { shorten } from '../../core/text/shorten.ts'
import type { LineFault, Log, LogLine } from './log-line.ts'
import { describeTooLong, LineEnds, LONGEST_LINE_BYTES } from './text-lines.ts'

/** A JSONL log: one JSON object a line. */
export function readJsonLog(bytes: Uint8Array<ArrayBuffer>): Log {
  const decoder = new TextDecoder()
  const BYTE_ORDER_MARK = 3
  const first = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? BYTE_ORDER_MARK : 0
  function* lines(): Generator<LogLine> {
    const lineEnds = new LineEnds(bytes)
    let line = 0
    for (let start = first; start < bytes.length;) {
      const { end, nextStart } = lineEnds.next(start)
      line++
      if (end - start > LONGEST_LINE_BYTES) {
        const fault = `it ${describeTooLong(end - start)}`
        yield { line, start, end, record: null, kind: 'long', fault }
      } else {
        const text = decoder.decode(bytes.subarray(start, end)).trim()
        if (text !== '') yield { line, start, end, ...parseRecord(text) }
      }
      start = nextStart
    }
  }
  return { columns: [], lines: lines(), text: () => bytes, problems: () => [] }
}

function parseRecord(text: string): { record: SensorRecord } | ({ record: null } & LineFault) {
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
