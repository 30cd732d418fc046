/** The header of a film has its times within so many bytes of its beginning. */
const HEADER_BYTES = 64
const CHUNK_BYTES = 1 << 20
/** MP4 counts seconds from 1904. */
const EPOCH_1904_MS = -2_082_844_800_000
const LATEST_MS = 4_102_444_800_000

/**
 * When a video was begun, by the header (`mvhd`) of MP4 and MOV, in ms of the Unix epoch. Null if it
 * does not say, or in another container.
 */
export async function readCreationMs(file: Blob): Promise<number | null> {
  let at = 0
  while (at + 16 <= file.size) {
    const view = new DataView(await file.slice(at, at + 16).arrayBuffer())
    const short = view.getUint32(0)
    const size = short === 1 ? Number(view.getBigUint64(8)) : short === 0 ? file.size - at : short
    if (size < 8) return null
    if (nameOf(view) === 'moov') {
      return creationIn(await file.slice(at, at + Math.min(size, CHUNK_BYTES)).arrayBuffer())
    }
    at += size
  }
  return null
}

/** `mvhd` is most often the first box inside `moov`. */
function creationIn(moov: ArrayBuffer): number | null {
  let at = 8
  while (at + HEADER_BYTES <= moov.byteLength) {
    const view = new DataView(moov, at)
    const size = view.getUint32(0)
    if (nameOf(view) === 'mvhd') {
      const seconds = view.getUint8(8) === 1 ? Number(view.getBigUint64(12)) : view.getUint32(12)
      const timeMs = EPOCH_1904_MS + seconds * 1000
      return timeMs > 0 && timeMs < LATEST_MS ? timeMs : null
    }
    if (size < 8) return null
    at += size
  }
  return null
}

function nameOf(view: DataView): string {
  return String.fromCharCode(...Array.from({ length: 4 }, (_, at) => view.getUint8(4 + at)))
}
