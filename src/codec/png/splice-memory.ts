import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import type { PngChunk } from './png-chunks.ts'
import type { PngHeader } from './png-header.ts'
import type { PngModule } from './png-module.ts'

/** The sizes of the module's records in bytes; see `assembly/rows.ts`, `chunks.ts` and `inflate/`. */
const PATCH_SIZE = 20
const CHUNK_SIZE = 8
const ROW_SIZE = 8
const CHANGE_SIZE = 8
export const SPAN_SIZE = 56
const NOTE_SIZE = 12
const BLOCK_SIZE = 360
/** The bytes that the module reads or writes after the inflated and the compressed data. */
const OUTPUT_PADDING = 320
const INPUT_PADDING = 32
/** No more matches are noted. The data after them are compressed less well. */
const MAX_NOTES = 2_600_000
/** From one match to the next, on average. In photographs they are 15 and more. */
const BYTES_PER_NOTE = 5
/** If the spans have more blocks, they are written with new codes. */
const MAX_BLOCKS = 2048
const BYTES_PER_BLOCK = 64
/** In bytes: addresses stay within 31 bits. */
const MAX_MEMORY = 2 ** 31 - 65_536
const PAGE = 65_536

/** The addresses of one frame's data in the module's memory. */
export interface SpliceMemory {
  patches: number
  patchesEnd: number
  rows: number
  changes: number
  spans: number
  scratch: number
  notes: number
  lastNote: number
  /** The runs of changed bytes; see `assembly/runs.ts`. */
  runs: number
  /** See `assembly/inflate/noted-blocks.ts`. */
  blocks: number
  lastBlock: number
  /** Where the data of the IDAT chunks are; see `assembly/chunks.ts`. */
  chunks: number
  chunksEnd: number
  /** The inflated data: filtered rows. */
  output: number
  outputEnd: number
  /** The bytes that replace the spans; they may reach up to the stream. */
  target: number
  /** The zlib stream. It lies at the end of the memory, so a read far beyond it traps. */
  stream: number
  streamEnd: number
  /** The IDAT chunks as they are in the file, up to `streamEnd`. They become the stream. */
  file: number
}

export function bytesPerPixelOf({ bitDepth, colourType }: PngHeader): number {
  return ((colourType === 'rgba' ? 4 : 3) * bitDepth) / 8
}

/** The size of all filtered rows in bytes. */
export function filteredSize(header: PngHeader): number {
  return header.heightPx * (1 + header.widthPx * bytesPerPixelOf(header))
}

/** The size of the zlib stream in bytes. */
export function dataLength(imageChunks: readonly PngChunk[]): number {
  return imageChunks.reduce((sum, { dataStart, dataEnd }) => sum + dataEnd - dataStart, 0)
}

/**
 * Lays out the memory for a frame, grows it if needed, and writes the patches.
 *
 * @returns null if the memory would be too large
 */
export function layOutMemory(
  module: PngModule,
  header: PngHeader,
  patches: readonly OverlayPatch[],
  imageChunks: readonly PngChunk[],
): SpliceMemory | null {
  const streamLength = dataLength(imageChunks)
  const fileLength = (imageChunks.at(-1)?.end ?? 0) - (imageChunks[0]?.start ?? 0)
  let end = module.memoryStart()
  const take = (size: number): number => {
    const start = end
    end += Math.ceil(size / 16) * 16
    return start
  }
  const { widthPx, heightPx } = header
  const size = filteredSize(header)
  const changeCount = Math.ceil(heightPx / 2)
  const patchTable = take(patches.length * PATCH_SIZE)
  const pixels = patches.map(({ width, height }) => take(width * height * 4))
  const rows = take(heightPx * ROW_SIZE)
  const changes = take(changeCount * CHANGE_SIZE)
  const spans = take(changeCount * SPAN_SIZE)
  const scratch = take(module.scratchSize(widthPx * bytesPerPixelOf(header)))
  const noteCount = Math.min(Math.ceil(size / BYTES_PER_NOTE), streamLength * 4, MAX_NOTES)
  const notes = take((noteCount + 1) * NOTE_SIZE)
  const runs = take(module.runsSize(heightPx))
  const blockCount = Math.min(Math.ceil(streamLength / BYTES_PER_BLOCK), MAX_BLOCKS)
  const blocks = take((blockCount + 1) * BLOCK_SIZE)
  const chunks = take(imageChunks.length * CHUNK_SIZE)
  const output = take(size + OUTPUT_PADDING)
  const target = take(size + size / 8 + PAGE)
  const needed = end + fileLength + INPUT_PADDING
  if (needed > MAX_MEMORY || !grow(module.memory, needed)) return null

  const memory = new Uint8Array(module.memory.buffer)
  const table = new Uint32Array(module.memory.buffer, patchTable)
  patches.forEach(({ x, y, width, height, rgba }, index) => {
    const place = pixels[index] ?? 0
    table.set([x, y, width, height, place], (index * PATCH_SIZE) / 4)
    memory.set(rgba, place)
  })
  const streamEnd = memory.length - INPUT_PADDING
  memory.fill(0, streamEnd)
  return {
    patches: patchTable,
    patchesEnd: patchTable + patches.length * PATCH_SIZE,
    rows,
    changes,
    spans,
    scratch,
    notes,
    lastNote: notes + noteCount * NOTE_SIZE,
    runs,
    blocks,
    lastBlock: blocks + blockCount * BLOCK_SIZE,
    chunks,
    chunksEnd: chunks + imageChunks.length * CHUNK_SIZE,
    output,
    outputEnd: output + size,
    target,
    stream: streamEnd - streamLength,
    streamEnd,
    file: streamEnd - fileLength,
  }
}

function grow(memory: WebAssembly.Memory, size: number): boolean {
  const pages = Math.ceil((size - memory.buffer.byteLength) / PAGE)
  if (pages <= 0) return true
  try {
    memory.grow(pages)
    return true
  } catch {
    return false
  }
}
