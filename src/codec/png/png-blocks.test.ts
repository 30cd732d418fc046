import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { constants, deflateRawSync, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import url from './assembly/index.ts?assemblyscript'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { seededNumbers } from '../testing/kinds-of-bytes.ts'
import { compositeRows, makePatch } from '../testing/overlay-composite.ts'
import { readPng } from '../testing/png-reader.ts'
import { filterRows, writePng, writePngOfStream } from '../testing/png-writer.ts'
import { zlibStream } from '../testing/zlib-streams.ts'
import { readPngChunks } from './png-chunks.ts'
import { PngSplicer } from './png-splicer.ts'

const splicer = new PngSplicer(new WebAssembly.Module(readFileSync(fileURLToPath(url))))
const size = { width: 140, height: 110 }
const rowLength = size.width * 3

/** Pixels with all bytes, some of them often, and with stretches that repeat earlier ones. */
function grainyRows(seed: number): Uint8Array {
  const next = seededNumbers(seed)
  const rows = new Uint8Array(rowLength * size.height)
  for (let at = 0; at < rows.length; at++) {
    const isSeen = at > rowLength && next() % 40 === 0
    rows[at] = at < 512 ? at : ((next() & 255) * (next() & 255)) >> 8
    if (!isSeen) continue
    const length = Math.min(3 + (next() % 60), rows.length - at)
    const from = at - 1 - (next() % rowLength)
    for (let index = 0; index < length; index++) rows[at + index] = rows[from + index] ?? 0
    at += length - 1
  }
  return rows
}

/** Several patches beside each other, below each other, and touching. */
function manyPatches(seed: number): OverlayPatch[] {
  const next = seededNumbers(seed)
  return [0, 1, 2, 3].flatMap((column) =>
    [0, 1, 2].flatMap((line) => {
      const [width, height] = [1 + (next() % 34), 1 + (next() % 30)]
      if (next() % 4 === 0) return []
      return [makePatch(column * 35, 14 + line * 32, width, height, next())]
    }),
  )
}

function expectExact(source: Uint8Array, rows: Uint8Array, patches: OverlayPatch[]): Uint8Array {
  const result = splicer.splice(source, patches)
  if (result.kind !== 'spliced') throw new Error(JSON.stringify(result))
  const wanted = compositeRows(rows, size.width, 3, patches)
  expect(Buffer.compare(readPng(result.bytes).rows, wanted)).toBe(0)
  return result.bytes
}

/** The compressed pixels. */
function streamOf(file: Uint8Array): Uint8Array {
  const parts = [...readPngChunks(file)].filter(({ name }) => name === 'IDAT')
  return Buffer.concat(parts.map(({ dataStart, dataEnd }) => file.subarray(dataStart, dataEnd)))
}

describe('a block whose code has every byte', () => {
  test.each(Array.from({ length: 40 }, (_, index) => index))('keeps its symbols: %i', (seed) => {
    const rows = grainyRows(seed)
    const filter = ([0, 1, 2, 3, 4, 'mixed'] as const)[seed % 6]
    const form = { filter: filter ?? 0, level: 1 + (seed % 9), memLevel: 1 + (seed % 9) }
    const source = writePng(size.width, size.height, rows, form, seed)
    const bytes = expectExact(source, rows, manyPatches(seed))
    // The first block begins with its code, which another block would not have.
    const START = 40
    const kept = streamOf(bytes).subarray(0, START)
    expect(Buffer.compare(kept, streamOf(source).subarray(0, START))).toBe(0)
  })

  test('is written beside blocks that must be written anew', () => {
    for (const pieceSize of [400, 3001, 9000]) {
      const rows = grainyRows(pieceSize)
      for (let at = rows.length >> 1; at < rows.length; at++) rows[at] = (rows[at] ?? 0) & 0xfc
      const raw = filterRows(size.height, rows, { filter: 0 }, 1)
      const source = writePngOfStream(size.width, size.height, mixedStream(raw, pieceSize))
      for (const seed of [1, 2, 3, 4]) expectExact(source, rows, manyPatches(seed))
    }
  })

  test('is written anew if it has more matches than are noted', () => {
    const rows = grainyRows(8)
    const PERIOD = 3 * rowLength
    for (let at = PERIOD; at < rows.length; at++) rows[at] = rows[at - PERIOD] ?? 0
    const raw = filterRows(size.height, rows, { filter: 0 }, 1)
    const source = writePngOfStream(size.width, size.height, streamOfShortMatches(raw))
    expect(Buffer.compare(inflateSync(streamOf(source)), raw)).toBe(0)
    // Notes are for one match in five bytes, so the last two fifths have none. Somewhere between, the
    // first match without a note repeats changed bytes.
    for (let y = 55; y < 80; y++) expectExact(source, rows, [makePatch(40, y, 60, 1, y)])
  })

  test('may have the longest match in either form', () => {
    const rows = grainyRows(7)
    for (let row = 4; row < size.height; row += 3) {
      rows.fill(row, row * rowLength + 60, row * rowLength + 60 + 259)
    }
    const raw = filterRows(size.height, rows, { filter: 0 }, 1)
    const source = writePngOfStream(size.width, size.height, streamOfLongMatches(raw))
    expect(Buffer.compare(inflateSync(streamOf(source)), raw)).toBe(0)
    for (let x = 0; x < size.width - 2; x += 9) {
      expectExact(source, rows, [makePatch(x, 11, 2, 90, x), makePatch((x + 60) % 138, 5, 1, 3, x)])
    }
  })
})

/** Blocks of every kind, some with fixed codes. */
function mixedStream(raw: Uint8Array, pieceSize: number): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let start = 0, index = 0; start < raw.length; start += pieceSize, index++) {
    const isLast = start + pieceSize >= raw.length
    const strategy = index % 3 === 1 ? constants.Z_FIXED : constants.Z_DEFAULT_STRATEGY
    const finishFlush = isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH
    const level = index % 5 === 4 ? 0 : 6
    const piece = raw.subarray(start, start + pieceSize)
    pieces.push(deflateRawSync(piece, { level, strategy, finishFlush }))
  }
  return zlibStream(pieces, raw)
}

/** The bits of a block with fixed codes: RFC 1951, 3.2.6. */
class FixedBlock {
  private readonly bits: number[] = []

  constructor() {
    this.put(1 | (1 << 1), 3)
  }

  put(value: number, count: number): void {
    for (let bit = 0; bit < count; bit++) this.bits.push((value >> bit) & 1)
  }

  putCode(code: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.bits.push((code >> bit) & 1)
  }

  putLiteral(byte: number): void {
    if (byte < 144) this.putCode(48 + byte, 8)
    else this.putCode(400 + byte - 144, 9)
  }

  end(): Uint8Array {
    this.putCode(0, 7)
    const bytes = new Uint8Array(Math.ceil(this.bits.length / 8))
    this.bits.forEach(
      (bit, index) => (bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (index & 7))),
    )
    return bytes
  }
}

/** One block of matches of three bytes, which repeat what is three rows above. */
function streamOfShortMatches(raw: Uint8Array): Uint8Array {
  const block = new FixedBlock()
  const distance = 3 * (rowLength + 1)
  let at = 0
  while (at < distance) block.putLiteral(raw[at++] ?? 0)
  for (; at + 3 <= raw.length; at += 3) {
    block.putCode(1, 7)
    // Distances from 1025 to 1536: symbol 20 with 9 more bits.
    block.putCode(20, 5)
    block.put(distance - 1025, 9)
  }
  while (at < raw.length) block.putLiteral(raw[at++] ?? 0)
  return zlibStream([block.end()], raw)
}

/**
 * One block with fixed codes. Bytes that repeat the byte before them 258 times are a match, in turn
 * with the symbol 285, and with the symbol 284 and the largest extra bits: RFC 1951, 3.2.5.
 */
function streamOfLongMatches(raw: Uint8Array): Uint8Array {
  const LONGEST = 258
  const block = new FixedBlock()
  let isOdd = false
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] ?? 0
    const isRun = at > 0 && raw.subarray(at - 1, at + LONGEST).every((other) => other === byte)
    if (isRun && at + LONGEST <= raw.length) {
      if (isOdd) block.putCode(0b11000101, 8)
      else {
        block.putCode(0b11000100, 8)
        block.put(31, 5)
      }
      block.putCode(0, 5)
      isOdd = !isOdd
      at += LONGEST - 1
    } else block.putLiteral(byte)
  }
  return zlibStream([block.end()], raw)
}
