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
