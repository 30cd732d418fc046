import type { ImageFormat } from '../../../core/recording/image-format.ts'

/** Where the file of an image lies inside a message, and when it was taken. */
export interface ImageMessage {
  /** Null: the message has no time of its own. */
  stampMs: number | null
  /** From the beginning of the message. */
  start: number
  length: number
  /** Null: no format that a browser shows. */
  format: ImageFormat | null
}

/** Their images stand after a header and a format, or before the format. */
const LAYOUTS: Readonly<Record<string, 'format-first' | 'data-first'>> = {
  'sensor_msgs/msg/CompressedImage': 'format-first',
  'sensor_msgs/CompressedImage': 'format-first',
  'foxglove_msgs/msg/CompressedImage': 'data-first',
  'foxglove.CompressedImage': 'data-first',
}

/** Enough for the names of a frame and a format, and for the first bytes of the image. */
export const IMAGE_HEAD_BYTES = 1024

export function isImageSchema(name: string): boolean {
  return Object.hasOwn(LAYOUTS, name)
}

/**
 * Finds the image in the beginning of a message in CDR, the encoding of ROS 2.
 * @param messageLength of the whole message
 * @throws RangeError where the message is damaged
 */
export function findImage(
  schemaName: string,
  head: Uint8Array,
  messageLength: number,
): ImageMessage {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const isLittle = ((head[1] ?? 0) & 1) === 1
  const ENCAPSULATION_BYTES = 4
  let at = ENCAPSULATION_BYTES
  const u32 = (): number => {
    // Alignment is counted from the end of the encapsulation, which has four bytes itself.
    at += (4 - (at % 4)) % 4
    return view.getUint32((at += 4) - 4, isLittle)
  }
  const skipText = (): void => {
    const length = u32()
    at += length
  }
  const [sec, nanosec] = [u32(), u32()]
  skipText()
  if (LAYOUTS[schemaName] === 'format-first') skipText()
  const length = u32()
  if (at + length > messageLength) throw new RangeError('the image is cut off')
  const stampMs = sec === 0 && nanosec === 0 ? null : sec * 1000 + nanosec / 1e6
  return { stampMs, start: at, length, format: formatOf(head.subarray(at, at + 12)) }
}

/** By the first bytes: what a message says of its format has many spellings. */
function formatOf(bytes: Uint8Array): ImageFormat | null {
  const letters = String.fromCharCode(...bytes)
  if (letters.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (letters.startsWith('\x89PNG')) return 'png'
  if (letters.startsWith('RIFF') && letters.endsWith('WEBP')) return 'webp'
  return null
}
