import { OverlaneError } from '../../core/errors.ts'
import type { ProblemCode } from '../../core/errors.ts'
import { formatCount } from '../../core/text/format-count.ts'

/** A longer line is no line of a log, and a browser cannot hold it as one text. */
export const LONGEST_LINE_BYTES = 100_000_000

const BLOCK_BYTES = 1 << 20
const [LF, CR] = [0x0a, 0x0d]

/**
 * The lines of UTF-8 text, without their ends: LF, CRLF, or CR where a file has no LF. A byte order
 * mark is left out. The text is decoded in blocks, so that a large file never becomes one text.
 * @throws OverlaneError with `code` where a line is too long
 */
export function* readLines(bytes: Uint8Array, code: ProblemCode): Generator<string, undefined> {
  const decoder = new TextDecoder()
  const lineEnd = findLineEnd(bytes)
  const lineEndText = String.fromCharCode(lineEnd)
  let lineCount = 0
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(lineEnd, start + BLOCK_BYTES)
    const end = newline < 0 ? bytes.length : newline + 1
    if (end - start > LONGEST_LINE_BYTES) {
      const line = lineCount + bytes.subarray(start, start + BLOCK_BYTES).filter(isEnd).length + 1
      throw new OverlaneError(code, `line ${formatCount(line)} ${describeTooLong(end - start)}.`)
    }
    const lines = decoder.decode(bytes.subarray(start, end)).split(lineEndText)
    if (lines.at(-1) === '') lines.pop()
    lineCount += lines.length
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
    start = end
  }
  return undefined

  function isEnd(byte: number): boolean {
    return byte === lineEnd
  }
}

/** `has 150 MB, expected 100 MB at most` */
export function describeTooLong(byteCount: number): string {
  const MB = 1e6
  return `has ${formatCount(Math.round(byteCount / MB))} MB, expected ${LONGEST_LINE_BYTES / MB} MB at most`
}

/** The first lines tell it. */
function findLineEnd(bytes: Uint8Array): number {
  const head = bytes.subarray(0, BLOCK_BYTES)
  return !head.includes(LF) && head.includes(CR) ? CR : LF
}
