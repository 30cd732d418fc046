import { OverlaneError } from '../../core/errors.ts'
import type { ProblemCode } from '../../core/errors.ts'
import { TextBuffer } from './text-buffer.ts'

/** More than this a browser cannot hold in one piece. */
const LARGEST_BYTES = 2_000_000_000
/** A larger text cannot be one value of a program. */
const LARGEST_TEXT_BYTES = 100_000_000

/**
 * The text of a file as UTF-8 bytes. UTF-16, which some programs on Windows write, is converted.
 * @throws OverlaneError with `code` where the file is too large
 */
export async function readUtf8(file: Blob, code: ProblemCode): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > LARGEST_BYTES) throw tooLarge(file, '2 GB', code, 'Split it into several files.')
  return toUtf8(new Uint8Array(await file.arrayBuffer()))
}

/**
 * The text of a file that is read as a whole.
 * @throws OverlaneError with `code` where the file is too large
 */
export async function readText(file: Blob, code: ProblemCode): Promise<string> {
  if (file.size > LARGEST_TEXT_BYTES) throw tooLarge(file, '100 MB', code)
  return new TextDecoder().decode(await readUtf8(file, code))
}

function tooLarge(
  { size }: Blob,
  most: string,
  code: ProblemCode,
  remedy: string | null = null,
): OverlaneError {
  const [MB, GB] = [1e6, 1e9]
  const given = size >= GB ? `${(size / GB).toFixed(2)} GB` : `${Math.round(size / MB)} MB`
  const fault = `it has ${given}, and Overlane reads files of ${most} at most.`
  return new OverlaneError(code, { fault, remedy })
}

/** UTF-16 with a byte order mark, or where it begins with two plain letters; all else is UTF-8. */
export function toUtf8(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const encoding = findUtf16(bytes)
  if (encoding === null) return bytes
  const text = new TextBuffer()
  for (let start = 0; start < bytes.length;) {
    const end = findShift(bytes, start, encoding) ?? bytes.length
    appendDecoded(text, bytes.subarray(start, end), encoding)
    start = end
  }
  return text.toBytes()
}

const [LF, CR] = [0x0a, 0x0d]

/**
 * Where UTF-16 is found to go on at odd places, because a byte before is missing or too many; null if
 * nowhere. There, the bytes of a line end and of its neighbour would make U+0A00 or U+0D00, which no
 * log has. So damage costs one line, not the rest of the file.
 */
function findShift(bytes: Uint8Array, start: number, encoding: Utf16): number | null {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte !== LF && byte !== CR) continue
    const begin = encoding === 'utf-16le' ? at : at - 1
    const isShifted = (begin - start) % 2 === 1 && bytes[at - 1] === 0 && bytes[at + 1] === 0
    if (isShifted) return begin
  }
  return null
}

function appendDecoded(text: TextBuffer, bytes: Uint8Array, encoding: Utf16): void {
  // What is left in the decoder at the end is half a character.
  const decoder = new TextDecoder(encoding)
  const BLOCK_BYTES = 1 << 20
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    text.append(decoder.decode(bytes.subarray(start, start + BLOCK_BYTES), { stream: true }))
  }
}

type Utf16 = 'utf-16le' | 'utf-16be'

/** Null for UTF-8. */
export function findUtf16([a, b, c, d]: Uint8Array): Utf16 | null {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a && b === 0 && c && d === 0) return 'utf-16le'
  if (a === 0 && b && c === 0 && d) return 'utf-16be'
  return null
}
