import { readElement } from '../containers/matroska-elements.ts'
import type { Element } from '../containers/matroska-elements.ts'
import { CLUSTER, EBML, SEGMENT } from '../containers/matroska-kinds.ts'
import { readAhead } from '../containers/read-ahead.ts'
import type { BytesAt } from '../containers/read-ahead.ts'
import { packetForm } from '../containers/transport-packets.ts'

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

function countPackets(file: File, bytes: DataView): CutOff | null {
  const form = packetForm(bytes)
  if (!form) return null
  const declaredBytes = Math.ceil(file.size / form.strideBytes) * form.strideBytes
  return declaredBytes > file.size ? { declaredBytes, readable: file } : null
}
