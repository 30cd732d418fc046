import type { ImageFormat } from '../../../../core/recording/image-format.ts'
import { findInCdr } from './cdr-media.ts'
import { findInJson, fromBase64 } from './json-media.ts'
import type { MediaEncoding, MediaMessage } from './media-message.ts'
import { findInProtobuf, PROTOBUF_FIELDS } from './protobuf-media.ts'

/** Their images stand after a header and a format, or before the format. */
const LAYOUTS: Readonly<Record<string, 'format-first' | 'data-first'>> = {
  'sensor_msgs/msg/CompressedImage': 'format-first',
  'sensor_msgs/CompressedImage': 'format-first',
  'foxglove_msgs/msg/CompressedImage': 'data-first',
  'foxglove.CompressedImage': 'data-first',
}

export function isImageSchema(name: string): boolean {
  return Object.hasOwn(LAYOUTS, name)
}

/** Where the file of an image lies inside a message. */
export type ImageMessage = Omit<MediaMessage, 'format'> & {
  /** Null: no format that a browser shows. */
  format: ImageFormat | null
}

/**
 * Finds the image in a message, or in its beginning.
 * @param messageLength of the whole message
 * @throws where the message is damaged
 */
export function findImage(
  encoding: MediaEncoding,
  schemaName: string,
  bytes: Uint8Array,
  messageLength: number,
): ImageMessage {
  const found =
    encoding === 'json'
      ? findInJson(bytes)
      : encoding === 'protobuf'
        ? findInProtobuf(PROTOBUF_FIELDS.image, bytes, messageLength)
        : findInCdr(bytes, LAYOUTS[schemaName] ?? 'data-first')
  const { stampMs, start, length } = found
  if (start + length > messageLength) throw new RangeError('the image is cut off')
  const first = bytes.subarray(start, start + Math.min(length, SIGNATURE_BYTES[encoding]))
  const head = encoding === 'json' ? fromBase64(new TextDecoder().decode(first)) : first
  return { stampMs, start, length, format: formatOf(head) }
}

/** Four characters of Base64 are three bytes. */
const SIGNATURE_BYTES: Readonly<Record<MediaEncoding, number>> = { cdr: 12, protobuf: 12, json: 16 }

/** By the first bytes: what a message says of its format has many spellings. */
function formatOf(bytes: Uint8Array): ImageFormat | null {
  const letters = String.fromCharCode(...bytes)
  if (letters.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (letters.startsWith('\x89PNG')) return 'png'
  if (letters.startsWith('RIFF') && letters.endsWith('WEBP')) return 'webp'
  return null
}
