/**
 * Splices files of other encoders, and reads the results with other programs. Tests whose program
 * is not installed are skipped.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCoefficients } from '../testing/jpeg-coefficients.ts'
import { decodePicture } from '../testing/jpeg-pixels.ts'
import { seededPicture } from '../testing/jpeg-picture.ts'
import { checkSplice, seededPatches } from '../testing/splice-check.ts'
import url from './assembly/index.ts?assemblyscript'
import { JpegSplicer } from './jpeg-splicer.ts'

const splicer = new JpegSplicer(new WebAssembly.Module(readFileSync(fileURLToPath(url))))
const WIDTH = 163
const HEIGHT = 117
const PATCHES = seededPatches(4, WIDTH, HEIGHT)

const isThere = (program: string, ...args: string[]): boolean =>
  spawnSync(program, args).status === 0
const hasLibjpeg = isThere('cjpeg', '-version') && isThere('djpeg', '-version')
const hasFfmpeg = isThere('ffmpeg', '-version')
const hasConvert = isThere('convert', '-version')
const PYTHON = '/usr/bin/python3'
const hasOpenCv = isThere(PYTHON, '-c', 'import cv2')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jpeg-splice-'))
  const { rgb } = seededPicture(7, WIDTH, HEIGHT)
  const head = new TextEncoder().encode(`P6 ${WIDTH} ${HEIGHT} 255\n`)
  writeFileSync(join(folder, 'picture.ppm'), Uint8Array.of(...head, ...rgb))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a program in the folder of the pictures. */
const runIn = (program: string, ...args: string[]): Uint8Array =>
  new Uint8Array(execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }))

const cjpeg = (...args: string[]): Uint8Array => runIn('cjpeg', ...args, 'picture.ppm')

/** The RGB that djpeg decodes without smoothing. */
function decode(bytes: Uint8Array): Float64Array {
  writeFileSync(join(folder, 'decoded.jpg'), bytes)
  const result = spawnSync('djpeg', ['-nosmooth', '-dct', 'float', '-rgb', 'decoded.jpg'], {
    cwd: folder,
  })
  // libjpeg prints a warning if it had to repair anything.
  expect(result.stderr.toString()).toBe('')
  expect(result.status).toBe(0)
  return Float64Array.from(result.stdout.subarray(-3 * WIDTH * HEIGHT))
}

/** Splices, and compares the result with the source file and with djpeg's pixels. */
function expectWellSpliced(source: Uint8Array): void {
  const result = splicer.splice(source, PATCHES)
  if (result.kind !== 'spliced') throw new Error(JSON.stringify(result))
  const check = checkSplice(source, result.bytes, PATCHES)
  expect(check.wrongBlocks).toEqual([])
  expect(check.splicedPsnr).toBeGreaterThan(check.encodedPsnr - 0.5)
  if (!hasLibjpeg) return
  const before = decode(source)
  const after = decode(result.bytes)
  const untouched = pixelsBesideTouchedMcus(source)
  expect(untouched.length).toBeGreaterThan(0)
  expect(untouched.filter((at) => before[at] !== after[at])).toEqual([])
  // libjpeg shows the same pixels as the plain decoder, with a tolerance: libjpeg rounds four
  // times.
  const { rgb } = decodePicture(readCoefficients(result.bytes))
  expect(Math.max(...rgb.map((value, at) => Math.abs(value - (after[at] ?? 0))))).toBeLessThan(3)
}

/** Indexes of the colour values of MCUs (at most 32 × 32 pixels) on which nothing is drawn. */
function pixelsBesideTouchedMcus(source: Uint8Array): number[] {
  const { planes } = readCoefficients(source)
  const size = 8 * Math.max(...planes.flatMap(({ h, v }) => [h, v]))
  const mcuOf = (x: number, y: number): number =>
    Math.floor(y / size) * WIDTH + Math.floor(x / size)
  const touched = new Set<number>()
  for (const { x, y, width, height, rgba } of PATCHES) {
    for (let pixel = 0; pixel < width * height; pixel++) {
      if (rgba[4 * pixel + 3])
        touched.add(mcuOf(x + (pixel % width), y + Math.floor(pixel / width)))
    }
  }
  return Array.from({ length: 3 * WIDTH * HEIGHT }, (_, at) => at).filter((at) => {
    const pixel = Math.floor(at / 3)
    return !touched.has(mcuOf(pixel % WIDTH, Math.floor(pixel / WIDTH)))
  })
}

describe.skipIf(!hasLibjpeg)('files of libjpeg', () => {
  test.each([
    ['4:2:0', ['-sample', '2x2']],
    ['4:2:2', ['-sample', '2x1']],
    ['4:4:0', ['-sample', '1x2']],
    ['4:4:4', ['-sample', '1x1']],
    ['4:1:1', ['-sample', '4x1']],
    ['optimised tables', ['-optimize', '-quality', '60']],
    ['the finest quality', ['-quality', '100']],
    ['the coarsest quality', ['-quality', '1']],
    ['restart markers after each MCU', ['-restart', '1B']],
    ['restart markers after each row, optimised tables', ['-restart', '1', '-optimize']],
  ])('with %s are spliced', (_, args) => expectWellSpliced(cjpeg(...args)))

  test('in grey are spliced', () => expectWellSpliced(cjpeg('-grayscale')))

  test('of quality below 25 without -baseline have wide steps in SOF1 and are spliced', () =>
    expectWellSpliced(cjpeg('-quality', '5')))

  test.each([
    ['-progressive', 'progressive JPEG'],
    ['-arithmetic', 'arithmetic JPEG'],
    ['-rgb', 'RGB JPEG'],
  ])('made with %s are left alone', (option, reason) => {
    expect(splicer.splice(cjpeg(option), PATCHES)).toEqual({ kind: 'declined', reason })
  })
})

describe.skipIf(!hasFfmpeg)('frames of ffmpeg', () => {
  test.each(['yuvj420p', 'yuvj422p', 'yuvj444p'])('in %s are spliced', (format) => {
    for (const huffman of ['optimal', 'default']) {
      runIn(
        'ffmpeg',
        ...['-y', '-i', 'picture.ppm', '-q:v', '2', '-pix_fmt', format],
        ...['-huffman', huffman, 'frame.jpg'],
      )
      expectWellSpliced(new Uint8Array(readFileSync(join(folder, 'frame.jpg'))))
    }
  })
})

describe.skipIf(!hasConvert)('files of ImageMagick', () => {
  const convert = (...args: string[]): Uint8Array => runIn('convert', 'picture.ppm', ...args)

  test('are spliced', () => expectWellSpliced(convert('-quality', '90', 'jpeg:-')))

  test('in CMYK are left alone', () => {
    expect(splicer.splice(convert('-colorspace', 'CMYK', 'jpeg:-'), PATCHES)).toEqual({
      kind: 'declined',
      reason: 'CMYK JPEG',
    })
  })

  test('that are interlaced are left alone', () => {
    expect(splicer.splice(convert('-interlace', 'JPEG', 'jpeg:-'), PATCHES)).toEqual({
      kind: 'declined',
      reason: 'progressive JPEG',
    })
  })
})

test.skipIf(!hasOpenCv)('files of OpenCV are spliced', () => {
  const script = 'import cv2; cv2.imwrite("cv.jpg", cv2.imread("picture.ppm"))'
  runIn(PYTHON, '-c', script)
  expectWellSpliced(new Uint8Array(readFileSync(join(folder, 'cv.jpg'))))
})
