import { stampMsOf } from '../ros-fields.ts'
import type { MediaMessage } from './media-message.ts'

const ENCAPSULATION_BYTES = 4

/**
 * Finds the data of a message in CDR, the encoding of ROS 2, or in its beginning: after a header, and
 * before or after the format.
 * @throws RangeError where the bytes end before the data begin
 */
export function findInCdr(bytes: Uint8Array, order: 'format-first' | 'data-first'): MediaMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLittle = ((bytes[1] ?? 0) & 1) === 1
  let at = ENCAPSULATION_BYTES
  const u32 = (): number => {
    // Alignment is counted from the end of the encapsulation, which has four bytes itself.
    at += (4 - (at % 4)) % 4
    return view.getUint32((at += 4) - 4, isLittle)
  }
  /** Texts and data have their length before them. */
  const pass = (): { start: number; length: number } => {
    const length = u32()
    const start = at
    at += length
    return { start, length }
  }
  const text = (): string => {
    const { start, length } = pass()
    // A text of CDR ends with a zero.
    return new TextDecoder().decode(bytes.subarray(start, start + Math.max(0, length - 1)))
  }
  const stampMs = stampMsOf(u32(), u32())
  // The name of the frame of reference.
  pass()
  if (order === 'format-first') return { format: text(), stampMs, ...pass() }
  const data = pass()
  return { format: at + 8 <= bytes.length ? text() : null, stampMs, ...data }
}
