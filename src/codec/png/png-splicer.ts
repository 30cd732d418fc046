import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { joinBytes, newBytes } from '../join-bytes.ts'
import type { TakeBytes } from '../join-bytes.ts'
import type { SpliceResult } from '../splice-result.ts'
import { readPngChunks } from './png-chunks.ts'
import type { PngChunk } from './png-chunks.ts'
import { editPngFile } from './png-file.ts'
import type { StreamEdit } from './png-file.ts'
import { declineReason, readPngHeader } from './png-header.ts'
import type { PngHeader } from './png-header.ts'
import type { PngModule } from './png-module.ts'
import {
  SPAN_SIZE,
  bytesPerPixelOf,
  dataLength,
  filteredSize,
  layOutMemory,
} from './splice-memory.ts'
import type { SpliceMemory } from './splice-memory.ts'

const CUT_OFF: SpliceResult = { kind: 'damaged', fault: 'it is cut off before its end' }
const BROKEN: SpliceResult = { kind: 'damaged', fault: 'its image data is broken' }
const TOO_LONG: SpliceResult = { kind: 'declined', reason: 'PNG with more data than pixels' }
const TOO_LARGE: SpliceResult = { kind: 'declined', reason: 'PNG too large for the memory' }
/** The fault that is reported if the module itself fails on a file. */
export const TRAP_FAULT = 'its image data cannot be read'

/** What `inflate` returns; see `assembly/inflate/inflate-block.ts`. */
const INFLATE_FAULTS = new Map<number, SpliceResult>([
  [1, BROKEN],
  [2, CUT_OFF],
  [3, TOO_LONG],
])

/** The most bytes that deflate can make from one compressed byte. */
const MAX_EXPANSION = 1032
const ZLIB_HEADER = 2
const ADLER = 4

/**
 * Draws on PNG files without encoding the whole file again. Pixels that no patch touches keep their
 * values, and most of the file keeps its bytes. An instance reuses its memory from frame to frame.
 */
export class PngSplicer {
  readonly #compiled: WebAssembly.Module
  #module: PngModule

  /** @param compiled the module of `assembly/index.ts` */
  constructor(compiled: WebAssembly.Module) {
    this.#compiled = compiled
    this.#module = instantiate(compiled)
  }

  /** The memory that the splicer holds, in bytes. It does not shrink after its largest frame. */
  get memorySize(): number {
    return this.#module.memory.buffer.byteLength
  }

  /**
   * @param source the bytes of a whole file
   * @param patches inside the frame; they do not overlap
   * @param onWalked called when the file was read through, before anything is written
   * @param take gives the bytes for the result
   * @throws RangeError if a patch lies outside the picture, or its number of pixels is wrong
   */
  splice(
    source: Uint8Array,
    patches: readonly OverlayPatch[],
    onWalked: () => void = () => undefined,
    take: TakeBytes = newBytes,
  ): SpliceResult {
    const header = readPngHeader(source)
    if (!header) return { kind: 'damaged', fault: 'its header is broken' }
    const reason = declineReason(header)
    if (reason) return { kind: 'declined', reason }
    for (const patch of patches) checkPatch(patch, header)
    const chunks = [...readPngChunks(source)]
    if (chunks.at(-1)?.name !== 'IEND') return CUT_OFF
    const imageChunks = chunks.filter(({ name }) => name === 'IDAT')
    const first = chunks.findIndex(({ name }) => name === 'IDAT')
    const last = chunks.findLastIndex(({ name }) => name === 'IDAT')
    if (last - first >= imageChunks.length) {
      return { kind: 'declined', reason: 'PNG with image data in several places' }
    }
    try {
      return spliceImageData(this.#module, source, header, imageChunks, patches, onWalked, take)
    } catch (thrown) {
      if (!(thrown instanceof WebAssembly.RuntimeError)) throw thrown
      this.#module = instantiate(this.#compiled)
      return { kind: 'damaged', fault: TRAP_FAULT }
    }
  }
}

function instantiate(compiled: WebAssembly.Module): PngModule {
  return new WebAssembly.Instance(compiled).exports as unknown as PngModule
}

function checkPatch({ x, y, width, height, rgba }: OverlayPatch, header: PngHeader): void {
  const { widthPx, heightPx } = header
  const isInside = x >= 0 && y >= 0 && x + width <= widthPx && y + height <= heightPx
  if (isInside && rgba.length === width * height * 4) return
  const place = `${width} × ${height} px at ${x}, ${y}`
  throw new RangeError(
    `A patch of ${place} with ${rgba.length} bytes does not fit on ${widthPx} × ${heightPx} px`,
  )
}

function spliceImageData(
  module: PngModule,
  source: Uint8Array,
  header: PngHeader,
  imageChunks: readonly PngChunk[],
  patches: readonly OverlayPatch[],
  onWalked: () => void,
  take: TakeBytes,
): SpliceResult {
  const length = dataLength(imageChunks)
  if (length < ZLIB_HEADER + ADLER) return CUT_OFF
  if (filteredSize(header) > length * MAX_EXPANSION) return CUT_OFF
  const at = layOutMemory(module, header, patches, imageChunks)
  if (!at) return TOO_LARGE
  const memory = new Uint8Array(module.memory.buffer)
  const stream = memory.subarray(at.stream, at.streamEnd)
  const file = {
    source,
    imageChunks,
    stream,
    crc32: (crc: number, bytes: Uint8Array) => crcOf(module, at, crc, bytes),
  }
  if (!readStream(module, at, source, imageChunks) || !isZlibHeader(stream)) return BROKEN

  const { widthPx, heightPx } = header
  const pixelSize = bytesPerPixelOf(header)
  const changesEnd = module.findChanges(
    at.patches,
    at.patchesEnd,
    at.rows,
    widthPx,
    heightPx,
    pixelSize,
    at.output,
    at.changes,
  )
  if (changesEnd === at.changes)
    return { kind: 'spliced', bytes: joinBytes([source], take), fault: null }
  module.findRuns(
    at.patches,
    at.patchesEnd,
    at.rows,
    widthPx,
    heightPx,
    pixelSize,
    at.output,
    at.runs,
  )
  module.openBlocks(at.blocks, at.lastBlock)
  const fault = INFLATE_FAULTS.get(
    module.inflate(
      at.stream,
      at.streamEnd,
      at.output,
      at.outputEnd,
      at.changes,
      changesEnd,
      at.spans,
      at.notes,
      at.lastNote,
    ),
  )
  if (fault) return fault

  const adlerPlace = (module.streamEnd.value || at.streamEnd - ADLER) - at.stream
  const view = new DataView(memory.buffer, at.stream, length)
  if (adlerPlace + ADLER > length) return CUT_OFF
  const adler = view.getUint32(adlerPlace)
  if (module.streamEnd.value && module.adler32(1, at.output, at.outputEnd) >>> 0 !== adler) {
    return BROKEN
  }
  onWalked()
  const isRepainted = module.repaint(
    at.output,
    widthPx,
    heightPx,
    pixelSize,
    at.patches,
    at.patchesEnd,
    at.rows,
    at.scratch,
  )
  if (!isRepainted) return BROKEN
  module.openChanges(at.output, at.rows, widthPx, heightPx, pixelSize)
  module.openRuns(at.runs)
  const edits = writeSpans(module, at, memory)
  if (!edits || (edits.at(-1)?.end ?? 0) > adlerPlace) return BROKEN
  const newAdler = new Uint8Array(ADLER)
  new DataView(newAdler.buffer).setUint32(0, module.changedAdler(adler))
  const window = widestWindow(stream)
  const bytes = editPngFile({
    ...file,
    take,
    edits: [
      ...(window ? [window] : []),
      ...edits,
      { start: adlerPlace, end: adlerPlace + ADLER, bytes: newAdler },
    ],
  })
  return { kind: 'spliced', bytes, fault: null }
}

/** @returns false if the CRC of an IDAT chunk is wrong */
function readStream(
  module: PngModule,
  at: SpliceMemory,
  source: Uint8Array,
  chunks: readonly PngChunk[],
): boolean {
  const { buffer } = module.memory
  const start = chunks[0]?.start ?? 0
  new Uint8Array(buffer).set(source.subarray(start, chunks.at(-1)?.end), at.file)
  const table = new Uint32Array(buffer, at.chunks, 2 * chunks.length)
  const offset = at.file - start
  chunks.forEach(({ dataStart, dataEnd }, index) => {
    table[2 * index] = offset + dataStart
    table[2 * index + 1] = offset + dataEnd
  })
  return module.joinChunks(at.chunks, at.chunksEnd, at.streamEnd) !== 0
}

/** RFC 1950, 2.2: deflate without a preset dictionary. */
function isZlibHeader(stream: Uint8Array): boolean {
  const [method = 0, flags = 0] = stream
  const DEFLATE = 8
  const HAS_DICTIONARY = 0x20
  const isDeflate = (method & 15) === DEFLATE && method >> 4 <= 7
  return isDeflate && (flags & HAS_DICTIONARY) === 0 && ((method << 8) | flags) % 31 === 0
}

/**
 * Replaces the header of a stream whose window is smaller than the one that new matches may use;
 * null if the window is already the largest.
 */
function widestWindow(stream: Uint8Array): StreamEdit | null {
  const [method = 0, flags = 0] = stream
  const LARGEST = 0x78
  if (method === LARGEST) return null
  const level = flags & 0xc0
  const check = 31 - (((LARGEST << 8) | level) % 31)
  return { start: 0, end: ZLIB_HEADER, bytes: Uint8Array.of(LARGEST, level | (check % 31)) }
}

/** @returns null if a span does not fit into the memory */
function writeSpans(module: PngModule, at: SpliceMemory, memory: Uint8Array): StreamEdit[] | null {
  const view = new DataView(memory.buffer)
  const edits: StreamEdit[] = []
  let target = at.target
  for (let span = at.spans; span < module.spansEnd.value; span += SPAN_SIZE) {
    if (!module.writeSpan(span, at.stream, at.output, target, at.stream)) return null
    const bytesEnd = view.getUint32(span + 40, true)
    edits.push({
      start: Number(view.getBigUint64(span, true) / 8n),
      end: Number((view.getBigUint64(span + 8, true) + 7n) / 8n),
      bytes: memory.subarray(view.getUint32(span + 36, true), bytesEnd),
    })
    target = bytesEnd
  }
  return edits
}

/**
 * Computes a CRC-32 with the module. Bytes that are not in its memory, always few, are copied
 * there.
 */
function crcOf(module: PngModule, at: SpliceMemory, crc: number, bytes: Uint8Array): number {
  let place = bytes.byteOffset
  if (bytes.buffer !== module.memory.buffer) {
    place = at.notes
    new Uint8Array(module.memory.buffer).set(bytes, place)
  }
  return module.crc32(crc, place, place + bytes.length) >>> 0
}
