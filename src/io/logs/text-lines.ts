import { OverlaneError } from '../../core/errors.ts'
import type { ProblemCode } from '../../core/errors.ts'
import { formatCount } from '../../core/text/format-count.ts'

/** A longer line is no line of a log, and a browser cannot hold it as one text. */
export const LONGEST_LINE_BYTES = 100_000_000

const BLOCK_BYTES = 1 << 20
const [LF, CR] = [0x0a, 0x0d]

/** Finds the ends of the lines of UTF-8 text: LF, CR, or CR and LF, even where they are mixed. */
export class LineEnds {
  private readonly bytes: Uint8Array
  private lf = -1
  private cr = -1

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /**
   * The end of the line that `from` is in, and where the next line begins.
   * @param from never smaller than before
   */
  next(from: number): { end: number; nextStart: number } {
    if (this.lf < from) this.lf = this.find(LF, from)
    if (this.cr < from) this.cr = this.find(CR, from)
    const end = Math.min(this.lf, this.cr)
    return { end, nextStart: this.lf === this.cr + 1 ? end + 2 : end + 1 }
  }

  private find(sign: number, from: number): number {
    const at = this.bytes.indexOf(sign, from)
    return at < 0 ? this.bytes.length : at
  }
}

/**
 * The lines of UTF-8 text, without their ends. A byte order mark is left out. The text is decoded in
 * blocks, so that a large file never becomes one text.
 * @throws OverlaneError with `code` where a line is too long
 */
export function* readLines(bytes: Uint8Array, code: ProblemCode): Generator<string, undefined> {
  const decoder = new TextDecoder()
  const lineEnds = new LineEnds(bytes)
  let lineCount = 0
  for (let start = 0; start < bytes.length;) {
    const { nextStart } = lineEnds.next(Math.min(start + BLOCK_BYTES, bytes.length))
    const end = Math.min(nextStart, bytes.length)
    if (end - start > LONGEST_LINE_BYTES) {
      const line = lineCount + countLines(bytes.subarray(start, start + BLOCK_BYTES))
      throw new OverlaneError(code, `line ${formatCount(line)} ${describeTooLong(end - start)}.`)
    }
    const lines = splitLines(decoder.decode(bytes.subarray(start, end)))
    if (lines.at(-1) === '') lines.pop()
    lineCount += lines.length
    yield* lines
    start = end
  }
  return undefined
}

function splitLines(text: string): string[] {
  // One sign is found faster than three.
  return text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n')
}

function countLines(bytes: Uint8Array): number {
  return splitLines(new TextDecoder().decode(bytes)).length
}

/** `has 150 MB, expected 100 MB at most` */
export function describeTooLong(byteCount: number): string {
  const MB = 1e6
  return `has ${formatCount(Math.round(byteCount / MB))} MB, expected ${LONGEST_LINE_BYTES / MB} MB at most`
}
