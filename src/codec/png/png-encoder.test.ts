import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OverlayPatch } from '../../core/draw/overlay-patch.ts'
import { KINDS_OF_BYTES, makeBytes, seededNumbers } from '../testing/kinds-of-bytes.ts'
import { readPng } from '../testing/png-reader.ts'
import url from './assembly/index.ts?assemblyscript'
import { PngEncoder } from './png-encoder.ts'

const module = new WebAssembly.Module(readFileSync(fileURLToPath(url)))
const encoder = new PngEncoder(module)

function makePicture(
  kind: string,
  widthPx: number,
  heightPx: number,
): Uint8ClampedArray<ArrayBuffer> {
  return new Uint8ClampedArray(makeBytes(kind, widthPx * heightPx * 4))
}

function makeOpaque(rgba: Uint8ClampedArray): Uint8ClampedArray {
  for (let index = 3; index < rgba.length; index += 4) rgba[index] = 255
  return rgba
}

/** A colour gradient with a little noise, like the sky in a photograph. */
function makeSky(widthPx: number, heightPx: number): Uint8ClampedArray {
  const next = seededNumbers(5)
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4)
  for (let index = 0; index < rgba.length; index++) {
    const x = (index >> 2) % widthPx
    const y = Math.floor(index / 4 / widthPx)
    rgba[index] = 40 * (index & 3) + x / 9 + y / 5 + (next() % 3)
  }
  return makeOpaque(rgba)
}

/** Like an overlay: empty except for a panel with half-transparent letters. */
function makeOverlay(widthPx: number, heightPx: number): Uint8ClampedArray {
  const next = seededNumbers(6)
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4)
  for (let y = heightPx >> 1; y < heightPx - 9; y++) {
    for (let x = 20; x < widthPx >> 1; x++) {
      rgba.set([10, 20, 30, next() % 9 ? 180 : 255], (y * widthPx + x) * 4)
    }
  }
  return rgba
}

function expectSame(file: Uint8Array, rgba: Uint8ClampedArray, name: string): void {
  expect(Buffer.compare(readPng(file).rgba, Buffer.from(rgba)), name).toBe(0)
}

/** A rectangle of a picture. */
function cut(
  rgba: Uint8ClampedArray,
  widthPx: number,
  box: Omit<OverlayPatch, 'rgba'>,
): OverlayPatch {
  const pixels = new Uint8ClampedArray(4 * box.width * box.height)
  for (let line = 0; line < box.height; line++) {
    const from = 4 * ((box.y + line) * widthPx + box.x)
    pixels.set(rgba.subarray(from, from + 4 * box.width), 4 * line * box.width)
  }
  return { ...box, rgba: pixels }
}

/** The picture that patches make on a transparent ground. */
function paste(
  patches: readonly OverlayPatch[],
  widthPx: number,
  heightPx: number,
): Uint8ClampedArray {
  const whole = new Uint8ClampedArray(4 * widthPx * heightPx)
  for (const { x, y, width, height, rgba } of patches) {
    for (let line = 0; line < height; line++) {
      const pixels = rgba.subarray(4 * line * width, 4 * (line + 1) * width)
      whole.set(pixels, 4 * ((y + line) * widthPx + x))
    }
  }
  return whole
}

/** Boxes that do not overlap, some of them side by side, some at the edges. */
function scatter(
  next: () => number,
  widthPx: number,
  heightPx: number,
): Omit<OverlayPatch, 'rgba'>[] {
  const boxes: Omit<OverlayPatch, 'rgba'>[] = []
  for (let x = next() % 9; x < widthPx;) {
    const width = Math.min(1 + (next() % 90), widthPx - x)
    for (let y = next() % 9; y < heightPx;) {
      const height = Math.min(1 + (next() % 30), heightPx - y)
      if (next() % 3 === 0) boxes.push({ x, y, width, height })
      y += height + (next() % 3)
    }
    x += width + (next() % 3) * 9
  }
  return boxes.reverse()
}

const SIZES: [number, number][] = [
  [1, 1],
  [1, 300],
  [2, 3],
  [3, 2],
  [5, 7],
  [15, 16],
  [17, 9],
  [333, 41],
  [65_500, 2],
]

describe('a PNG', () => {
  test.each(Object.keys(KINDS_OF_BYTES))('has exactly the pixels of the picture: %s', (kind) => {
    for (const [widthPx, heightPx] of SIZES) {
      const name = `${widthPx} × ${heightPx}`
      const rgba = makePicture(kind, widthPx, heightPx)
      expectSame(encoder.encode(rgba, widthPx, heightPx), rgba, name)
      makeOpaque(rgba)
      expectSame(encoder.encode(rgba, widthPx, heightPx), rgba, `${name}, opaque`)
    }
  })

  test('of patches is that of the whole picture, byte for byte', () => {
    const [widthPx, heightPx] = [97, 61]
    const boxes = [
      { x: 8, y: 0, width: 30, height: 7 },
      { x: 60, y: 5, width: 37, height: 11 },
      { x: 0, y: 40, width: 97, height: 1 },
    ]
    for (const kind of Object.keys(KINDS_OF_BYTES)) {
      const patches = boxes.map((box) => cut(makePicture(kind, widthPx, heightPx), widthPx, box))
      const whole = paste(patches, widthPx, heightPx)
      // What an earlier picture left in the memory must not be seen.
      encoder.encode(makePicture('noise', widthPx, heightPx), widthPx, heightPx)
      const file = encoder.encodeOverlay(patches, widthPx, heightPx)
      expect(Buffer.compare(file, encoder.encode(whole, widthPx, heightPx)), kind).toBe(0)
      expectSame(file, whole, kind)
    }
  })

  test('of patches has nothing of the patches before it', () => {
    const overlays = new PngEncoder(module)
    const next = seededNumbers(7)
    const kinds = Object.keys(KINDS_OF_BYTES)
    for (let index = 0; index < 60; index++) {
      const [widthPx, heightPx] = index < 40 ? [331, 57] : [57, 331]
      const kind = kinds[index % kinds.length] ?? ''
      const patches = scatter(next, widthPx, heightPx).map((box) =>
        cut(makePicture(kind, widthPx, heightPx), widthPx, box),
      )
      const file = overlays.encodeOverlay(patches, widthPx, heightPx)
      const whole = paste(patches, widthPx, heightPx)
      expect(Buffer.compare(file, encoder.encode(whole, widthPx, heightPx)), `${index}`).toBe(0)
      expectSame(file, whole, `${index}`)
    }
  })

  test('without a patch is transparent, and with one over all of it, opaque or not, has its pixels', () => {
    const [widthPx, heightPx] = [40, 24]
    const all = { x: 0, y: 0, width: widthPx, height: heightPx }
    const empty = new Uint8ClampedArray(4 * widthPx * heightPx)
    expectSame(encoder.encodeOverlay([], widthPx, heightPx), empty, 'none')
    for (const rgba of [makeSky(widthPx, heightPx), makeOverlay(widthPx, heightPx)]) {
      const file = encoder.encodeOverlay([cut(rgba, widthPx, all)], widthPx, heightPx)
      expect(Buffer.compare(file, encoder.encode(rgba, widthPx, heightPx))).toBe(0)
    }
  })

  test('has the size of the picture, and only the necessary chunks', () => {
    const { widthPx, heightPx, chunkTypes } = readPng(encoder.encode(makeSky(47, 31), 47, 31))
    expect([widthPx, heightPx]).toEqual([47, 31])
    expect(chunkTypes).toEqual(['IHDR', 'IDAT', 'IEND'])
  })

  test('is RGB only if every pixel is opaque', () => {
    for (const pixelCount of [1, 15, 16, 17, 100]) {
      const rgba = makeOpaque(makePicture('noise', pixelCount, 1))
      expect(readPng(encoder.encode(rgba, pixelCount, 1)).channelCount).toBe(3)
      for (let pixel = 0; pixel < pixelCount; pixel++) {
        const other = rgba.slice()
        other[pixel * 4 + 3] = 254
        const file = encoder.encode(other, pixelCount, 1)
        expect(readPng(file).channelCount, `pixel ${pixel} of ${pixelCount}`).toBe(4)
        expectSame(file, other, `pixel ${pixel} of ${pixelCount}`)
      }
    }
  })

  test('keeps the colours of transparent pixels', () => {
    const rgba = makePicture('noise', 50, 50).map((value, index) => (index % 4 === 3 ? 0 : value))
    expectSame(encoder.encode(rgba, 50, 50), rgba, 'alpha 0')
  })

  test('may have empty rows anywhere among the others', () => {
    const next = seededNumbers(3)
    for (let round = 0; round < 40; round++) {
      const rgba = makePicture('noise', 37, 12)
      for (let y = 0; y < 12; y++) if (next() % 2) rgba.fill(0, y * 37 * 4, (y + 1) * 37 * 4)
      expectSame(encoder.encode(rgba, 37, 12), rgba, `round ${round}`)
    }
  })

  test('may have more zeros than one sequence can have', () => {
    const [widthPx, heightPx] = [4400, 1000]
    const boxes = [0, 0.4, 1].map((share) => ({
      ...{ x: Math.round(share * (widthPx - 9)), y: Math.round(share * (heightPx - 1)) },
      ...{ width: 9, height: 1 },
    }))
    for (const places of [boxes.slice(0, 1), boxes.slice(2), boxes]) {
      const patches = places.map((box) => ({ ...box, rgba: makePicture('noise', 9, 1) }))
      const file = encoder.encodeOverlay(patches, widthPx, heightPx)
      expectSame(file, paste(patches, widthPx, heightPx), `${places.length} patches`)
    }
  })

  test('chooses the best filter for each row', () => {
    const filterOf = (value: (x: number, y: number) => number): number | undefined => {
      const rgba = new Uint8ClampedArray(64 * 64 * 4)
      for (let index = 0; index < rgba.length; index++) {
        rgba[index] = value((index >> 2) % 64, index >> 8)
      }
      return readPng(encoder.encode(makeOpaque(rgba), 64, 64)).filters[63]
    }
    const values = makeBytes('noise', 64)
    expect(filterOf((x) => values[x] ?? 0)).toBe(2)
    expect(filterOf((_, y) => values[y] ?? 0)).toBe(1)
    expect(filterOf((x, y) => (values[x] ?? 0) / 2 + (values[y] ?? 0) / 2)).toBe(4)
  })

  test('is small for a photograph, a flat picture and an overlay', () => {
    expect(encoder.encode(makeSky(640, 360), 640, 360).length).toBeLessThan(0.4 * 640 * 360 * 3)
    expect(encoder.encode(makePicture('flat', 640, 360), 640, 360).length).toBeLessThan(2500)
    expect(encoder.encode(makePicture('zeros', 640, 360), 640, 360).length).toBeLessThan(2500)
    expect(encoder.encode(makeOverlay(640, 360), 640, 360).length).toBeLessThan(20_000)
  })
})

describe('the encoder', () => {
  test('gives the same bytes for the same pixels, whatever it encoded before', () => {
    const sky = makeSky(200, 100)
    const overlay = makeOverlay(200, 100)
    const files = [sky, overlay].map((rgba) => new PngEncoder(module).encode(rgba, 200, 100))
    encoder.encode(makePicture('noise', 500, 300), 500, 300)
    const again = [sky, overlay].map((rgba) => encoder.encode(rgba, 200, 100))
    expect(again.map((file, index) => Buffer.compare(file, files[index] ?? file))).toEqual([0, 0])
  })

  test('refuses pixels that do not fit the size of the picture', () => {
    const rgba = new Uint8ClampedArray(400)
    const sizes: [number, number][] = [
      [10, 11],
      [0, 0],
      [-10, -10],
      [2.5, 40],
      [65_535, 65_535],
    ]
    for (const [widthPx, heightPx] of sizes) {
      const encode = (): Uint8Array => encoder.encode(rgba, widthPx, heightPx)
      expect(encode).toThrow(RangeError)
      expect(encode).toThrow(`${widthPx} × ${heightPx} px`)
    }
  })
})

describe('memory', () => {
  interface Exports {
    memory: WebAssembly.Memory
    prepareEncode: (widthPx: number, heightPx: number) => number
  }

  const newExports = (): Exports => new WebAssembly.Instance(module).exports as unknown as Exports

  test('grows with the size of the picture, not with the number of pictures', () => {
    const { memory, prepareEncode } = newExports()
    const before = memory.buffer.byteLength
    prepareEncode(1, 1)
    expect(memory.buffer.byteLength - before).toBeLessThanOrEqual(65_536)
    prepareEncode(1000, 500)
    const after = memory.buffer.byteLength
    expect(after - before).toBeLessThan(8.2 * 1000 * 500)
    prepareEncode(500, 1000)
    prepareEncode(1000, 500)
    expect(memory.buffer.byteLength - after).toBeLessThanOrEqual(65_536)
  })

  test('is not allocated for a picture that is too large', () => {
    const { memory, prepareEncode } = newExports()
    const before = memory.buffer.byteLength
    expect(prepareEncode(65_535, 65_535)).toBe(0)
    expect(prepareEncode(2 ** 30, 1)).toBe(0)
    expect(memory.buffer.byteLength).toBe(before)
  })
})

describe('other programs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'png-encoder-'))
  const pictures: [string, Uint8ClampedArray][] = [
    ['sky', makeSky(123, 77)],
    ['overlay', makeOverlay(123, 77)],
    ['noise', makePicture('noise', 123, 77)],
  ]
  const fileOf = (name: string): string => join(folder, `${name}.png`)

  beforeAll(() => {
    for (const [name, rgba] of pictures) {
      writeFileSync(fileOf(name), encoder.encode(rgba, 123, 77))
    }
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  const hasPngcheck = spawnSync('pngcheck', ['-h']).error === undefined
  test.skipIf(!hasPngcheck)('pngcheck finds no fault (skipped if it is not installed)', () => {
    for (const [name] of pictures) {
      const { status, stdout } = spawnSync('pngcheck', [fileOf(name)], { encoding: 'utf8' })
      expect(stdout).toContain('OK')
      expect(status).toBe(0)
    }
  })

  test(
    'OpenCV reads the same pixels (skipped if it is not installed)',
    { timeout: 60_000 },
    (task) => {
      const script = `
import sys
try:
    import cv2
except ImportError:
    sys.exit(77)
for path in sys.argv[1:]:
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    code = cv2.COLOR_BGR2RGBA if image.shape[2] == 3 else cv2.COLOR_BGRA2RGBA
    sys.stdout.buffer.write(cv2.cvtColor(image, code).tobytes())
`
      const paths = pictures.map(([name]) => fileOf(name))
      const start = (python: string) => spawnSync(python, ['-c', script, ...paths])
      const isMissing = ({ error, status }: ReturnType<typeof start>): boolean =>
        error !== undefined || status === 77
      let run = start('/usr/bin/python3')
      if (isMissing(run)) run = start('python3')
      if (isMissing(run)) task.skip('OpenCV is absent')
      expect(run.status).toBe(0)
      expect(
        Buffer.compare(run.stdout, Buffer.concat(pictures.map(([, rgba]) => Buffer.from(rgba)))),
      ).toBe(0)
    },
  )
})
