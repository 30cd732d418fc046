/** A packet of video inside a message, and when it was taken. */
export interface VideoMessage {
  /** Null: the message has no time of its own. */
  stampMs: number | null
  /** From the beginning of the message. */
  start: number
  length: number
  /** `h264`; null where it stands behind the bytes that were given. */
  format: string | null
}

/** Enough for the fields before the packet. */
export const VIDEO_HEAD_BYTES = 1024

/** How a message of `foxglove.CompressedVideo` is written; null where it is none that is read. */
export type VideoEncoding = 'cdr' | 'protobuf'

export function isVideoSchema(name: string): boolean {
  return /(?:^|[./])CompressedVideo$/.test(name)
}

/**
 * Finds the packet in a message, or in its beginning.
 * @param messageLength of the whole message
 * @throws RangeError where the message is damaged
 */
export function findVideoPacket(
  encoding: VideoEncoding,
  bytes: Uint8Array,
  messageLength: number,
): VideoMessage {
  const found = encoding === 'cdr' ? inCdr(bytes, messageLength) : inProtobuf(bytes, messageLength)
  if (found.start + found.length > messageLength) throw new RangeError('the packet is cut off')
  return found
}

/** https://docs.foxglove.dev/docs/visualization/message-schemas/compressed-video */
function inCdr(bytes: Uint8Array, messageLength: number): VideoMessage {
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
  const format = textOf(bytes.subarray(at, at + Math.max(0, formatLength - 1)))
  return { stampMs, start, length, format }
}

const FIELD = { timestamp: 1, data: 3, format: 4 } as const

/** https://protobuf.dev/programming-guides/encoding/ */
function inProtobuf(bytes: Uint8Array, messageLength: number): VideoMessage {
  const found: VideoMessage = { stampMs: null, start: 0, length: 0, format: null }
  for (const { field, start, end } of protobufFields(bytes, messageLength)) {
    if (field === FIELD.data) Object.assign(found, { start, length: end - start })
    else if (field === FIELD.format) found.format = textOf(bytes.subarray(start, end))
    else if (field === FIELD.timestamp) found.stampMs = stampOf(bytes.subarray(start, end))
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

/** The fields that begin within the bytes. */
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
  return seconds === 0 && nanoseconds === 0 ? null : seconds * 1000 + nanoseconds / 1e6
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
