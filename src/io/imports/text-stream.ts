import { findUtf16, readUtf8 } from '../logs/read-text.ts'

/** How much of a file is read at a time. */
const BLOCK_BYTES = 1 << 20

/**
 * The text of a file, in blocks. UTF-16 is decoded too.
 * @param report called with the share that was read, from 0 to 1
 */
export async function* readTextBlocks(
  file: Blob,
  report: (share: number) => void,
): AsyncGenerator<string, void> {
  const encoding = findUtf16(new Uint8Array(await file.slice(0, 4).arrayBuffer()))
  // UTF-16 of which a byte is lost goes on at an odd place, which is found in the whole. It is rare.
  if (encoding !== null) file = new Blob([await readUtf8(file, 'sensor-invalid')])
  const decoder = new TextDecoder()
  for (let start = 0; start < file.size; start += BLOCK_BYTES) {
    report(start / file.size)
    const bytes = await file.slice(start, start + BLOCK_BYTES).arrayBuffer()
    yield decoder.decode(bytes, { stream: true })
  }
  yield decoder.decode()
}

/** A line without its end. */
export interface TextLine {
  /** 1-based. */
  line: number
  text: string
}

/** A longer line is cut into several. No format that is read by lines has such lines. */
const LONGEST_LINE = 1 << 20

/** The lines of a file, one by one. They end with LF, CRLF or CR. */
export async function* readTextLines(
  file: Blob,
  report: (share: number) => void,
): AsyncGenerator<TextLine, void> {
  let rest = ''
  let line = 0
  for await (const block of readTextBlocks(file, report)) {
    const text = rest + block
    // A CR at the end of a block may be the first half of a CRLF.
    const lines = text.endsWith('\r')
      ? text.slice(0, -1).split(/\r\n|\n|\r/)
      : text.split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + (text.endsWith('\r') ? '\r' : '')
    for (const each of lines) yield { line: ++line, text: each }
    if (rest.length > LONGEST_LINE) {
      yield { line: ++line, text: rest }
      rest = ''
    }
  }
  const last = rest.replace(/\r$/, '')
  if (last !== '') yield { line: ++line, text: last }
}
