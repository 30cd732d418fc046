/**
 * Splices damaged files, made from a seed. `npm run fuzz:codecs` tries more of them.
 */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { readCoefficients } from '../testing/jpeg-coefficients.ts'
import '../testing/fuzz-figures.ts'
import { COLOUR_420, writeJpeg } from '../testing/jpeg-writer.ts'
import { plainPatch, seededPatches, untouchedDifferences } from '../testing/splice-check.ts'
import { seededNumbers } from '../testing/seeded-numbers.ts'
import url from './assembly/index.ts?assemblyscript'
import { readJpegHeader } from './jpeg-header.ts'
import { INTERNAL_FAILURE, JpegSplicer } from './jpeg-splicer.ts'

const module = new WebAssembly.Module(readFileSync(fileURLToPath(url)))
const FILE_COUNT = Number(process.env.JPEG_FUZZ_FILES ?? 2000)
const WIDTH = 45
const HEIGHT = 37

const sources = Array.from({ length: 12 }, (_, seed) =>
  writeJpeg({
    widthPx: WIDTH,
    heightPx: HEIGHT,
    seed,
    sampling: seed % 3 === 0 ? COLOUR_420 : seed % 3 === 1 ? [[1, 1]] : threeOf(1),
    tables: seed % 2 === 0 ? 'standard' : 'optimised',
    restartInterval: seed % 4 === 3 ? 2 : 0,
    quality: 30 + 6 * seed,
  }),
)

function threeOf(factor: number): [number, number][] {
  return [0, 1, 2].map(() => [factor, factor])
}

/** Changes, removes or inserts a few bytes, or cuts off the end. */
function damage(source: Uint8Array, random: () => number): Uint8Array {
  const bytes = [...source]
  const header = readJpegHeader(source)
  const scanStart = header.kind === 'header' ? header.scanStart : 0
  const upTo = (most: number): number => Math.floor(random() * most)
  for (let count = 1 + upTo(4); count > 0; count--) {
    // Most faults are in the scan, because a damaged header is declined early.
    const at = random() < 0.3 ? upTo(scanStart) : scanStart + upTo(bytes.length - scanStart)
    const kind = upTo(7)
    if (kind === 0) bytes.splice(at, upTo(20))
    else if (kind === 1) bytes.splice(at, 0, ...Array.from({ length: upTo(20) }, () => upTo(256)))
    else if (kind === 2) bytes.splice(at, 2, 0xff, 0xd0 + upTo(10))
    else if (kind === 3) bytes.splice(at, 1, 0xff)
    else if (kind === 4 && random() < 0.3) bytes.length = at
    else if (kind === 5) bytes[at] = upTo(256)
    else bytes[at] = (bytes[at] ?? 0) ^ (1 << upTo(8))
  }
  return Uint8Array.from(bytes)
}

function readable(bytes: Uint8Array) {
  try {
    return readCoefficients(bytes)
  } catch {
    return null
  }
}

test(
  `${FILE_COUNT} damaged files are not read beyond their end and do not change where nothing is drawn`,
  {
    timeout: 30_000 + 30 * FILE_COUNT,
  },
  ({ task }) => {
    const kinds = { spliced: 0, declined: 0, damaged: 0 }
    let soundCount = 0
    const patches: readonly OverlayPatch[][] = [
      [plainPatch([WIDTH - 9, HEIGHT - 9, 9, 9], [250, 20, 90, 180])],
      seededPatches(3, WIDTH, HEIGHT),
    ]
    for (let seed = 0; seed < FILE_COUNT; seed++) {
      const random = seededNumbers(seed)
      const source = damage(sources[seed % sources.length] ?? new Uint8Array(), random)
      const header = readJpegHeader(source)
      const isSameSize =
        header.kind === 'header' && header.widthPx >= WIDTH && header.heightPx >= HEIGHT
      const drawn = isSameSize ? (patches[seed % 2] ?? []) : []
      // The source is at the end of a new splicer's memory, so a read beyond it traps.
      const result = new JpegSplicer(module).splice(source, drawn)
      kinds[result.kind]++
      if (result.kind === 'declined') {
        expect(result.reason, `file ${seed}`).not.toBe(INTERNAL_FAILURE)
      }
      if (result.kind !== 'spliced') continue
      const before = readable(source)
      if (!before) continue
      soundCount++
      const after = readCoefficients(result.bytes)
      expect(untouchedDifferences(before, after, drawn), `file ${seed}`).toEqual([])
    }
    task.meta.figures = { files: FILE_COUNT, ...kinds, 'spliced and compared': soundCount }
    // Each kind of result occurred often enough to be tested.
    expect(Math.min(kinds.spliced, kinds.damaged)).toBeGreaterThan(FILE_COUNT / 20)
  },
)

test('a file that is read up to its last byte is not read beyond it', () => {
  const random = seededNumbers(99)
  for (const source of sources) {
    for (let length = 2; length < source.length; length += 1 + Math.floor(random() * 40)) {
      const result = new JpegSplicer(module).splice(source.subarray(0, length), [])
      expect(result.kind, `${length} bytes`).toBe('damaged')
    }
  }
})

test('memory does not grow from frame to frame', () => {
  const splicer = new JpegSplicer(module)
  const spliceAll = (): void => {
    for (const source of sources) {
      splicer.splice(source, seededPatches(1, WIDTH, HEIGHT))
      splicer.splice(source.subarray(0, source.length - 9), seededPatches(2, WIDTH, HEIGHT))
    }
  }
  spliceAll()
  const bytes = splicer.memoryBytes
  for (let round = 0; round < 20; round++) spliceAll()
  expect(splicer.memoryBytes).toBe(bytes)
  expect(bytes).toBeLessThan(4 * 2 ** 20)
})
