import type { VideoCodec } from 'mediabunny'
import { readAv1Size } from './av1-size.ts'
import { findNalTypes, KEY_UNITS } from './nal-units.ts'
import type { UnitFormat } from './nal-units.ts'
import type { PictureSize } from './picture-size.ts'
import { readVp9Size } from './vp9-size.ts'

/** A format of packets that can be written into an MP4 as they are. */
export interface VideoFormat {
  codec: VideoCodec
  /** Any decoder of the codec, to write a first packet with. */
  anyCodecString: string
  /**
   * The size in a packet that can be decoded alone; null: it cannot. `unknown` where the library reads
   * the size.
   */
  readKey: (packet: Uint8Array) => PictureSize | 'unknown' | null
}

const H264: VideoFormat = {
  codec: 'avc',
  anyCodecString: 'avc1.42001f',
  readKey: (packet) => keyUnit(packet, 'h264'),
}
const H265: VideoFormat = {
  codec: 'hevc',
  anyCodecString: 'hev1.1.6.L93.B0',
  readKey: (packet) => keyUnit(packet, 'h265'),
}

/** By the names that files give them. */
const FORMATS: ReadonlyMap<string, VideoFormat> = new Map([
  ['h264', H264],
  ['avc', H264],
  ['h265', H265],
  ['hevc', H265],
  ['vp9', { codec: 'vp9', anyCodecString: 'vp09.00.10.08', readKey: readVp9Size }],
  ['av1', { codec: 'av1', anyCodecString: 'av01.0.04M.08', readKey: readAv1Size }],
])

/** @param name as a file says it; undefined: a format that is not read */
export function videoFormatOf(name: string): VideoFormat | undefined {
  return FORMATS.get(name.trim().toLowerCase())
}

function keyUnit(packet: Uint8Array, format: UnitFormat): 'unknown' | null {
  const types = findNalTypes(packet, format)
  return KEY_UNITS[format].some((type) => types.has(type)) ? 'unknown' : null
}
