import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import url from './assembly/index.ts?assemblyscript'
import type { OverlayPatch } from '../overlay-patch.ts'
import { seededNumbers } from '../testing/kinds-of-bytes.ts'
import { compositeRows, makePatch } from '../testing/overlay-composite.ts'
import { readPng } from '../testing/png-reader.ts'
import { bytesPerPixel, paintRows, writePng } from '../testing/png-writer.ts'
import type { PngForm } from '../testing/png-writer.ts'
import { PngSplicer } from './png-splicer.ts'

const splicer = new PngSplicer(new WebAssembly.Module(readFileSync(fileURLToPath(url))))

function splice(source: Uint8Array, patches: readonly OverlayPatch[]): Uint8Array {
  const result = splicer.splice(source, patches)
  if (result.kind !== 'spliced') throw new Error(JSON.stringify(result))
  return result.bytes
}

interface Size {
  width: number
  height: number
}

/** Makes a file, splices it, and expects every pixel to be exactly what the definition says. */
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

const NUMBER_OF_FORMS = 60

/** Any form of file, size and patches, from one number. */
function anyCase(seed: number): [Size, Partial<PngForm>, OverlayPatch[]] {
  const next = seededNumbers(seed)
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[next() % values.length] ?? values[0]
  const size = { width: 1 + (next() % 300), height: 1 + (next() % 300) }
  const form = {
    colourType: pick([2, 6]),
    bitDepth: pick([8, 8, 16]),
    filter: pick<PngForm['filter']>([0, 1, 2, 3, 4, 'mixed']),
    level: next() % 10,
    strategy: pick([
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_RLE,
      constants.Z_FIXED,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_FILTERED,
    ]),
    windowBits: 9 + (next() % 7),
    memLevel: 1 + (next() % 9),
    pieceCount: pick([1, 2, 7, 1000]),
  }
  const patches = Array.from({ length: 1 + (next() % 3) }, (_, index) => {
    const top = Math.floor((index * size.height) / 3)
    const x = next() % size.width
    const room = Math.floor(((index + 1) * size.height) / 3) - top
    const height = next() % (room + 1)
    return makePatch(x, top, 1 + (next() % (size.width - x)), height, next())
  })
  return [size, form, patches]
}

describe('every pixel is exactly what the definition says', () => {
  test.each(Array.from({ length: NUMBER_OF_FORMS }, (_, index) => index))('form %i', (seed) => {
    expectExactSplice(...anyCase(seed), seed)
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
void execFileSync
void mkdtempSync
void rmSync
void writeFileSync
void tmpdir
void join
void afterAll
void beforeAll
