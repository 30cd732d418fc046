import { joinBytes } from '../join-bytes.ts'
import type { TakeBytes } from '../join-bytes.ts'
import type { PngChunk } from './png-chunks.ts'

/** A change of the image data. */
export interface StreamEdit {
  /** The bytes that are replaced, counted from the start of the zlib stream. */
  start: number
  end: number
  bytes: Uint8Array
}

/** The parts from which a file is assembled. */
export interface EditedFile {
  source: Uint8Array
  /** Its IDAT chunks, one after the other. */
  imageChunks: readonly PngChunk[]
  /** The data of these chunks as one stream. */
  stream: Uint8Array
  /** In rising order, at least one; none is empty. */
  edits: readonly StreamEdit[]
  /** Continues a CRC-32 with more bytes; it starts with 0. */
  crc32: (crc: number, bytes: Uint8Array) => number
  /** Gives the bytes for the file. Default: new ones. */
  take?: TakeBytes
}

const IMAGE_DATA = Uint8Array.of(0x49, 0x44, 0x41, 0x54)
const OVERHEAD = 12

/**
 * Replaces parts of the image data. Chunks that no edit touches keep their bytes and their CRC. The
 * chunks from the first to the last one of an edit become one chunk.
 */
export function editPngFile(file: EditedFile): Uint8Array<ArrayBuffer> {
  const { source, crc32, stream, take } = file
  const nameCrc = crc32(0, IMAGE_DATA)
  const parts: Uint8Array[] = []
  let copied = 0
  for (const group of groupEdits(file)) {
    parts.push(source.subarray(copied, group.chunks[0]?.start))
    copied = group.chunks.at(-1)?.end ?? copied
    const pieces: Uint8Array[] = []
    let at = group.start
    for (const edit of group.edits) {
      pieces.push(stream.subarray(at, edit.start), edit.bytes)
      at = edit.end
    }
    pieces.push(stream.subarray(at, group.end))
    parts.push(...chunkOf(pieces, nameCrc, crc32))
  }
  parts.push(source.subarray(copied))
  return joinBytes(parts, take)
}

/** Chunks that become one, and where their data are in the stream. */
interface EditGroup {
  chunks: PngChunk[]
  edits: StreamEdit[]
  start: number
  end: number
}

function groupEdits({ imageChunks, edits }: EditedFile): EditGroup[] {
  const groups: EditGroup[] = []
  let group: EditGroup | undefined
  let nextEdit = 0
  let streamStart = 0
  for (const chunk of imageChunks) {
    const streamEnd = streamStart + chunk.dataEnd - chunk.dataStart
    const isInEdit = (group?.edits.at(-1)?.end ?? 0) > streamStart
    const first = nextEdit
    while ((edits[nextEdit]?.start ?? Infinity) < streamEnd) nextEdit++
    if (isInEdit || nextEdit > first) {
      if (!group || !isInEdit) {
        group = { chunks: [], edits: [], start: streamStart, end: streamEnd }
        groups.push(group)
      }
      group.chunks.push(chunk)
      group.edits.push(...edits.slice(first, nextEdit))
      group.end = streamEnd
    }
    streamStart = streamEnd
  }
  return groups
}

function chunkOf(
  pieces: readonly Uint8Array[],
  nameCrc: number,
  crc32: EditedFile['crc32'],
): Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const head = new Uint8Array(8)
  new DataView(head.buffer).setUint32(0, length)
  head.set(IMAGE_DATA, 4)
  const tail = new Uint8Array(OVERHEAD - head.length)
  const crc = pieces.reduce((before, piece) => crc32(before, piece), nameCrc)
  new DataView(tail.buffer).setUint32(0, crc)
  return [head, ...pieces, tail]
}
