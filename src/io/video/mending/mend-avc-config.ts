const NAL_COUNT_MASK = 0x1f
/** Version, profile, compatibility, level, and the size of lengths: ISO/IEC 14496-15, 5.3.3.1. */
const HEADER_BYTES = 5

/**
 * Firefox writes the first byte of each parameter set twice into the configuration of an H.264 decoder.
 * Strict players refuse such a file.
 * @param description an `AVCDecoderConfigurationRecord`
 * @returns the record with each byte once; the same record if nothing is wrong
 */
export function mendAvcConfig(description: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [, profile] = description
  const kept = [...description.subarray(0, HEADER_BYTES)]
  let position = HEADER_BYTES
  let isMended = false
  // First come the sequence parameter sets, then the picture parameter sets.
  for (const isSequence of [true, false]) {
    const count = description[position++]
    if (count === undefined) return description
    kept.push(count)
    for (let left = isSequence ? count & NAL_COUNT_MASK : count; left > 0; left--) {
      const length = ((description[position] ?? 0) << 8) | (description[position + 1] ?? 0)
      const unit = description.subarray(position + 2, position + 2 + length)
      if (unit.length < length) return description
      position += 2 + length
      const isTwice = unit[0] === unit[1]
      // After its first byte, a sequence parameter set has the profile.
      if (isSequence && isTwice && unit[2] === profile) isMended = true
      const once = isMended && isTwice ? unit.subarray(1) : unit
      kept.push(once.length >> 8, once.length & 0xff, ...once)
    }
  }
  if (!isMended) return description
  return new Uint8Array([...kept, ...description.subarray(position)])
}
