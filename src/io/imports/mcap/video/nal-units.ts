/** Codecs whose packets are units with start codes between them (Annex B). */
export type UnitFormat = 'h264' | 'h265'

/** Types of units that begin a group of pictures. ITU-T H.264, table 7-1; H.265, table 7-1. */
export const KEY_UNITS: Readonly<Record<UnitFormat, readonly number[]>> = {
  h264: [5],
  h265: [16, 17, 18, 19, 20, 21],
}

/** The types of the units in a packet. */
export function findNalTypes(packet: Uint8Array, format: UnitFormat): ReadonlySet<number> {
  const types = new Set<number>()
  for (let at = 2; at + 1 < packet.length; at++) {
    if (packet[at] !== 1 || packet[at - 1] !== 0 || packet[at - 2] !== 0) continue
    const head = packet[at + 1] ?? 0
    types.add(format === 'h264' ? head & 0x1f : (head >> 1) & 0x3f)
  }
  return types
}
