/** An element: a part of a Matroska or WebM file. Positions are bytes of the file. */
export interface Element {
  /** What kind of element it is; see `matroska-kinds.ts`. */
  id: number
  headerAt: number
  sizeStart: number
  dataStart: number
  /** Infinity if the element does not state its size. */
  end: number
}

/**
 * Reads the header of an element; null if there is no valid one.
 * https://www.rfc-editor.org/rfc/rfc8794.html#name-variable-size-integer
 * @param bytes of the file, from `position` on
 * @param idLength of its id in bytes, where the id itself does not say it
 */
export function readElement(
  bytes: DataView,
  position: number,
  idLength = numberLength(bytes, 0),
): Element | null {
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

/** How many bytes a number has. The count of zero bits at its start says so. */
export function numberLength(bytes: DataView, at: number): number {
  return at < bytes.byteLength ? Math.clz32(bytes.getUint8(at)) - 23 : Infinity
}

/** @param length of the number in bytes, at most 8 */
export function readNumber(bytes: DataView, at: number, length: number): number {
  let number = bytes.getUint8(at) & (0xff >> length)
  for (let next = at + 1; next < at + length; next++) number = number * 256 + bytes.getUint8(next)
  return number
}

/**
 * Writes a number with a given length.
 * @param number null means that the number is not known
 * @param length in bytes, at most 8
 */
export function writeNumber(number: number | null, length: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(8))
  const mark = 2n ** BigInt(7 * length)
  view.setBigUint64(0, number === null ? 2n * mark - 1n : mark + BigInt(number))
  return new Uint8Array(view.buffer.slice(-length))
}
