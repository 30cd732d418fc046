/** What the splicer does with files that are cut off, broken or malicious. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import url from './assembly/index.ts?assemblyscript'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import '../testing/fuzz-figures.ts'
import { seededNumbers } from '../testing/kinds-of-bytes.ts'
import { compositeRows, makePatch } from '../testing/overlay-composite.ts'
import { anySpliceCase } from '../testing/png-cases.ts'
import { readPng } from '../testing/png-reader.ts'
import { paintRows, writePng, writePngOfStream } from '../testing/png-writer.ts'
import { readPngChunks } from './png-chunks.ts'
import { readPngHeader } from './png-header.ts'
import { PngSplicer, TRAP_FAULT } from './png-splicer.ts'

const compiled = new WebAssembly.Module(readFileSync(fileURLToPath(url)))
const splicer = new PngSplicer(compiled)
const CUT_OFF = { kind: 'damaged', fault: 'it is cut off before its end' }
const BROKEN = { kind: 'damaged', fault: 'its image data is broken' }

const WIDTH = 120
const HEIGHT = 200
const ROWS = paintRows(WIDTH, HEIGHT, {}, 3)
const SOURCE = writePng(WIDTH, HEIGHT, ROWS, { pieceCount: 9 })
const AT_THE_TOP = [makePatch(5, 0, 60, 10, 1)]
const PIXEL = { x: 0, y: 0, width: 1, height: 1, rgba: Uint8ClampedArray.of(9, 9, 9, 255) }
const AT_THE_BOTTOM = [makePatch(5, 180, 60, 20, 1)]

/** Corrects the CRC of every chunk, so that the reader gets past it to another fault. */
function withValidCrcs(bytes: Uint8Array): Uint8Array {
  const result = Buffer.from(bytes)
  for (const { start, dataEnd } of readPngChunks(bytes)) {
    result.writeUInt32BE(crc32(result.subarray(start + 4, dataEnd)), dataEnd)
  }
  return result
}

/** The position in the file of a byte of the image data. A negative index counts from the end. */
function placeOfImageByte(file: Uint8Array, index: number): number {
  const places = [...readPngChunks(file)]
    .filter(({ name }) => name === 'IDAT')
    .flatMap(({ dataStart, dataEnd }) =>
      Array.from({ length: dataEnd - dataStart }, (_, offset) => dataStart + offset),
    )
  return places.at(index) ?? 0
}

describe('a file that is cut off is damaged', () => {
  test('wherever it is cut', () => {
    for (let length = 60; length < SOURCE.length; length += 97) {
      expect(splicer.splice(SOURCE.subarray(0, length), AT_THE_TOP)).toEqual(CUT_OFF)
    }
    expect(splicer.splice(SOURCE.subarray(0, -1), AT_THE_TOP)).toEqual(CUT_OFF)
  })

  test('within its header, and when it is empty', () => {
    const fault = { kind: 'damaged', fault: 'its header is broken' }
    for (const length of [0, 1, 7, 8, 20, 32]) {
      expect(splicer.splice(SOURCE.subarray(0, length), AT_THE_TOP)).toEqual(fault)
    }
  })

  test('when its chunks are whole but hold too little data for the rows that are needed', () => {
    const stream = deflateSync(Buffer.alloc(HEIGHT * (WIDTH * 3 + 1), 'noise of some length'))
    for (const length of [0, 5, 6, 7, 40, stream.length - 5, stream.length - 1]) {
      const source = writePngOfStream(WIDTH, HEIGHT, stream.subarray(0, length))
      expect(splicer.splice(source, AT_THE_BOTTOM)).toEqual(CUT_OFF)
    }
    const shortStream = deflateSync(Buffer.alloc(HEIGHT * WIDTH * 3))
    const source = writePngOfStream(WIDTH, HEIGHT, shortStream)
    expect(splicer.splice(source, AT_THE_BOTTOM)).toEqual(CUT_OFF)
  })
})

describe('broken image data is damaged', () => {
  test('when the checksum of any of its chunks is wrong', () => {
    const imageChunks = [...readPngChunks(SOURCE)].filter(({ name }) => name === 'IDAT')
    for (const { dataEnd } of imageChunks) {
      const source = SOURCE.slice()
      source[dataEnd] = (source[dataEnd] ?? 0) ^ 1
      expect(splicer.splice(source, AT_THE_TOP)).toEqual(BROKEN)
    }
    expect(imageChunks).toHaveLength(9)
  })

  test('when all of it was read and its checksum is wrong', () => {
    const source = SOURCE.slice()
    const last = placeOfImageByte(source, -1)
    source[last] = (source[last] ?? 0) ^ 1
    expect(splicer.splice(withValidCrcs(source), AT_THE_BOTTOM)).toEqual(BROKEN)
  })

  test('when its zlib header is not valid', () => {
    for (const header of [
      [0x79, 0x9c],
      [0x78, 0x9d],
      [0x78, 0xbb],
      [0x88, 0x1c],
    ]) {
      const source = SOURCE.slice()
      source.set(header, placeOfImageByte(source, 0))
      expect(splicer.splice(withValidCrcs(source), AT_THE_TOP)).toEqual(BROKEN)
    }
  })

  test('when a row that is needed has an unknown filter', () => {
    const filtered = new Uint8Array(HEIGHT * (WIDTH * 3 + 1))
    filtered[0] = 5
    const source = writePngOfStream(WIDTH, HEIGHT, deflateSync(filtered))
    expect(splicer.splice(source, AT_THE_TOP)).toEqual(BROKEN)
  })

  test('when a match reaches before the first byte, or a code has no meaning', () => {
    // Fixed codes: a match of three bytes at distance 1; the length symbol 286; a reserved block.
    for (const deflated of ['030200', '1b03', '07']) {
      const stream = Buffer.from(`7801${deflated}${'00'.repeat(80)}`, 'hex')
      expect(splicer.splice(writePngOfStream(2, 2, stream), [PIXEL])).toEqual(BROKEN)
    }
  })
})

test('more data than pixels is left to the canvas', () => {
  const source = writePngOfStream(WIDTH, HEIGHT, deflateSync(Buffer.alloc(HEIGHT * WIDTH * 4)))
  expect(splicer.splice(source, AT_THE_BOTTOM)).toEqual({
    kind: 'declined',
    reason: 'PNG with more data than pixels',
  })
})

test('a small file that claims a huge size takes no memory', () => {
  const fresh = new PngSplicer(compiled)
  const before = fresh.memorySize
  const source = writePngOfStream(65_535, 65_535, deflateSync(Buffer.alloc(1000)))
  expect(fresh.splice(source, [makePatch(0, 0, 9, 9, 1)])).toEqual(CUT_OFF)
  expect(fresh.memorySize).toBe(before)
})

describe('a sound file', () => {
  test('is spliced after a damaged one', () => {
    splicer.splice(SOURCE.subarray(0, 900), AT_THE_TOP)
    const result = splicer.splice(SOURCE, AT_THE_TOP)
    expect(result.kind).toBe('spliced')
  })
})

/** Changes some bytes, and sometimes removes or inserts some. */
function mutate(bytes: Uint8Array, next: () => number): Uint8Array {
  const result = bytes.slice()
  for (let count = 1 + (next() % 4); count > 0; count--) {
    const place = next() % result.length
    result[place] = next() % 2 ? next() : (result[place] ?? 0) ^ (1 << (next() % 8))
  }
  const kind = next() % 8
  const from = next() % result.length
  const to = next() % result.length
  if (kind === 0) result.copyWithin(from, to, to + (next() % 500))
  if (kind === 1) return result.subarray(0, from)
  return result
}

/** The patches that lie inside the picture, because its size may have been mutated. */
function fitting(patches: readonly OverlayPatch[], file: Uint8Array): OverlayPatch[] {
  const { widthPx = 0, heightPx = 0 } = readPngHeader(file) ?? {}
  return patches.filter(({ x, y, width, height }) => x + width <= widthPx && y + height <= heightPx)
}

function isSound(file: Uint8Array): boolean {
  try {
    readPng(file)
    return true
  } catch {
    return false
  }
}

/** How many mutated files are tried; `npm run fuzz:codecs` tries more. */
const FUZZ_COUNT = Number(process.env['PNG_FUZZ_COUNT'] ?? 2000)
const FUZZ_SEED = Number(process.env['PNG_FUZZ_SEED'] ?? 1)
const MAX_FUZZ_MEMORY = 64 * 2 ** 20

// The compressed data end where the memory of the module ends, except for the few bytes that are
// read ahead. So a read far beyond the data traps.
test(
  'mutated files never trap, and files that are still sound are spliced right',
  { timeout: 1e8 },
  ({ task }) => {
    const fuzzed = new PngSplicer(compiled)
    const kinds = { spliced: 0, declined: 0, damaged: 0 }
    let soundCount = 0
    const files: { source: Uint8Array; patches: OverlayPatch[] }[] = Array.from(
      { length: 24 },
      (_, index) => {
        const [{ width, height }, form, patches] = anySpliceCase(FUZZ_SEED * 1000 + index, 90)
        const rows = paintRows(width, height, form, index)
        return { source: writePng(width, height, rows, form), patches }
      },
    )
    for (let index = 0; index < FUZZ_COUNT; index++) {
      const next = seededNumbers(FUZZ_SEED * 1e9 + index)
      const file = files[next() % files.length]
      if (!file) continue
      const mutated = mutate(file.source, next)
      const source = next() % 4 ? withValidCrcs(mutated) : mutated
      const patches = fitting(file.patches, source)
      const result = fuzzed.splice(source, patches)
      expect(result, `seed ${FUZZ_SEED}, file ${index}`).not.toEqual({
        kind: 'damaged',
        fault: TRAP_FAULT,
      })
      kinds[result.kind]++
      if (result.kind !== 'spliced') continue
      if (!isSound(source)) continue
      soundCount++
      const before = readPng(source)
      const pixelSize = (before.channelCount * before.bitDepth) / 8
      const wanted = compositeRows(before.rows, before.widthPx, pixelSize, patches)
      expect(Buffer.compare(readPng(result.bytes).rows, wanted), `file ${index}`).toBe(0)
    }
    task.meta.figures = { files: FUZZ_COUNT, ...kinds, 'spliced and compared': soundCount }
    expect(kinds.spliced).toBeGreaterThan(FUZZ_COUNT / 100)
    expect(soundCount).toBeGreaterThan(FUZZ_COUNT / 200)
    expect(fuzzed.memorySize).toBeLessThan(MAX_FUZZ_MEMORY)
  },
)
