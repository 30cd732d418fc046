/** Looks into the bytes of an MP4 file, and changes them. */

/** Where the content of the box of this type begins, the first or a later one of them. */
export function contentOf(bytes: Uint8Array, type: string, index = 0): number {
  const name = Array.from(type, (letter) => letter.charCodeAt(0))
  let left = index
  for (let at = 4; at + 4 <= bytes.length; at++) {
    if (name.every((code, offset) => bytes[at + offset] === code) && left-- === 0) return at + 4
  }
  throw new Error(`There is no box ${type}.`)
}

/** A copy with a 32-bit number changed. */
export function withNumber(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  number: number,
): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice()
  new DataView(copy.buffer).setUint32(at, number)
  return copy
}

/** A copy with the box at a byte inside so many boxes of a type, each of which contains the next one. */
export function wrapped(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  type: string,
  depth: number,
): Uint8Array<ArrayBuffer> {
  const size = new DataView(bytes.buffer).getUint32(at)
  const headers = new DataView(new ArrayBuffer(8 * depth))
  for (let level = 0; level < depth; level++) {
    headers.setUint32(8 * level, 8 * (depth - level) + size)
    for (let index = 0; index < 4; index++) {
      headers.setUint8(8 * level + 4 + index, type.charCodeAt(index))
    }
  }
  const copy = new Uint8Array(bytes.length + headers.byteLength)
  copy.set(bytes.subarray(0, at))
  copy.set(new Uint8Array(headers.buffer), at)
  copy.set(bytes.subarray(at), at + headers.byteLength)
  return copy
}
