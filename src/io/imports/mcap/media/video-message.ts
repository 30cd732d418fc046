import { findInCdr } from './cdr-media.ts'
import { findInJson } from './json-media.ts'
import type { MediaEncoding, MediaMessage } from './media-message.ts'
import { findInProtobuf, PROTOBUF_FIELDS } from './protobuf-media.ts'

export function isVideoSchema(name: string): boolean {
  return /(?:^|[./])CompressedVideo$/.test(name)
}

/**
 * Finds the packet in a message, or in its beginning.
 * https://docs.foxglove.dev/docs/visualization/message-schemas/compressed-video
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
      ? findInCdr(bytes, 'data-first')
      : findInProtobuf(PROTOBUF_FIELDS.video, bytes, messageLength)
  if (found.start + found.length > messageLength) throw new RangeError('the packet is cut off')
  return found
}
