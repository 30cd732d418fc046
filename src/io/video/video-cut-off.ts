/** What is missing at the end of a file. */
export interface CutOff {
  /** The smallest length that the file should have, according to the lengths written in it. */
  declaredBytes: number
  /**
   * The file with its last part shortened to its complete frames. Otherwise, readers would skip
   * this part.
   */
  readable: File
}

/**
 * Finds out whether a video is cut off, from the lengths that are written in its parts. Null if all
 * parts are complete. Also null if the file does not contain their lengths: then it may still be
 * cut off.
 */
export async function findCutOff(file: File): Promise<CutOff | null> {
  const bytesAt = readAhead(file)
  const bytes = await bytesAt(0)
  if (readElement(bytes, 0)?.id === EBML) return followElements(file, bytesAt)
  if (FIRST_BOXES.includes(readBox(bytes, 0)?.type ?? '')) return followBoxes(file, bytesAt)
  return countPackets(file, bytes)
}

const WINDOW_BYTES = 1 << 18
/** Enough bytes for a header, or to recognise packets. */
const LOOK_BYTES = 1024

type BytesAt = (position: number) => Promise<DataView>

/** Reads at least `LOOK_BYTES` from a position on, fewer at the end of the file. */
function readAhead(file: File): BytesAt {
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

/** A part of a Matroska file. */
interface Element {
  id: number
  sizeStart: number
  dataStart: number
  /** Infinity if the element has no length. */
  end: number
}

const EBML = 0x1a45dfa3
const SEGMENT = 0x18538067
const CLUSTER = 0x1f43b675

/** https://www.rfc-editor.org/rfc/rfc8794.html#name-variable-size-integer */
function readElement(bytes: DataView, position: number): Element | null {
  const idLength = numberLength(bytes, 0)
  const sizeLength = numberLength(bytes, idLength)
  if (idLength > 4 || sizeLength > 8 || idLength + sizeLength > bytes.byteLength) return null
  let id = 0
  for (let at = 0; at < idLength; at++) id = id * 256 + bytes.getUint8(at)
  let size = bytes.getUint8(idLength) & (0xff >> sizeLength)
  for (let at = 1; at < sizeLength; at++) size = size * 256 + bytes.getUint8(idLength + at)
  const isKnown = size < 2 ** (7 * sizeLength) - 1
  const sizeStart = position + idLength
  const dataStart = sizeStart + sizeLength
  return { id, sizeStart, dataStart, end: isKnown ? dataStart + size : Infinity }
}

/** The leading zeros of a number tell how many bytes it has. */
function numberLength(bytes: DataView, at: number): number {
  return at < bytes.byteLength ? Math.clz32(bytes.getUint8(at)) - 23 : Infinity
}

async function followElements(file: File, bytesAt: BytesAt): Promise<CutOff | null> {
  let declaredBytes = 0
  let cluster: Element | null = null
  let position = 0
  while (position < file.size) {
    const element = readElement(await bytesAt(position), position)
    if (!element) break
    const { id, dataStart, end } = element
    if (end <= file.size) {
      position = end
      continue
    }
    if (end !== Infinity) declaredBytes = Math.max(declaredBytes, end)
    if (id !== SEGMENT && id !== CLUSTER) break
    if (id === CLUSTER) cluster = element
    position = dataStart
  }
  if (declaredBytes <= file.size) return null
  return { declaredBytes, readable: cluster ? endCluster(file, cluster, position) : file }
}

function endCluster(file: File, { sizeStart, dataStart, end }: Element, newEnd: number): File {
  const sizeLength = dataStart - sizeStart
  const size = new DataView(new ArrayBuffer(8))
  size.setBigUint64(0, 2n ** BigInt(7 * sizeLength) + BigInt(newEnd - dataStart))
  const sizePart =
    end === Infinity ? file.slice(sizeStart, dataStart) : size.buffer.slice(-sizeLength)
  const parts = [file.slice(0, sizeStart), sizePart, file.slice(dataStart, newEnd)]
  return new File(parts, file.name, { type: file.type, lastModified: file.lastModified })
}

/** The first boxes of MP4 and MOV files. Other files do not begin with them. */
const FIRST_BOXES = ['ftyp', 'styp']
const BOX_HEADER_BYTES = 8
const LARGE_BOX_HEADER_BYTES = 16

/** ISO/IEC 14496-12, 4.2. */
function readBox(bytes: DataView, position: number): { type: string; end: number } | null {
  if (bytes.byteLength < BOX_HEADER_BYTES) return null
  const type = String.fromCharCode(...[4, 5, 6, 7].map((at) => bytes.getUint8(at)))
  const isLarge = bytes.getUint32(0) === 1 && bytes.byteLength >= LARGE_BOX_HEADER_BYTES
  const size = isLarge ? Number(bytes.getBigUint64(8)) : bytes.getUint32(0)
  // A size of 0 means: to the end of the file.
  return size >= BOX_HEADER_BYTES && /^[\x20-\x7e]+$/.test(type)
    ? { type, end: position + size }
    : null
}

async function followBoxes(file: File, bytesAt: BytesAt): Promise<CutOff | null> {
  let position = 0
  while (position < file.size) {
    const box = readBox(await bytesAt(position), position)
    if (!box) return null
    position = box.end
  }
  return position > file.size ? { declaredBytes: position, readable: file } : null
}

/** The packets of MPEG-TS: alone, with times before them, or with checksums after them. */
const PACKETS = [
  { offset: 0, strideBytes: 188 },
  { offset: 4, strideBytes: 192 },
  { offset: 0, strideBytes: 204 },
]
const PACKET_START = 0x47

function countPackets(file: File, bytes: DataView): CutOff | null {
  const packets = PACKETS.find(({ offset, strideBytes }) =>
    [0, 1, 2].every((count) => {
      const at = offset + count * strideBytes
      return at < bytes.byteLength && bytes.getUint8(at) === PACKET_START
    }),
  )
  if (!packets) return null
  const declaredBytes = Math.ceil(file.size / packets.strideBytes) * packets.strideBytes
  return declaredBytes > file.size ? { declaredBytes, readable: file } : null
}
