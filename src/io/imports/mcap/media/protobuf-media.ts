import { stampMsOf } from '../ros-fields.ts'
import type { MediaMessage } from './media-message.ts'

/** The numbers of the fields in the definitions of Foxglove. */
export const PROTOBUF_FIELDS = {
  image: { timestamp: 1, data: 2, format: 3 },
  video: { timestamp: 1, data: 3, format: 4 },
} as const

/**
 * Finds the data of a message in Protobuf, or in its beginning.
 * @param messageLength of the whole message
 * @throws RangeError where the message is damaged
 */
export function findInProtobuf(
  numbers: (typeof PROTOBUF_FIELDS)[keyof typeof PROTOBUF_FIELDS],
  bytes: Uint8Array,
  messageLength: number,
): MediaMessage {
  const found: MediaMessage = { stampMs: null, start: 0, length: 0, format: null }
  for (const { field, start, end } of protobufFields(bytes, messageLength)) {
    if (field === numbers.data) Object.assign(found, { start, length: end - start })
    else if (field === numbers.format) {
      found.format = new TextDecoder().decode(bytes.subarray(start, end))
    } else if (field === numbers.timestamp) found.stampMs = stampOf(bytes.subarray(start, end))
  }
  return found
}

interface ProtobufField {
  field: number
  /** The content, from `start` to `end`; of a number both are 0. */
  start: number
  end: number
  value: number
}

/**
 * The fields that begin within the bytes.
 * https://protobuf.dev/programming-guides/encoding/
 */
function* protobufFields(bytes: Uint8Array, messageLength: number): Generator<ProtobufField, void> {
  let at = 0
  const varint = (): number => {
    let [value, scale] = [0, 1]
    for (let count = 0; count < 10; count++) {
      const byte = bytes[at++]
      if (byte === undefined) throw new RangeError('the message is cut off')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
    throw new RangeError('a number of the message does not end')
  }
  while (at < bytes.length) {
    const tag = varint()
    const [field, kind] = [Math.floor(tag / 8), tag % 8]
    if (kind === 0) yield { field, start: 0, end: 0, value: varint() }
    else if (kind === 1 || kind === 5) at += kind === 1 ? 8 : 4
    else if (kind === 2) {
      const length = varint()
      if (at + length > messageLength) throw new RangeError('a field of the message is cut off')
      yield { field, start: at, end: at + length, value: 0 }
      at += length
    } else throw new RangeError('a field of the message has an unknown kind')
  }
}

/** google.protobuf.Timestamp */
function stampOf(bytes: Uint8Array): number | null {
  let [seconds, nanoseconds] = [0, 0]
  for (const { field, value } of protobufFields(bytes, bytes.length)) {
    if (field === 1) seconds = value
    else if (field === 2) nanoseconds = value
  }
  return stampMsOf(seconds, nanoseconds)
}
