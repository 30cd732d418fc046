import { parseJsonLine } from './json-line.ts'
import type { Log, LogLine } from './log-line.ts'
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
        if (text !== '') yield { line, start, end, ...parseJsonLine(text) }
      }
      start = nextStart
    }
  }
  return { columns: [], lines: lines(), text: () => bytes, problems: () => [] }
}
