/** A part of a Matroska or WebM file. */
export interface Element {
  id: number
  headerAt: number
  sizeStart: number
  dataStart: number
  /** Infinity where it does not say. */
  end: number
}

export const EBML = 0x1a45dfa3
export const SEGMENT = 0x18538067
export const CLUSTER = 0x1f43b675
export const TRACKS = 0x1654ae6b
export const VOID = 0xec
export const CRC = 0xbf

const WINDOW_BYTES = 1 << 18
/** Enough for a header, or to recognise packets. */
const LOOK_BYTES = 1024

/** At least 1,024 bytes from a position on, fewer where the file ends. */
export type BytesAt = (position: number) => Promise<DataView>

/** Reads a part of the file at a time, for positions that mostly rise. */
export function readAhead(file: File): BytesAt {
  let begin = 0
  let bytes = new ArrayBuffer(0)
  return async (position) => {
    const end = Math.min(position + LOOK_BYTES, file.size)
    if (position < begin || end > begin + bytes.byteLength) {
      begin = position
      bytes = await file.slice(begin, begin + WINDOW_BYTES).arrayBuffer()
    }
    return new DataView(bytes, position - begin)
  }
}

/** https://www.rfc-editor.org/rfc/rfc8794.html#name-variable-size-integer */
export function readElement(bytes: DataView, position: number): Element | null {
  const idLength = numberLength(bytes, 0)
  const sizeLength = numberLength(bytes, idLength)
  if (idLength > 4 || sizeLength > 8 || idLength + sizeLength > bytes.byteLength) return null
  let id = 0
  for (let at = 0; at < idLength; at++) id = id * 256 + bytes.getUint8(at)
  const size = readNumber(bytes, idLength, sizeLength)
  const isKnown = size < 2 ** (7 * sizeLength) - 1
  const sizeStart = position + idLength
  const dataStart = sizeStart + sizeLength
  const end = isKnown ? dataStart + size : Infinity
  return { id, headerAt: position, sizeStart, dataStart, end }
}

/** The zeros that a number begins with tell how many bytes it has. */
export function numberLength(bytes: DataView, at: number): number {
  return at < bytes.byteLength ? Math.clz32(bytes.getUint8(at)) - 23 : Infinity
}

/** @param length of the number in bytes, at most 8 */
export function readNumber(bytes: DataView, at: number, length: number): number {
  let number = bytes.getUint8(at) & (0xff >> length)
  for (let next = at + 1; next < at + length; next++) number = number * 256 + bytes.getUint8(next)
  return number
}

/** A number written in a given length. @param number null: "not known" */
export function writeNumber(number: number | null, length: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(8))
  const mark = 2n ** BigInt(7 * length)
  view.setBigUint64(0, number === null ? 2n * mark - 1n : mark + BigInt(number))
  return new Uint8Array(view.buffer.slice(-length))
}
