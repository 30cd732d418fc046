/** Videos of frames that say nothing, from a seed, written by the library that also reads them. */

import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  MpegTsOutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import type { OutputFormat } from 'mediabunny'
import { seededNumbers } from '../../../codec/testing/seeded-numbers.ts'

export type VideoKind =
  'MP4' | 'MP4 in fragments' | 'MOV' | 'WebM' | 'WebM written in one go' | 'Matroska' | 'MPEG-TS'

const FORMATS: Readonly<Record<VideoKind, () => OutputFormat>> = {
  MP4: () => new Mp4OutputFormat({ fastStart: false }),
  'MP4 in fragments': () =>
    new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 0.3 }),
  MOV: () => new MovOutputFormat({ fastStart: 'in-memory' }),
  WebM: () => new WebMOutputFormat({ minimumClusterDuration: 0.3 }),
  'WebM written in one go': () =>
    new WebMOutputFormat({ minimumClusterDuration: 0.3, appendOnly: true }),
  Matroska: () => new MkvOutputFormat({ minimumClusterDuration: 0.3 }),
  'MPEG-TS': () => new MpegTsOutputFormat(),
}

export const VIDEO_KINDS = Object.keys(FORMATS) as VideoKind[]

const FRAMES_PER_SECOND = 25
/** A key frame, then groups of a frame and the two that are shown before it. */
const GROUP = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8]

/** @param frameCount a multiple of 10, the length of a group between two key frames */
export async function writeVideo(
  kind: VideoKind,
  frameCount: number,
  seed = 1,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget()
  const output = new Output({ format: FORMATS[kind](), target })
  const isWebM = kind.startsWith('WebM')
  const source = new EncodedVideoPacketSource(isWebM ? 'vp8' : 'avc')
  output.addVideoTrack(source, { frameRate: FRAMES_PER_SECOND })
  await output.start()
  const random = seededNumbers(seed)
  for (let first = 0; first < frameCount; first += GROUP.length) {
    for (const [position, shown] of GROUP.entries()) {
      // Frames of VP8 are shown in the order they are decoded in.
      const index = first + (isWebM ? position : shown)
      const data = frameData(isWebM, position === 0, random)
      const type = position === 0 ? 'key' : 'delta'
      const packet = new EncodedPacket(data, type, index / FRAMES_PER_SECOND, 1 / FRAMES_PER_SECOND)
      await source.add(packet, { decoderConfig: isWebM ? VP8 : AVC })
    }
  }
  await output.finalize()
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0))
}

const SIZE = { codedWidth: 64, codedHeight: 48 }
const VP8: VideoDecoderConfig = { codec: 'vp8', ...SIZE }
const AVC: VideoDecoderConfig = {
  codec: 'avc1.f4000a',
  ...SIZE,
  description: Uint8Array.from(
    Buffer.from(
      '01f4000affe1001867f4000a919b288f6022000003000200000300781e244b2c01000668ebe3c44844fff8f800',
      'hex',
    ),
  ),
}

/** For AVC a unit of a slice, of VP8 a frame header; then bytes of no meaning, none of them 0. */
function frameData(isVp8: boolean, isKey: boolean, random: () => number): Uint8Array<ArrayBuffer> {
  const length = (isKey ? 300 : 40) + Math.floor(random() * 100)
  const data = Uint8Array.from({ length }, () => 1 + Math.floor(random() * 255))
  if (isVp8) {
    data.set(isKey ? [0x10, 0, 0, 0x9d, 0x01, 0x2a, 64, 0, 48, 0] : [0x11, 0, 0])
    return data
  }
  new DataView(data.buffer).setUint32(0, length - 4)
  data[4] = isKey ? 0x65 : 0x41
  return data
}
