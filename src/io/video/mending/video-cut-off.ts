import { readElement, writeNumber } from '../containers/matroska-elements.ts'
import type { Element } from '../containers/matroska-elements.ts'
import { CLUSTER, EBML, SEGMENT } from '../containers/matroska-kinds.ts'
import { boxesWithin } from '../containers/mp4-boxes.ts'
import { readAhead } from '../containers/read-ahead.ts'
import type { BytesAt } from '../containers/read-ahead.ts'
import { packetForm } from '../containers/transport-packets.ts'
import type { PacketForm } from '../containers/transport-packets.ts'
import { patchFile } from './patched-file.ts'

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
  const form = packetForm(bytes)
  return form ? countPackets(file, form) : followBoxes(file)
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
  const size = writeNumber(newEnd - dataStart, dataStart - sizeStart)
  return patchFile(file, end === Infinity ? [] : [{ at: sizeStart, bytes: size }], newEnd)
}

/** The first boxes of MP4 and MOV files. Other files do not begin with them. */
const FIRST_BOXES = ['ftyp', 'styp']

async function followBoxes(file: File): Promise<CutOff | null> {
  let declaredBytes = 0
  // The range has no end, so that the last box keeps the end that it states.
  for await (const { type, headerAt, end } of boxesWithin(file, 0, Infinity)) {
    const isBox = headerAt === 0 ? FIRST_BOXES.includes(type) : /^[\x20-\x7e]+$/.test(type)
    if (!isBox) return null
    declaredBytes = end
  }
  return declaredBytes > file.size ? { declaredBytes, readable: file } : null
}

function countPackets(file: File, { strideBytes }: PacketForm): CutOff | null {
  const declaredBytes = Math.ceil(file.size / strideBytes) * strideBytes
  return declaredBytes > file.size ? { declaredBytes, readable: file } : null
}
