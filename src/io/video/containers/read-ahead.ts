const WINDOW_BYTES = 1 << 18
/** Enough for the header of an element or a box, and to recognise packets. */
const LOOK_BYTES = 1024

/** Gives at least 1,024 bytes from a position on; fewer if the file ends there. */
export type BytesAt = (position: number) => Promise<DataView>

/** Reads a large piece of the file at a time. It is fast if the positions mostly rise. */
export function readAhead(file: File): BytesAt {
  let begin = 0
  let bytes = new ArrayBuffer(0)
  return async (position) => {
    const end = Math.min(position + LOOK_BYTES, file.size)
    if (position < begin || end > begin + bytes.byteLength) {
      begin = position
      bytes = await file.slice(begin, begin + WINDOW_BYTES).arrayBuffer()
    }
    return new DataView(bytes, position - begin)
  }
}
