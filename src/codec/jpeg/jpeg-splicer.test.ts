import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { readCoefficients } from '../testing/jpeg-coefficients.ts'
import { COLOUR_420, DEFAULTS, writeJpeg } from '../testing/jpeg-writer.ts'
import type { JpegOptions } from '../testing/jpeg-writer.ts'
import { checkSplice, plainPatch, seededPatches } from '../testing/splice-check.ts'
import type { SpliceCheck } from '../testing/splice-check.ts'
import url from './assembly/index.ts?assemblyscript'
import { keptCodeLength } from './huffman-replacement.ts'
import { readJpegHeader } from './jpeg-header.ts'
import { INTERNAL_FAILURE, JpegSplicer } from './jpeg-splicer.ts'

const module = new WebAssembly.Module(readFileSync(fileURLToPath(url)))
const splicer = new JpegSplicer(module)

const SAMPLINGS: Readonly<Record<string, JpegOptions['sampling']>> = {
  '4:4:4': [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  '4:2:2': [
    [2, 1],
    [1, 1],
    [1, 1],
  ],
  '4:2:0': COLOUR_420,
  '4:4:0': [
    [1, 2],
    [1, 1],
    [1, 1],
  ],
  '4:1:1': [
    [4, 1],
    [1, 1],
    [1, 1],
  ],
  '4:2:2, stated as 2 × 2 and 1 × 2': [
    [2, 2],
    [1, 2],
    [1, 2],
  ],
  grey: [[1, 1]],
  'grey, stated as 2 × 2': [[2, 2]],
}

/** Splices, and fails if the result is not a file or breaks the rules. */
function spliceWell(source: Uint8Array, patches: readonly OverlayPatch[]) {
  const result = splicer.splice(source, patches)
  if (result.kind !== 'spliced') throw new Error(JSON.stringify(result))
  const check = checkSplice(source, result.bytes, patches)
  expect(check.wrongBlocks).toEqual([])
  return { ...result, ...check }
}

function expectQuality({ splicedPsnr, encodedPsnr }: SpliceCheck): void {
  expect(splicedPsnr).toBeGreaterThanOrEqual(encodedPsnr - 0.5)
}

describe.each(Object.entries(SAMPLINGS))('a frame of %s', (_, sampling) => {
  test.each(['standard', 'optimised'] as const)(
    'keeps the blocks beside the overlay and draws as well as an encoder: %s tables',
    (tables) => {
      for (const restartInterval of [0, 1, 3, 1000]) {
        const source = writeJpeg({
          widthPx: 95,
          heightPx: 61,
          sampling,
          tables,
          restartInterval,
          seed: 3 + restartInterval,
        })
        const result = spliceWell(source, seededPatches(restartInterval, 95, 61))
        expectQuality(result)
      }
    },
  )

  test.each([1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33])('may be %i pixels wide or high', (size) => {
    for (const [widthPx, heightPx] of [
      [size, 1],
      [size, size],
      [20, size],
    ] as const) {
      const source = writeJpeg({ widthPx, heightPx, sampling, seed: size })
      spliceWell(source, [plainPatch([0, 0, widthPx, heightPx], [200, 40, 10, 128])])
      spliceWell(source, [plainPatch([widthPx - 1, heightPx - 1, 1, 1])])
    }
  })
})

describe('what is damaged beside the blocks, and can be drawn on, is told', () => {
  const drawn = [plainPatch([0, 0, 8, 8])]
  const stray = Uint8Array.of(0x12, 0x34, 0x56)
  const faultOf = (source: Uint8Array, patches: readonly OverlayPatch[] = drawn): unknown => {
    const result = splicer.splice(source, patches)
    return result.kind === 'spliced' ? result.fault : result
  }

  test.each(['standard', 'optimised'] as const)(
    'bytes behind the last block, %s tables',
    (tables) => {
      expect(faultOf(writeJpeg({ tables, extra: stray }))).toBe(
        'it has 3 bytes too many behind its picture data',
      )
      expect(faultOf(writeJpeg({ tables }))).toBeNull()
    },
  )

  test('bytes before a marker', () => {
    const source = writeJpeg()
    const damaged = Uint8Array.from([...source.subarray(0, 2), ...stray, ...source.subarray(2)])
    expect(faultOf(damaged)).toBe('it has 3 bytes too many before the marker at byte 5')
    expect(faultOf(damaged, [])).toBe('it has 3 bytes too many before the marker at byte 5')
  })
})

describe('what is touched', () => {
  const source = writeJpeg()

  test('is nothing if nothing is drawn: the file stays as it is', () => {
    const { bytes, touchedBlocks } = spliceWell(source, [
      plainPatch([0, 0, 64, 48], [255, 0, 0, 0]),
    ])
    expect(touchedBlocks).toBe(0)
    expect(bytes).toEqual(source)
    expect(splicer.splice(source, [])).toMatchObject({ kind: 'spliced', bytes: source })
  })

  test('is one block of luma and its chroma if one pixel is drawn', () => {
    const patch = plainPatch([21, 13, 1, 1])
    expect(spliceWell(source, [patch]).touchedBlocks).toBe(3)
  })

  test('may be everything', () => {
    expectQuality(spliceWell(source, [plainPatch([0, 0, 64, 48], [0, 90, 200, 255])]))
  })

  test('may come from several patches in one block', () => {
    expectQuality(
      spliceWell(source, [
        plainPatch([17, 3, 2, 2], [255, 0, 0, 255]),
        plainPatch([20, 3, 3, 9], [0, 0, 255, 100]),
        plainPatch([16, 6, 3, 2], [0, 255, 0, 255]),
      ]),
    )
  })
})

test('the largest possible levels and differences are kept', () => {
  const source = writeJpeg({ quality: 100, seed: 6 })
  const stripes = [0, 1, 2, 3, 4, 5, 6, 7].map((column) =>
    plainPatch([8 * column, 0, 8, 48], column % 2 ? [255, 255, 255, 255] : [0, 0, 0, 255]),
  )
  for (const tables of ['standard', 'optimised'] as const) {
    expectQuality(spliceWell(source, stripes))
    const { bytes } = spliceWell(writeJpeg({ quality: 100, seed: 6, tables }), stripes)
    // Now the stripes are the source; their blocks differ by whole steps.
    expectQuality(spliceWell(bytes, seededPatches(5, 64, 48)))
  }
})

describe('the rest of the file', () => {
  test('stays byte for byte: the metadata before the scan, and the bytes after it', () => {
    const trailing = new TextEncoder().encode('a second picture may be here \xff\xd9')
    const source = writeJpeg({
      orientation: 1,
      segments: [
        [0xfe, new TextEncoder().encode('a comment')],
        [0xec, Uint8Array.of(0xff, 0xd9, 0xff, 0xda, 0)],
      ],
      trailing,
      fillBytes: 2,
    })
    const { bytes } = spliceWell(source, [plainPatch([30, 20, 9, 9])])
    const header = readJpegHeader(source)
    if (header.kind === 'damaged') throw new Error(header.fault)
    expect(bytes.subarray(0, header.scanStart)).toEqual(source.subarray(0, header.scanStart))
    const tail = source.subarray(-trailing.length - 4)
    expect(bytes.subarray(-tail.length)).toEqual(tail)
  })

  test('stays when the tables are replaced, except for the tables', () => {
    const source = writeJpeg({ tables: 'optimised', quality: 30, seed: 5 })
    const { bytes, hasNewTables } = spliceWell(source, [plainPatch([3, 3, 22, 22])])
    expect(hasNewTables).toBe(true)
    expect(withoutTables(bytes)).toEqual(withoutTables(source))
  })

  test('includes bytes that an encoder left after its last block', () => {
    const source = writeJpeg({ extra: Uint8Array.of(0x12, 0xff, 0, 0x34), restartInterval: 2 })
    const { extraBytes, bytes } = spliceWell(source, [plainPatch([0, 0, 64, 48])])
    expect(extraBytes).toBe(4)
    expect(bytes.subarray(-6)).toEqual(Uint8Array.of(0x12, 0xff, 0, 0x34, 0xff, 0xd9))
  })
})

/** The segments before the scan, without Huffman tables. */
function withoutTables(bytes: Uint8Array): number[] {
  const header = readJpegHeader(bytes)
  if (header.kind === 'damaged') throw new Error(header.fault)
  const kept: number[] = []
  let at = 0
  for (const [start, end] of header.huffmanSegments) {
    kept.push(...bytes.subarray(at, start))
    at = end
  }
  return [...kept, ...bytes.subarray(at, header.scanStart)]
}

describe('Huffman tables', () => {
  test('that have every symbol stay', () => {
    for (let seed = 0; seed < 10; seed++) {
      const source = writeJpeg({ seed })
      expect(spliceWell(source, seededPatches(seed, 64, 48)).hasNewTables).toBe(false)
    }
  })

  test('that lack a symbol are replaced, and every value stays', () => {
    let newTables = 0
    for (let seed = 0; seed < 10; seed++) {
      const restartInterval = seed % 4
      const options = { tables: 'optimised', quality: 20 + 8 * seed, restartInterval } as const
      const source = writeJpeg({ ...options, seed, widthPx: 120 })
      const result = spliceWell(source, seededPatches(seed, 120, 48))
      expectQuality(result)
      if (result.hasNewTables) newTables++
    }
    expect(newTables).toBeGreaterThan(5)
  })

  test('that are replaced cost few bits', () => {
    const options = { quality: 40, widthPx: 300, heightPx: 200, seed: 4 }
    const source = writeJpeg({ ...options, tables: 'optimised' })
    const { bytes, hasNewTables } = spliceWell(source, [plainPatch([40, 40, 9, 9])])
    expect(hasNewTables).toBe(true)
    expect(bytes.length).toBeLessThan(source.length * 1.01)
  })
})

describe('a frame that is large enough to be walked in parts', () => {
  const size = { widthPx: 157, heightPx: 117 }
  const patches = seededPatches(6, size.widthPx, size.heightPx)

  test.each(Object.entries(SAMPLINGS))('of %s is spliced as small ones are', (_, sampling) => {
    for (const tables of ['standard', 'optimised'] as const) {
      const source = writeJpeg({ ...size, sampling, tables, quality: 95, seed: 8 })
      expectQuality(spliceWell(source, patches))
    }
  })

  test('may have the same tables for luma and chroma, so the parts never join', () => {
    const source = writeJpeg({ ...size, quality: 95, tables: 'luma' })
    expectQuality(spliceWell(source, patches))
  })

  test('may have long codes that must change, so that symbols can be added', () => {
    const larger = { widthPx: 331, heightPx: 247 }
    const source = writeJpeg({ ...larger, quality: 97, tables: 'optimised', seed: 3 })
    const header = readJpegHeader(source)
    if (header.kind === 'damaged') throw new Error(header.fault)
    const kept = header.acTables.flatMap((table) => (table ? keptCodeLength(table, false) : []))
    expect(Math.min(...kept)).toBeLessThan(16)
    const result = spliceWell(source, patches)
    expect(result.hasNewTables).toBe(true)
    expectQuality(result)
  })
})

test('a frame becomes the same file, whatever was spliced before', () => {
  const options = { tables: 'optimised', quality: 60 } as const
  const source = writeJpeg({ ...options, seed: 1 })
  const patches = seededPatches(1, 64, 48)
  const first = new JpegSplicer(module).splice(source, patches)
  expect(first).toMatchObject({ kind: 'spliced', hasNewTables: true })
  const used = new JpegSplicer(module)
  for (let seed = 2; seed < 6; seed++) {
    used.splice(writeJpeg({ ...options, seed }), [plainPatch([0, 0, 64, 48], [9, 99, 199, 200])])
    expect(used.splice(source, patches)).toEqual(first)
  }
})

test('a file of 65,500 pixels per line is spliced', () => {
  const source = writeJpeg({ widthPx: 65_500, heightPx: 1, sampling: [[1, 1]] })
  const result = spliceWell(source, [
    plainPatch([3, 0, 5, 1]),
    plainPatch([65_480, 0, 20, 1], [1, 2, 3, 200]),
  ])
  expectQuality(result)
})

test('extended sequential files of 8 bits are spliced', () => {
  const source = writeJpeg({ startOfFrame: 0xc1 })
  expectQuality(spliceWell(source, seededPatches(2, 64, 48)))
})

describe('a damaged file', () => {
  const patches = [plainPatch([2, 2, 5, 5])]

  test('that is cut off anywhere is detected', () => {
    for (const [tables, restartInterval] of [
      ['standard', 0],
      ['standard', 2],
      ['optimised', 0],
      ['optimised', 2],
    ] as const) {
      const source = writeJpeg({ tables, restartInterval })
      for (let length = 0; length < source.length; length++) {
        const { kind } = splicer.splice(source.subarray(0, length), patches)
        expect(kind, `${length} of ${source.length} bytes`).toBe('damaged')
      }
    }
  })

  test.each(['standard', 'optimised'] as const)(
    'whose scan ends early, although an end of image follows, is detected: %s tables',
    (tables) => {
      const source = writeJpeg({ tables })
      const header = readJpegHeader(source)
      if (header.kind === 'damaged') throw new Error(header.fault)
      const cut = source.length - 40
      expect(cut).toBeGreaterThan(header.scanStart)
      const ended = Uint8Array.of(...source.subarray(0, cut), 0, 0xff, 0xd9)
      for (const drawn of [patches, [plainPatch([0, 0, 64, 48])]]) {
        expect(splicer.splice(ended, drawn)).toEqual({
          kind: 'damaged',
          fault: 'its picture data end too early',
        })
      }
    },
  )

  test('that lacks a restart marker, or has them out of order, is detected', () => {
    const source = writeJpeg({ restartInterval: 3 })
    const at = source.findIndex((byte, index) => byte === 0xff && source[index + 1] === 0xd1)
    const lacking = Uint8Array.of(...source.subarray(0, at), ...source.subarray(at + 2))
    const swapped = source.slice()
    swapped[at + 1] = 0xd2
    for (const bytes of [lacking, swapped]) {
      expect(splicer.splice(bytes, patches)).toEqual({
        kind: 'damaged',
        fault: 'a restart marker is missing or out of order',
      })
    }
  })

  test('with a size that its data cannot fill takes no memory', () => {
    for (const restartInterval of [0, 1]) {
      const source = writeJpeg({ restartInterval })
      const frame = source.findIndex((byte, index) => byte === 0xff && source[index + 1] === 0xc0)
      source.fill(0xff, frame + 5, frame + 9)
      const fresh = new JpegSplicer(module)
      const bytes = fresh.memoryBytes
      expect(fresh.splice(source, patches)).toEqual({
        kind: 'damaged',
        fault: 'its picture data end too early',
      })
      expect(fresh.memoryBytes).toBe(bytes)
    }
  })

  test('does not affect the next file', () => {
    const source = writeJpeg()
    splicer.splice(source.subarray(0, 700), patches)
    spliceWell(source, patches)
  })
})

test('a patch that is not in the frame is refused', () => {
  const source = writeJpeg()
  for (const place of [
    [60, 0, 5, 5],
    [0, 44, 5, 5],
    [-1, 0, 5, 5],
    [0, -1, 5, 5],
  ] as const) {
    expect(() => splicer.splice(source, [plainPatch(place)])).toThrow(RangeError)
  }
  const tooShort = { ...plainPatch([0, 0, 5, 5]), height: 6 }
  expect(() => splicer.splice(source, [tooShort])).toThrow('with 100 bytes')
})

test('if the module traps, the canvas takes the frame, and the next frame is spliced', () => {
  const { Instance } = WebAssembly
  const failing = function (from: WebAssembly.Module) {
    const changeScan = (): never => {
      throw new WebAssembly.RuntimeError('unreachable')
    }
    return { exports: { ...new Instance(from).exports, changeScan } }
  }
  vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Instance: { value: failing } }))
  const splicerOfTraps = new JpegSplicer(module)
  vi.unstubAllGlobals()
  const source = writeJpeg()
  expect(splicerOfTraps.splice(source, [])).toEqual({
    kind: 'declined',
    reason: INTERNAL_FAILURE,
  })
  expect(splicerOfTraps.splice(source, []).kind).toBe('spliced')
})

test('one splicer takes frames of all kinds, one after the other', () => {
  for (let round = 0; round < 40; round++) {
    const sampling = Object.values(SAMPLINGS)[round % 8] ?? DEFAULTS.sampling
    const options = { sampling, seed: round, widthPx: 10 + 7 * round, heightPx: 90 - 2 * round }
    const tables = round % 3 === 0 ? 'optimised' : 'standard'
    const source = writeJpeg({ ...options, tables, restartInterval: round % 5 })
    spliceWell(source, seededPatches(round, options.widthPx, options.heightPx))
    expect(readCoefficients(source).widthPx).toBe(options.widthPx)
  }
})
