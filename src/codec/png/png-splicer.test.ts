import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import url from './assembly/index.ts?assemblyscript'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { makeBytes } from '../testing/kinds-of-bytes.ts'
import { compositeRows, makePatch } from '../testing/overlay-composite.ts'
import { anySpliceCase } from '../testing/png-cases.ts'
import type { Size } from '../testing/png-cases.ts'
import { readPng } from '../testing/png-reader.ts'
import {
  bytesPerPixel,
  filterRows,
  paintRows,
  writePng,
  writePngOfStream,
} from '../testing/png-writer.ts'
import type { PngForm } from '../testing/png-writer.ts'
import { flushedStream } from '../testing/zlib-streams.ts'
import { readPngChunks } from './png-chunks.ts'
import { PngSplicer } from './png-splicer.ts'

const splicer = new PngSplicer(new WebAssembly.Module(readFileSync(fileURLToPath(url))))

function splice(source: Uint8Array, patches: readonly OverlayPatch[]): Uint8Array {
  const result = splicer.splice(source, patches)
  if (result.kind !== 'spliced') throw new Error(JSON.stringify(result))
  return result.bytes
}

/** Makes a file, splices it, and expects every pixel to be exactly as defined. */
function expectExactSplice(
  { width, height }: Size,
  form: Partial<PngForm>,
  patches: readonly OverlayPatch[],
  seed = 1,
  rows = paintRows(width, height, form, seed),
): Uint8Array {
  const source = writePng(width, height, rows, form, seed)
  const result = splice(source, patches)
  const read = readPng(result)
  const wanted = compositeRows(rows, width, bytesPerPixel(form), patches)
  expect(Buffer.compare(read.rows, wanted)).toBe(0)
  expect(read.bitDepth).toBe(form.bitDepth ?? 8)
  expect(read.filters).toEqual(readPng(source).filters)
  return result
}

describe('every pixel is exactly as defined', () => {
  test.each(Array.from({ length: 60 }, (_, index) => index))('form %i', (seed) => {
    expectExactSplice(...anySpliceCase(seed), seed)
  })

  test.each([
    ['one pixel', { width: 1, height: 1 }],
    ['one column', { width: 1, height: 700 }],
    ['one row', { width: 700, height: 1 }],
    ['a very wide row', { width: 65_500, height: 3 }],
  ])('of a picture of %s', (_, size) => {
    for (const [colourType, bitDepth] of [
      [2, 8],
      [6, 16],
    ] as const) {
      const patch = makePatch(size.width >> 1, size.height >> 1, (size.width + 1) >> 1, 1, 5)
      patch.rgba.set([1, 2, 3, 200])
      expectExactSplice(size, { colourType, bitDepth, filter: 'mixed' }, [patch])
    }
  })

  test('at every corner of the picture', () => {
    const size = { width: 90, height: 70 }
    for (const [x, y] of [
      [0, 0],
      [70, 0],
      [0, 50],
      [70, 50],
    ] as const) {
      expectExactSplice(size, { filter: 4 }, [makePatch(x, y, 20, 20, 3)])
    }
  })
})

describe('what the overlay does not touch stays', () => {
  const size = { width: 300, height: 400 }
  const form = {
    pieceCount: 300,
    memLevel: 4,
    chunksBefore: [
      ['tEXt', Buffer.from('Comment\0kept')],
      ['pHYs', Buffer.from('000030d4000030d401', 'hex')],
    ],
    chunksAfter: [['tIME', Buffer.from('07e60a1b0c2d3b', 'hex')]],
  } as const
  const source = writePng(size.width, size.height, paintRows(300, 400, form, 7), form)
  const chunksOf = (bytes: Uint8Array) =>
    [...readPngChunks(bytes)].map((chunk) => ({
      name: chunk.name,
      bytes: Buffer.from(bytes.subarray(chunk.start, chunk.end)).toString('base64'),
    }))

  test('every other chunk keeps its bytes and its place', () => {
    const others = (bytes: Uint8Array) => chunksOf(bytes).filter(({ name }) => name !== 'IDAT')
    expect(others(splice(source, [makePatch(10, 150, 80, 20, 1)]))).toEqual(others(source))
  })

  test('the image data chunks far from the overlay keep their bytes', () => {
    const before = chunksOf(source)
    const after = new Set(
      chunksOf(splice(source, [makePatch(10, 150, 80, 20, 1)])).map(({ bytes }) => bytes),
    )
    const lost = before.findIndex(({ bytes }) => !after.has(bytes))
    const isKept = before.map(({ bytes }) => after.has(bytes))
    // Only two parts change: one in the middle, and the last IDAT chunk, which has the checksum.
    expect(before[lost]?.name).toBe('IDAT')
    const lostCount = isKept.filter((kept) => !kept).length
    expect(lostCount).toBeLessThan(150)
    expect(isKept.slice(lost, lost + lostCount - 1)).not.toContain(true)
    expect(isKept.slice(-3)).toEqual([false, true, true])
  })

  test('chunks between two overlays that are far apart keep their bytes', () => {
    const patches = [makePatch(0, 2, 40, 10, 1), makePatch(200, 380, 40, 10, 2)]
    const result = expectExactSplice(size, form, patches, 7, paintRows(300, 400, form, 7))
    const after = new Set(chunksOf(result).map(({ bytes }) => bytes))
    const isKept = chunksOf(source).map(({ bytes }) => after.has(bytes))
    const firstLost = isKept.indexOf(false)
    const keptAgain = isKept.indexOf(true, firstLost)
    const lostAgain = isKept.indexOf(false, keptAgain)
    expect(lostAgain - keptAgain).toBeGreaterThan(50)
  })

  test('bytes after the end of the picture stay', () => {
    const trailer = Buffer.from('something else')
    const result = splice(Buffer.concat([source, trailer]), [makePatch(10, 150, 80, 20, 1)])
    expect(Buffer.from(result).subarray(-trailer.length)).toEqual(trailer)
  })

  test('a file on which nothing is drawn stays the same', () => {
    expect(Buffer.compare(splice(source, []), source)).toBe(0)
    const blank = { x: 5, y: 5, width: 3, height: 3, rgba: new Uint8ClampedArray(36) }
    expect(Buffer.compare(splice(source, [blank]), source)).toBe(0)
  })
})

describe('any deflate stream', () => {
  const size = { width: 200, height: 300 }

  test('of stored, fixed and empty blocks', () => {
    for (const pieceSize of [97, 500, 7001, 60_000]) {
      const rows = paintRows(size.width, size.height, {}, 4)
      const raw = filterRows(size.height, rows, { filter: 'mixed' }, 1)
      const source = writePngOfStream(size.width, size.height, flushedStream(raw, pieceSize))
      const patches = [makePatch(20, 30, 100, 9, 1), makePatch(90, 260, 100, 30, 2)]
      const wanted = compositeRows(rows, size.width, 3, patches)
      expect(Buffer.compare(readPng(splice(source, patches)).rows, wanted)).toBe(0)
    }
  })

  test('with a small window gets the largest one, because new matches may need it', () => {
    const form = { windowBits: 9 }
    const result = expectExactSplice(size, form, [makePatch(20, 30, 100, 9, 1)])
    const pixels = [...readPngChunks(result)].find(({ name }) => name === 'IDAT')
    expect(result[pixels?.dataStart ?? 0]).toBe(0x78)
  })

  test('of noise is written as stored blocks', () => {
    const rows = makeBytes('noise', size.width * size.height * 6)
    expectExactSplice(
      size,
      { bitDepth: 16, filter: 0, level: 0 },
      [makePatch(20, 30, 100, 90, 1)],
      1,
      rows,
    )
  })
})

test('one splicer takes frames of every size, one after the other', () => {
  for (const [width, height] of [
    [500, 400],
    [3, 2],
    [40, 900],
    [1, 1],
  ] as const) {
    expectExactSplice({ width, height }, { filter: 'mixed' }, [makePatch(0, 0, width, height, 1)])
  }
})

test('a patch outside the picture is an error of the caller', () => {
  const source = writePng(30, 20, paintRows(30, 20, {}, 1))
  for (const [x, y, width, height] of [
    [25, 0, 6, 1],
    [0, 19, 1, 2],
    [-1, 0, 4, 4],
  ] as const) {
    expect(() => splice(source, [makePatch(x, y, width, height, 1)])).toThrow(RangeError)
  }
  const short = { ...makePatch(0, 0, 4, 4, 1), height: 5 }
  expect(() => splice(source, [short])).toThrow(RangeError)
})
