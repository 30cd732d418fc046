import { findInJson } from './json-media.ts'
import type { MediaEncoding, MediaMessage } from './media-message.ts'
import { findInProtobuf, PROTOBUF_FIELDS } from './protobuf-media.ts'

export function isVideoSchema(name: string): boolean {
  return /(?:^|[./])CompressedVideo$/.test(name)
}

/**
 * Finds the packet in a message, or in its beginning.
 * @param messageLength of the whole message
 * @throws where the message is damaged
 */
export function findVideoPacket(
  encoding: MediaEncoding,
  bytes: Uint8Array,
  messageLength: number,
): MediaMessage {
  if (encoding === 'json') return findInJson(bytes)
  const found =
    encoding === 'cdr'
      ? inCdr(bytes, messageLength)
      : findInProtobuf(PROTOBUF_FIELDS.video, bytes, messageLength)
  if (found.start + found.length > messageLength) throw new RangeError('the packet is cut off')
  return found
}

/** https://docs.foxglove.dev/docs/visualization/message-schemas/compressed-video */
function inCdr(bytes: Uint8Array, messageLength: number): MediaMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isLittle = ((bytes[1] ?? 0) & 1) === 1
  const ENCAPSULATION_BYTES = 4
  let at = ENCAPSULATION_BYTES
  const u32 = (): number => {
    at += (4 - (at % 4)) % 4
    return view.getUint32((at += 4) - 4, isLittle)
  }
  const [sec, nanosec] = [u32(), u32()]
  const frameIdLength = u32()
  at += frameIdLength
  const length = u32()
  const start = at
  at += length
  if (at > messageLength) throw new RangeError('the packet is cut off')
  const stampMs = sec === 0 && nanosec === 0 ? null : sec * 1000 + nanosec / 1e6
  if (at + 8 > bytes.length) return { stampMs, start, length, format: null }
  const formatLength = u32()
  // A text of CDR ends with a zero.
  const format = new TextDecoder().decode(bytes.subarray(at, at + Math.max(0, formatLength - 1)))
  return { stampMs, start, length, format }
}
