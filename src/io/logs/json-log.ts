import { parseJsonLine } from './json-line.ts'
import type { Log, LogLine } from './log-line.ts'
import { describeTooLong, LineEnds, LONGEST_LINE_BYTES } from './text-lines.ts'

/** A JSONL log: one JSON object a line. */
export function readJsonLog(bytes: Uint8Array<ArrayBuffer>): Log {
  const BYTE_ORDER_MARK = 3
  const first = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? BYTE_ORDER_MARK : 0
  function* lines(): Generator<LogLine> {
    const lineEnds = new LineEnds(bytes)
    const texts = new DecodedText(bytes)
    let line = 0
    for (let start = first; start < bytes.length;) {
      const { end, nextStart } = lineEnds.next(start)
      line++
      if (end - start > LONGEST_LINE_BYTES) {
        const fault = `it ${describeTooLong(end - start)}`
        yield { line, start, end, record: null, kind: 'long', fault }
      } else {
        const text = texts.between(start, end).trim()
        if (text !== '') yield { line, start, end, ...parseJsonLine(text) }
      }
      start = nextStart
    }
  }
  return { columns: [], lines: lines(), text: () => bytes, problems: () => [] }
}

const BLOCK_BYTES = 1 << 16

/**
 * Parts of UTF-8 bytes as text, one after another. Most logs have only characters of one byte: then a
 * block is decoded at once, as to decode each line takes as long as to read its record.
 */
class DecodedText {
  private readonly bytes: Uint8Array
  private readonly decoder = new TextDecoder()
  private start = 0
  private end = 0
  /** Of the block; null where it has other characters. */
  private text: string | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** @param start never smaller than before */
  between(start: number, end: number): string {
    if (end > this.end) this.decodeBlock(start, Math.max(end, start + BLOCK_BYTES))
    return this.text === null
      ? this.decoder.decode(this.bytes.subarray(start, end))
      : this.text.slice(start - this.start, end - this.start)
  }

  private decodeBlock(start: number, end: number): void {
    const block = this.bytes.subarray(start, end)
    const text = this.decoder.decode(block)
    this.start = start
    this.end = start + block.length
    this.text = text.length === block.length ? text : null
  }
}
