import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decodePlainJpeg } from '../testing/plain-jpeg-decoder.ts'
import {
  noisePicture,
  paintPicture,
  scenePicture,
  seededRandom,
} from '../testing/seeded-pictures.ts'
import type { TestPicture } from '../testing/seeded-pictures.ts'
import url from './assembly/index.ts?assemblyscript'
import { JpegEncoder } from './jpeg-encoder.ts'

const module = new WebAssembly.Module(readFileSync(fileURLToPath(url)))
const encoder = new JpegEncoder(module)

const encode = ({ rgba, widthPx, heightPx }: TestPicture, quality: number): Uint8Array =>
  encoder.encode(rgba, widthPx, heightPx, { quality })

/** The PSNR over red, green and blue, in dB. */
function psnrDb(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let sum = 0
  a.forEach((sample, at) => (sum += at % 4 === 3 ? 0 : (sample - (b[at] ?? 0)) ** 2))
  return 10 * Math.log10((255 ** 2 * ((a.length * 3) / 4)) / sum)
}

function largestError(picture: TestPicture, quality: number): number {
  const { rgba } = decodePlainJpeg(encode(picture, quality))
  return rgba.reduce((most, sample, at) => {
    return Math.max(most, Math.abs(sample - (picture.rgba[at] ?? 0)))
  }, 0)
}

const scene = scenePicture(333, 217, 1)

describe('a decoder that shares no code with the encoder', () => {
  // libjpeg reaches 51.0, 31.3, 28.9, 26.8 and 20.6 dB. Most of the loss comes from the halved
  // chroma.
  test.each([
    { quality: 1, leastDb: 50.9 },
    { quality: 0.95, leastDb: 31.2 },
    { quality: 0.75, leastDb: 28.8 },
    { quality: 0.3, leastDb: 26.7 },
    { quality: 0, leastDb: 20.5 },
  ])('reads the picture at quality $quality', ({ quality, leastDb }) => {
    const decoded = decodePlainJpeg(encode(scene, quality))
    expect(decoded).toMatchObject({ widthPx: 333, heightPx: 217 })
    expect(psnrDb(decoded.rgba, scene.rgba)).toBeGreaterThan(leastDb)
  })

  test('reads halved chroma below quality 1, and full chroma at quality 1', () => {
    expect(decodePlainJpeg(encode(scene, 0.99)).chromaStep).toBe(2)
    // As in Chromium, the quality is first rounded to hundredths.
    expect(decodePlainJpeg(encode(scene, 0.996)).chromaStep).toBe(1)
    expect(decodePlainJpeg(encode(scene, 1)).chromaStep).toBe(1)
  })

  test('reads every size, however much of the last blocks is outside the picture', () => {
    for (const quality of [0.95, 1]) {
      for (const widthPx of [1, 7, 8, 9, 15, 16, 17, 33]) {
        for (const heightPx of [1, 7, 8, 9, 15, 16, 17, 33]) {
          const smooth = paintPicture(widthPx, heightPx, (x, y) => [90 + 2 * x, 200 - 3 * y, 120])
          expect(largestError(smooth, quality)).toBeLessThan(9)
        }
      }
    }
  })

  test('reads a picture that is as wide as a JPEG can be', () => {
    const wide = paintPicture(65_500, 3, (x) => [x / 257, 255 - x / 257, 128])
    expect(largestError(wide, 0.95)).toBeLessThan(9)
  })

  test('reads a picture of which only a part was counted for the codes', () => {
    const large = scenePicture(1000, 800, 2)
    expect(psnrDb(decodePlainJpeg(encode(large, 0.95)).rgba, large.rgba)).toBeGreaterThan(35.9)
  })

  test('reads noise of which nothing was counted', () => {
    const random = seededRandom(3)
    const isNoise = (x: number, y: number): boolean => y >= 336 && y < 352 && x >= 160 && x < 192
    const hidden = paintPicture(1000, 800, (x, y) => {
      const grey = 40 + random() * (isNoise(x, y) ? 215 : 12)
      return [grey, grey, grey]
    })
    expect(psnrDb(decodePlainJpeg(encode(hidden, 0.95)).rgba, hidden.rgba)).toBeGreaterThan(42)
  })
})

describe('extreme pictures', () => {
  const corners = [0, 255].flatMap((r) => [0, 255].flatMap((g) => [0, 255].map((b) => [r, g, b])))

  test('a flat colour stays the same, except for the rounding of one step', () => {
    for (const [red = 0, green = 0, blue = 0] of [...corners, [128, 128, 128], [1, 254, 77]]) {
      const flat = paintPicture(20, 20, () => [red, green, blue])
      expect(largestError(flat, 1)).toBeLessThanOrEqual(1)
      expect(largestError(flat, 0.95)).toBeLessThanOrEqual(2)
    }
  })

  test('grey stays grey', () => {
    const ramp = paintPicture(256, 16, (x) => [x, x, x])
    const { rgba } = decodePlainJpeg(encode(ramp, 1))
    for (let at = 0; at < rgba.length; at += 4) {
      expect(rgba[at + 1]).toBe(rgba[at])
      expect(rgba[at + 2]).toBe(rgba[at])
    }
  })

  test('noise is kept, with its largest coefficients', () => {
    const noise = noisePicture(120, 90, 4)
    expect(psnrDb(decodePlainJpeg(encode(noise, 1)).rgba, noise.rgba)).toBeGreaterThan(48)
  })

  test('the largest swings of every frequency do not overflow', () => {
    const frequencies = Array.from({ length: 64 }, (_, at) => [at & 7, at >> 3] as const)
    const wave = (frequency: number, at: number): number =>
      Math.cos(((2 * (at & 7) + 1) * frequency * Math.PI) / 16)
    const swings = paintPicture(8 * 64, 8, (x, y) => {
      const [u, v] = frequencies[x >> 3] ?? [0, 0]
      const level = wave(u, x) * wave(v, y) >= 0 ? 255 : 0
      return [level, level, level]
    })
    expect(largestError(swings, 1)).toBeLessThanOrEqual(3)
    const colours = paintPicture(8 * 64, 8, (x, y) => {
      const [u, v] = frequencies[x >> 3] ?? [0, 0]
      return wave(u, x) * wave(v, y) >= 0 ? [0, 0, 255] : [255, 255, 0]
    })
    expect(largestError(colours, 1)).toBeLessThanOrEqual(4)
  })
})

describe('its bytes', () => {
  test('are the same for the same pixels, whatever was encoded before', () => {
    const first = encode(scene, 0.9)
    encode(noisePicture(400, 300, 5), 1)
    encode(scene, 0.2)
    expect(encode(scene, 0.9)).toEqual(first)
    const { rgba, widthPx, heightPx } = scene
    expect(new JpegEncoder(module).encode(rgba, widthPx, heightPx, { quality: 0.9 })).toEqual(first)
  })

  test('are a JFIF file', () => {
    const file = encode(scene, 0.9)
    expect([...file.subarray(0, 4)]).toEqual([0xff, 0xd8, 0xff, 0xe0])
    expect(String.fromCharCode(...file.subarray(6, 10))).toBe('JFIF')
  })
})

describe('what cannot be encoded', () => {
  test.each([
    [0, 5],
    [5, 0],
    [65_536, 1],
    [1.5, 2],
  ])('%s × %s pixels are refused', (widthPx, heightPx) => {
    const rgba = new Uint8ClampedArray(4)
    expect(() => encoder.encode(rgba, widthPx, heightPx, { quality: 1 })).toThrow(RangeError)
  })

  test('pixels that do not fit the size are refused', () => {
    const rgba = new Uint8ClampedArray(15)
    expect(() => encoder.encode(rgba, 2, 2, { quality: 1 })).toThrow('15 bytes')
  })
})

const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`])
    return true
  } catch {
    return false
  }
}

describe.skipIf(!has('djpeg') || !has('cjpeg'))('beside libjpeg (djpeg and cjpeg)', () => {
  const maxBuffer = 2 ** 26
  const decode = (file: Uint8Array): Uint8ClampedArray => {
    const image = execFileSync('djpeg', ['-ppm'], { input: file, maxBuffer })
    const samples = image.subarray(
      /^P6\s+\d+\s+\d+\s+255\s/.exec(image.toString('latin1'))?.[0].length,
    )
    const rgba = new Uint8ClampedArray((samples.length / 3) * 4)
    for (let at = 0; at < rgba.length; at++) {
      rgba[at] = at % 4 === 3 ? 255 : (samples[Math.floor(at / 4) * 3 + (at % 4)] ?? 0)
    }
    return rgba
  }
  const encodeThere = ({ widthPx, heightPx, rgba }: TestPicture, percent: number): Uint8Array => {
    const samples = Uint8Array.from(rgba).filter((_, at) => at % 4 !== 3)
    const input = Buffer.concat([Buffer.from(`P6 ${widthPx} ${heightPx} 255\n`), samples])
    const sampling = percent === 100 ? ['-sample', '1x1'] : []
    const options = ['-quality', String(percent), '-optimize', ...sampling]
    return execFileSync('cjpeg', options, { input, maxBuffer })
  }

  test.each([100, 95, 75, 30])('as good and no larger at quality %s', (percent) => {
    const picture = scenePicture(1000, 800, 6)
    const [ours, theirs] = [encode(picture, percent / 100), encodeThere(picture, percent)]
    expect(ours.length).toBeLessThan(theirs.length * 1.005)
    const [ourDb, theirDb] = [ours, theirs].map((file) => psnrDb(decode(file), picture.rgba))
    expect(ourDb).toBeGreaterThan((theirDb ?? NaN) - 0.1)
  })

  test('it reads every size without a warning', () => {
    for (const widthPx of [1, 9, 16, 31]) {
      for (const heightPx of [1, 8, 17]) {
        const picture = noisePicture(widthPx, heightPx, 8)
        expect(decode(encode(picture, 0.95))).toHaveLength(picture.rgba.length)
      }
    }
  })
})
