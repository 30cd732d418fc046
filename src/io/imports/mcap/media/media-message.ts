/** The image or the packet of video inside a message, and when it was taken. */
export interface MediaMessage {
  /** Null: the message has no time of its own. */
  stampMs: number | null
  /** From the beginning of the message. */
  start: number
  length: number
  /** As the message names it, such as `h264`; null where it stands behind the bytes that were given. */
  format: string | null
}

/** How a message with an image or with video is written. */
export type MediaEncoding = 'cdr' | 'protobuf' | 'json'

/** Null where such messages are not read. */
export function toMediaEncoding(encoding: string): MediaEncoding | null {
  return encoding === 'cdr' || encoding === 'protobuf' || encoding === 'json' ? encoding : null
}

/** Enough for the names of a frame and a format, and for the first bytes of an image. */
export const MEDIA_HEAD_BYTES = 1024
