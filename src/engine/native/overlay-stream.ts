/** Overlays as a Matroska stream of raw pictures, one track for each part of the frame. */

import { joinBytes } from '../../codec/join-bytes.ts'
import type { Rect } from '../../core/draw/geometry.ts'
import type { Chroma } from '../../core/yuv/to-yuva.ts'

/** A changed part of an overlay. */
export interface StreamPicture {
  /** Place of its track, from 0. */
  slotIndex: number
  /** All its planes. */
  bytes: Uint8Array
}

const HEADER = 0x1a45dfa3
const SEGMENT = 0x18538067
const INFO = 0x1549a966
const TRACKS = 0x1654ae6b
const CLUSTER = 0x1f43b675

/** What ffmpeg calls yuva420p and yuva444p. */
const COLOUR_SPACES: Record<Chroma, readonly number[]> = {
  '420': [0x59, 0x34, 11, 8],
  '444': [0x59, 0x34, 0, 8],
}

/** Times are in µs. */
const TIMESTAMP_SCALE_NS = 1000
const KEY_FRAME = 0x80
const VIDEO_TRACK = 1

/** The beginning of a stream. @param slots the parts of the frame, at most 126 */
export function streamHeader(slots: readonly Rect[], chroma: Chroma): Uint8Array<ArrayBuffer> {
  const header = element(HEADER, [
    number(0x4286, 1),
    number(0x42f7, 1),
    number(0x42f2, 4),
    number(0x42f3, 8),
    text(0x4282, 'matroska'),
    number(0x4287, 4),
    number(0x4285, 2),
  ])
  const info = element(INFO, [
    number(0x2ad7b1, TIMESTAMP_SCALE_NS),
    text(0x4d80, 'overlane'),
    text(0x5741, 'overlane'),
  ])
  const tracks = slots.map(({ width, height }, index) =>
    element(0xae, [
      number(0xd7, index + 1),
      number(0x73c5, index + 1),
      number(0x83, VIDEO_TRACK),
      number(0x9c, 0),
      text(0x86, 'V_UNCOMPRESSED'),
      element(0xe0, [
        number(0xb0, width),
        number(0xba, height),
        element(0x2eb524, [Uint8Array.from(COLOUR_SPACES[chroma])]),
      ]),
    ]),
  )
  return joinBytes([header, idBytes(SEGMENT), UNKNOWN_SIZE, info, element(TRACKS, tracks)])
}

/** The pictures that are shown from a time on. @param timeUs not negative */
export function streamCluster(
  timeUs: number,
  pictures: readonly StreamPicture[],
): Uint8Array<ArrayBuffer> {
  const blocks = pictures.map(({ slotIndex, bytes }) =>
    element(0xa3, [Uint8Array.of(KEY_FRAME | (slotIndex + 1), 0, 0, KEY_FRAME), bytes]),
  )
  return element(CLUSTER, [number(0xe7, timeUs), ...blocks])
}

const UNKNOWN_SIZE = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)

function element(id: number, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 0)
  return joinBytes([idBytes(id), sizeBytes(size), ...parts])
}

function number(id: number, value: number): Uint8Array<ArrayBuffer> {
  return element(id, [bigEndian(value, 8)])
}

function text(id: number, value: string): Uint8Array<ArrayBuffer> {
  return element(id, [new TextEncoder().encode(value)])
}

/** An id has its own length in its first bits. */
function idBytes(id: number): Uint8Array<ArrayBuffer> {
  return bigEndian(id, Math.ceil(Math.log2(id + 1) / 8))
}

/** Always eight bytes, of which the first one says so. */
function sizeBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = bigEndian(size, 8)
  bytes[0] = 1
  return bytes
}

function bigEndian(value: number, byteCount: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteCount)
  for (let at = byteCount - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256)) {
    bytes[at] = rest % 256
  }
  return bytes
}
