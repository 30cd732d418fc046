import { BitReader } from './bit-reader.ts'
import type { PictureSize } from './picture-size.ts'

const SEQUENCE_HEADER = 1
const LAST_LEVEL_WITHOUT_TIER = 7

/**
 * The size in the sequence header of AV1, which a packet has that begins a group of pictures; null for
 * all other packets. AV1 bitstream specification, 5.3 to 5.5.
 */
export function readAv1Size(packet: Uint8Array): PictureSize | null {
  let at = 0
  while (at < packet.length) {
    const header = packet[at++] ?? 0
    const hasExtension = (header & 4) !== 0
    const hasSize = (header & 2) !== 0
    if (hasExtension) at++
    let [length, scale] = [hasSize ? 0 : packet.length - at, 1]
    for (let more = hasSize; more; scale *= 128) {
      const byte = packet[at++] ?? 0
      length += (byte & 0x7f) * scale
      more = byte >= 0x80
    }
    if (((header >> 3) & 0xf) === SEQUENCE_HEADER) return sizeIn(packet.subarray(at, at + length))
    at += length
  }
  return null
}

function sizeIn(sequenceHeader: Uint8Array): PictureSize {
  const bits = new BitReader(sequenceHeader)
  // Profile, and whether it is a still picture.
  bits.skip(4)
  const isReduced = bits.flag()
  if (isReduced) bits.skip(5)
  else skipOperatingPoints(bits)
  const [widthBits, heightBits] = [bits.read(4) + 1, bits.read(4) + 1]
  return { widthPx: bits.read(widthBits) + 1, heightPx: bits.read(heightBits) + 1 }
}

function skipOperatingPoints(bits: BitReader): void {
  let delayBits = 0
  let hasDecoderModel = false
  if (bits.flag()) {
    skipTiming(bits)
    hasDecoderModel = bits.flag()
    if (hasDecoderModel) {
      delayBits = bits.read(5) + 1
      bits.skip(32 + 5 + 5)
    }
  }
  const hasDisplayDelay = bits.flag()
  for (let left = bits.read(5) + 1; left > 0; left--) {
    bits.skip(12)
    if (bits.read(5) > LAST_LEVEL_WITHOUT_TIER) bits.skip(1)
    if (hasDecoderModel && bits.flag()) bits.skip(2 * delayBits + 1)
    if (hasDisplayDelay && bits.flag()) bits.skip(4)
  }
}

function skipTiming(bits: BitReader): void {
  bits.skip(32 + 32)
  if (!bits.flag()) return
  // A number whose count of leading zeros is the count of its other bits.
  let zeroCount = 0
  while (zeroCount < 32 && !bits.flag()) zeroCount++
  bits.skip(zeroCount)
}
