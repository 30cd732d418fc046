import { writeNumber } from '../containers/matroska-elements.ts'
import { VOID } from '../containers/matroska-kinds.ts'

/** The last elements of a mended segment: empty tags, and an element without any meaning. */
export const LAST_ELEMENTS = Uint8Array.of(
  ...[0x12, 0x54, 0xc3, 0x67, 0x80],
  ...[VOID, 0x8e, ...new Uint8Array(14)],
)

/** The smallest filling has one byte for its id and one for its size. */
export const LEAST_FILLING = 2

/**
 * The header of an element without any meaning, which makes readers skip these bytes. Null if there
 * are too few bytes for it.
 * @param byteCount of the whole element, its header included
 */
export function fillingHeader(byteCount: number): Uint8Array<ArrayBuffer> | null {
  if (byteCount < LEAST_FILLING) return null
  const sizeLength = byteCount - 2 < 127 ? 1 : 8
  return Uint8Array.of(VOID, ...writeNumber(byteCount - 1 - sizeLength, sizeLength))
}
