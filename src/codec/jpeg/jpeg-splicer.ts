import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { joinBytes, newBytes } from '../join-bytes.ts'
import type { TakeBytes } from '../join-bytes.ts'
import type { SpliceResult } from '../splice-result.ts'
import { addSymbols, keptCodeLength } from './huffman-replacement.ts'
import { findEndOfImage, readJpegHeader } from './jpeg-header.ts'
import type { JpegComponent, JpegHeader } from './jpeg-header.ts'
import type { HuffmanTable } from './jpeg-tables.ts'
import { describeStray, findMarkerFault } from './marker-fault.ts'
import { declineReason } from './splice-conditions.ts'
import { instantiateSplicer } from './splicer-module.ts'
import type { SplicerExports } from './splicer-module.ts'

/** The result of splicing a frame, and whether symbols were added to its Huffman tables. */
export type JpegSpliceResult =
  | Exclude<SpliceResult, { kind: 'spliced' }>
  | (Extract<SpliceResult, { kind: 'spliced' }> & { hasNewTables: boolean })

/** See `assembly/status.ts`. */
const DONE = 0
const FAULTS: Readonly<Record<number, string>> = {
  1: 'its picture data end too early',
  2: 'its picture data are broken',
  3: 'a restart marker is missing or out of order',
  4: 'its picture data are broken',
}

/** A DC symbol and an end of block: at least one bit each. */
const LEAST_BITS_PER_BLOCK = 2
/** A byte of data and a restart marker. */
const LEAST_BYTES_PER_SEGMENT = 3
/** The splicer stores positions of bits in 32 bits. */
const MOST_BYTES = 2 ** 28
/** The DC tables come first, then the AC tables. */
const AC_SLOTS = 4

/**
 * The reason if the splicer itself fails on a frame. The checks before it should make this
 * impossible.
 */
export const INTERNAL_FAILURE = 'the splicer failed'

/**
 * Draws overlays on JPEG files. It decodes and encodes only the blocks that change, with the file's
 * own quantisation tables. Everything else stays unchanged. The splicer keeps its memory from frame
 * to frame.
 */
export class JpegSplicer {
  readonly #module: WebAssembly.Module
  #exports: SplicerExports

  constructor(module: WebAssembly.Module) {
    this.#module = module
    this.#exports = instantiateSplicer(module)
  }

  /** The memory that the splicer holds between frames. It grows with the largest frame so far. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength
  }

  /**
   * @param patches inside the frame; they do not overlap
   * @param onWalked called when the file was read through, before anything is written
   * @param take gives the bytes for the result
   * @throws RangeError if a patch is not inside the frame
   */
  splice(
    source: Uint8Array,
    patches: readonly OverlayPatch[],
    onWalked: () => void = () => undefined,
    take: TakeBytes = newBytes,
  ): JpegSpliceResult {
    const header = readJpegHeader(source)
    if (header.kind === 'damaged') return header
    for (const patch of patches) checkPatch(patch, header)
    const reason = source.length > MOST_BYTES ? 'more than 256 MB' : declineReason(header)
    if (reason !== null) return { kind: 'declined', reason }
    if (leastScanBytes(header) > source.length - header.scanStart) {
      return { kind: 'damaged', fault: 'its picture data end too early' }
    }
    try {
      return this.#splice(source, header, patches, onWalked, take)
    } catch (thrown) {
      if (!(thrown instanceof WebAssembly.RuntimeError)) throw thrown
      this.#exports = instantiateSplicer(this.#module)
      return { kind: 'declined', reason: INTERNAL_FAILURE }
    }
  }

  #splice(
    source: Uint8Array,
    header: JpegHeader,
    patches: readonly OverlayPatch[],
    onWalked: () => void,
    take: TakeBytes,
  ): JpegSpliceResult {
    const wasm = this.#exports
    this.#begin(header)
    this.#addPatches(patches)
    const address = wasm.placeSource(source.length)
    new Uint8Array(wasm.memory.buffer).set(source, address)
    const scan = address + header.scanStart
    const status = wasm.changeScan(scan, address + source.length)
    if (status !== DONE) return damaged(status)

    onWalked()
    const scanEnd = (wasm.scanEnd.value >>> 0) - address
    const end = findEndOfImage(source, scanEnd)
    if (end === 'another scan') return { kind: 'declined', reason: 'JPEG of several scans' }
    if (end === null) return { kind: 'damaged', fault: 'it is cut off before its end' }
    const strayCount = wasm.strayBytes()
    const fault =
      strayCount > 0
        ? describeStray(strayCount, 'behind its picture data')
        : findMarkerFault(source, { start: header.scanStart, end: scanEnd })
    if (wasm.touchedCount.value === 0) {
      return { kind: 'spliced', bytes: joinBytes([source], take), hasNewTables: false, fault }
    }
    const tables = this.#replaceTables(header)
    wasm.copyScan()
    const head = tables
      ? withTables(source, header, tables)
      : [source.subarray(0, header.scanStart)]
    const bytes = this.#assemble(head, source.subarray(scanEnd), take)
    return { kind: 'spliced', bytes, hasNewTables: tables !== null, fault }
  }

  #begin(header: JpegHeader): void {
    const wasm = this.#exports
    const memory = new Uint8Array(wasm.memory.buffer)
    for (const [slot, table] of slotsOf(header)) {
      writeTable(memory, wasm.statedTable(slot), table)
      wasm.keepCodes(slot, keptCodeLength(table, slot < AC_SLOTS))
    }
    header.components.forEach((component, index) => {
      const steps = new Uint16Array(wasm.memory.buffer, wasm.quantisationTable(), 64)
      steps.set(header.quantisationTables[component.quantisation] ?? [])
      const { h, v } = samplingOf(header, component)
      wasm.setComponent(index, h, v, component.dc, component.ac)
    })
    const { widthPx, heightPx, components, restartInterval } = header
    wasm.beginFrame(widthPx, heightPx, components.length, restartInterval)
  }

  #addPatches(patches: readonly OverlayPatch[]): void {
    const wasm = this.#exports
    const address = wasm.allocate(Math.max(0, ...patches.map(({ rgba }) => rgba.length)))
    for (const { x, y, width, height, rgba } of patches) {
      new Uint8Array(wasm.memory.buffer).set(rgba, address)
      wasm.addPatch(address, x, y, width, height)
    }
  }

  /**
   * Adds the symbols that the overlay uses to the tables that lack them.
   * @returns all tables for the file's header, by slot; null if no table lacks a symbol
   */
  #replaceTables(header: JpegHeader): Map<number, HuffmanTable> | null {
    const wasm = this.#exports
    const memory = new Uint8Array(wasm.memory.buffer)
    const slots = slotsOf(header)
    let isReplaced = false
    for (const [slot, table] of slots) {
      const used = memory.subarray(wasm.usedSymbols(slot), wasm.usedSymbols(slot) + 256)
      const added: number[] = []
      used.forEach((isUsed, symbol) => {
        if (isUsed === 1 && !table.symbols.includes(symbol)) added.push(symbol)
      })
      if (added.length === 0) continue
      const replacement = addSymbols(table, added, keptCodeLength(table, slot < AC_SLOTS))
      slots.set(slot, replacement)
      writeTable(memory, wasm.replacement(), replacement)
      wasm.useReplacement(slot)
      isReplaced = true
    }
    return isReplaced ? slots : null
  }

  #assemble(
    head: readonly Uint8Array[],
    tail: Uint8Array,
    take: TakeBytes,
  ): Uint8Array<ArrayBuffer> {
    const { memory, result, resultEnd } = this.#exports
    const start = result.value >>> 0
    const scan = new Uint8Array(memory.buffer, start, (resultEnd.value >>> 0) - start)
    return joinBytes([...head, scan, tail], take)
  }
}

function checkPatch({ x, y, width, height, rgba }: OverlayPatch, frame: JpegHeader): void {
  const isInside = x >= 0 && y >= 0 && x + width <= frame.widthPx && y + height <= frame.heightPx
  if (isInside && rgba.length === 4 * width * height) return
  throw new RangeError(
    `A patch of ${width} × ${height} pixels at ${x}, ${y} with ${rgba.length} bytes is not in ` +
      `a frame of ${frame.widthPx} × ${frame.heightPx}.`,
  )
}

function damaged(status: number): JpegSpliceResult {
  return { kind: 'damaged', fault: FAULTS[status] ?? 'its picture data are broken' }
}

/**
 * The shortest possible scan, so that no memory is reserved for a size that the data cannot fill.
 */
function leastScanBytes(header: JpegHeader): number {
  const sampling = header.components.map((component) => samplingOf(header, component))
  const across = 8 * Math.max(...sampling.map(({ h }) => h))
  const down = 8 * Math.max(...sampling.map(({ v }) => v))
  const mcus = Math.ceil(header.widthPx / across) * Math.ceil(header.heightPx / down)
  const blocks = mcus * sampling.reduce((sum, { h, v }) => sum + h * v, 0)
  const markers = header.restartInterval > 0 ? Math.ceil(mcus / header.restartInterval) - 1 : 0
  return Math.max((blocks * LEAST_BITS_PER_BLOCK) / 8, markers * LEAST_BYTES_PER_SEGMENT)
}

/**
 * If there is only one component, an MCU is one block, whatever the file says. ITU-T T.81, section
 * A.2.2.
 */
function samplingOf(header: JpegHeader, { h, v }: JpegComponent): { h: number; v: number } {
  return header.components.length === 1 ? { h: 1, v: 1 } : { h, v }
}

/** The Huffman tables in use, by slot. */
function slotsOf(header: JpegHeader): Map<number, HuffmanTable> {
  const slots = new Map<number, HuffmanTable>()
  for (const { dc, ac } of header.components) {
    const dcTable = header.dcTables[dc]
    const acTable = header.acTables[ac]
    if (dcTable) slots.set(dc, dcTable)
    if (acTable) slots.set(AC_SLOTS + ac, acTable)
  }
  return slots
}

/** Writes 16 counts, then 256 symbols; the unused ones are 0. */
function writeTable(memory: Uint8Array, at: number, { counts, symbols }: HuffmanTable): void {
  memory.fill(0, at, at + 272)
  memory.set(counts, at)
  memory.set(symbols, at + 16)
}

/** The file up to its scan. The new Huffman tables are where its first Huffman table was. */
function withTables(
  source: Uint8Array,
  header: JpegHeader,
  tables: ReadonlyMap<number, HuffmanTable>,
): Uint8Array[] {
  const stated = [...tables].flatMap(([slot, { counts, symbols }]) => [
    Uint8Array.of(((slot & AC_SLOTS) << 2) | (slot & 3)),
    counts,
    symbols,
  ])
  const length = 2 + stated.reduce((sum, part) => sum + part.length, 0)
  const parts: Uint8Array[] = []
  let at = 0
  for (const [start, end] of header.huffmanSegments) {
    parts.push(source.subarray(at, start))
    if (at === 0) parts.push(Uint8Array.of(0xff, 0xc4, length >> 8, length & 255), ...stated)
    at = end
  }
  return [...parts, source.subarray(at, header.scanStart)]
}
