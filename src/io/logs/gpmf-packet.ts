const HEADER_BYTES = 8
const DEVICE = 'DEVC'
/** GoPro's own parser follows as many levels. */
const MOST_LEVELS = 16
const KEY = /^[\x20-\x7e]{4}$/

/**
 * Whether the entries of a packet of telemetry fill it, and those inside others fill these. The library
 * skips what does not, and often a whole packet, without a word.
 * @param bytes of one packet: https://github.com/gopro/gpmf-parser#length-type-size-repeat-structure
 */
export function isWholePacket(bytes: Uint8Array): boolean {
  return isFilled(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, 0)
}

function isFilled(view: DataView, start: number, end: number, level: number): boolean {
  let at = start
  while (at + HEADER_BYTES <= end) {
    const key = String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)))
    // The rest of a packet may be empty.
    if (key === '\0\0\0\0') return true
    const hasEntries = view.getUint8(at + 4) === 0
    const byteCount = view.getUint8(at + 5) * view.getUint16(at + 6)
    const [content, next] = [at + HEADER_BYTES, at + HEADER_BYTES + 4 * Math.ceil(byteCount / 4)]
    const isDevice = level > 0 || (key === DEVICE && hasEntries)
    if (!KEY.test(key) || !isDevice || next > end || level > MOST_LEVELS) return false
    if (hasEntries && !isFilled(view, content, content + byteCount, level + 1)) return false
    at = next
  }
  return at === end
}
