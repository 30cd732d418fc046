/** A box: a part of an MP4 or MOV file. ISO/IEC 14496-12, section 4.2. */
export interface Box {
  /** Four characters. */
  type: string
  /** The byte of the file at which its header begins. */
  headerAt: number
  /** Its content is from `start` to `end`, in bytes of the file. */
  start: number
  end: number
}

type BoxHeader = Omit<Box, 'headerAt'>

const HEADER_BYTES = 8
const LARGE_HEADER_BYTES = 16

/**
 * The boxes in a byte range of a file, one after another. They end where no other box follows. If a
 * box states an end after the range, it ends with the range.
 */
export async function* boxesWithin(
  file: File,
  start: number,
  end: number,
): AsyncGenerator<Box, void> {
  const readHeader = headerReader(file)
  for (let at = start; at + HEADER_BYTES <= end;) {
    const header = await readHeader(at)
    if (!header || header.end <= at) return
    const box = { ...header, headerAt: at, end: Math.min(header.end, end) }
    if (box.start > box.end) return
    yield box
    at = box.end
  }
}

/** The bytes of a box's content. */
export async function readContent(file: File, { start, end }: Box): Promise<DataView> {
  return new DataView(await file.slice(start, end).arrayBuffer())
}

/** Small boxes are close together, and large boxes are not read, so a small window is enough. */
const WINDOW_BYTES = 1 << 12

function headerReader(file: File): (at: number) => Promise<BoxHeader | null> {
  let begin = 0
  let bytes = new ArrayBuffer(0)
  return async (at) => {
    const isThere = at >= begin && at + LARGE_HEADER_BYTES <= begin + bytes.byteLength
    if (!isThere) {
      begin = at
      bytes = await file.slice(at, at + WINDOW_BYTES).arrayBuffer()
    }
    return parseBoxHeader(new DataView(bytes, at - begin), at, file.size)
  }
}

/**
 * Reads the header of a box; null if there is no valid one.
 * @param view bytes of the file from `at` on
 */
export function parseBoxHeader(view: DataView, at: number, fileBytes: number): BoxHeader | null {
  if (view.byteLength < HEADER_BYTES) return null
  const type = String.fromCharCode(...[4, 5, 6, 7].map((index) => view.getUint8(index)))
  const size = view.getUint32(0)
  if (size === 0) return { type, start: at + HEADER_BYTES, end: fileBytes }
  if (size !== 1) {
    return size < HEADER_BYTES ? null : { type, start: at + HEADER_BYTES, end: at + size }
  }
  if (view.byteLength < LARGE_HEADER_BYTES) return null
  const largeSize = Number(view.getBigUint64(8))
  if (largeSize < LARGE_HEADER_BYTES) return null
  return { type, start: at + LARGE_HEADER_BYTES, end: at + largeSize }
}
