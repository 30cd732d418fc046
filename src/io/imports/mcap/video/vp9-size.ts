import { BitReader } from './bit-reader.ts'
import type { PictureSize } from './picture-size.ts'

const FRAME_MARKER = 2
const SYNC_CODE = 0x498342
const RGB = 7

/**
 * The size of a key frame of VP9; null for all other frames.
 * VP9 bitstream specification 0.7, 6.2 (uncompressed header).
 */
export function readVp9Size(packet: Uint8Array): PictureSize | null {
  const bits = new BitReader(packet)
  if (bits.read(2) !== FRAME_MARKER) return null
  const profile = bits.read(1) + bits.read(1) * 2
  if (profile === 3) bits.skip(1)
  const showsExisting = bits.flag()
  const isInter = bits.flag()
  if (showsExisting || isInter) return null
  bits.skip(2)
  if (bits.read(24) !== SYNC_CODE) return null
  if (profile >= 2) bits.skip(1)
  const hasSubsampling = profile === 1 || profile === 3
  if (bits.read(3) !== RGB) bits.skip(hasSubsampling ? 4 : 1)
  else if (hasSubsampling) bits.skip(1)
  return { widthPx: bits.read(16) + 1, heightPx: bits.read(16) + 1 }
}
