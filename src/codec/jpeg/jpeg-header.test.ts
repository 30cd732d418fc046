import { describe, expect, test } from 'vitest'
import { writeJpeg } from '../testing/jpeg-writer.ts'
import type { JpegOptions } from '../testing/jpeg-writer.ts'
import { readJpegHeader } from './jpeg-header.ts'
import type { JpegHeader } from './jpeg-header.ts'
import { declineReason } from './splice-conditions.ts'

function headerOf(bytes: Uint8Array): JpegHeader {
  const header = readJpegHeader(bytes)
  if (header.kind === 'damaged') throw new Error(header.fault)
  return header
}

const reasonFor = (options: Partial<JpegOptions>): string | null =>
  declineReason(headerOf(writeJpeg({ widthPx: 16, heightPx: 16, ...options })))

/** A file with some bytes of one segment changed; `offset` counts from the segment's marker. */
function withBytes(markerCode: number, offset: number, ...values: number[]): Uint8Array {
  const bytes = writeJpeg({ widthPx: 16, heightPx: 16 })
  const at = bytes.findIndex((byte, index) => byte === 0xff && bytes[index + 1] === markerCode)
  bytes.set(values, at + offset)
  return bytes
}

describe('the header', () => {
  test('has the size, the sampling, the process and the restart interval', () => {
    const bytes = writeJpeg({ widthPx: 35, heightPx: 21, restartInterval: 7 })
    const header = headerOf(bytes)
    expect(header).toMatchObject({
      process: 'baseline',
      precision: 8,
      widthPx: 35,
      heightPx: 21,
      components: [
        { id: 1, h: 2, v: 2, quantisation: 0, dc: 0, ac: 0 },
        { id: 2, h: 1, v: 1, quantisation: 1, dc: 1, ac: 1 },
        { id: 3, h: 1, v: 1, quantisation: 1, dc: 1, ac: 1 },
      ],
      restartInterval: 7,
      orientation: 1,
      colourProfile: 'absent',
      isRgb: false,
    })
    expect(bytes.subarray(header.scanStart - 3, header.scanStart)).toEqual(Uint8Array.of(0, 63, 0))
  })

  test('can be read from the first bytes of the file', () => {
    const bytes = writeJpeg()
    const { scanStart } = headerOf(bytes)
    expect(readJpegHeader(bytes.subarray(0, scanStart)).kind).toBe('header')
  })

  test.each([
    ['no JPEG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'it is not a JPEG file'],
    ['an empty one', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), 'it holds no picture'],
    ['cut off', writeJpeg().subarray(0, 200), 'it is cut off before its picture data'],
    ['an impossible Huffman table', withBytes(0xc4, 5, 3), 'a Huffman table is broken'],
    ['a step of 0', withBytes(0xdb, 5, 0), 'a quantisation table is broken'],
    ['a sampling factor of 5', withBytes(0xc0, 11, 0x52), 'its frame header is broken'],
    ['no width', withBytes(0xc0, 7, 0, 0), 'its frame header is broken'],
    ['five components in a scan', withBytes(0xda, 4, 5), 'its scan header is broken'],
  ])('reports the fault of a file: %s', (_, bytes, fault) => {
    expect(readJpegHeader(bytes)).toEqual({ kind: 'damaged', fault })
  })
})

describe('a frame is left to the canvas if', () => {
  test('it is unusual, and not otherwise', () => {
    expect(reasonFor({})).toBeNull()
    expect(reasonFor({ startOfFrame: 0xc1, orientation: 1 })).toBeNull()
  })

  test.each([
    [0xc2, 'progressive JPEG'],
    [0xc3, 'lossless JPEG'],
    [0xc5, 'hierarchical JPEG'],
    [0xc9, 'arithmetic JPEG'],
  ])('its process is another one: SOF %i', (startOfFrame, reason) => {
    expect(reasonFor({ startOfFrame })).toBe(reason)
  })

  test.each([2, 3, 4, 5, 6, 7, 8])('Exif rotates it: %i', (orientation) => {
    expect(reasonFor({ orientation })).toBe(`Exif orientation ${orientation}`)
  })

  test('its samples have 12 bits', () => {
    expect(declineReason(headerOf(withBytes(0xc0, 4, 12)))).toBe('JPEG of 12 bits per sample')
  })

  test('its height comes after the picture', () => {
    expect(declineReason(headerOf(withBytes(0xc0, 5, 0, 0)))).toBe(
      'JPEG that states its height after its picture',
    )
  })

  test('its first scan holds one component of three', () => {
    const bytes = withBytes(0xda, 2, 0, 8, 1, 1, 0x00, 0, 63, 0)
    expect(declineReason(headerOf(bytes))).toBe('JPEG of several scans')
  })

  test('it uses tables that the file does not have', () => {
    expect(declineReason(headerOf(withBytes(0xda, 6, 0x23)))).toBe('JPEG without its own tables')
  })

  test('its sampling has no whole pixels', () => {
    const sampling = [
      [3, 1],
      [1, 1],
      [1, 1],
    ] as const
    expect(reasonFor({ sampling })).toBe('unusual chroma sampling')
  })

  test('it has two or four components', () => {
    expect(reasonFor({ sampling: Array<[1, 1]>(2).fill([1, 1]) })).toBe('JPEG of two components')
    expect(reasonFor({ sampling: Array<[1, 1]>(4).fill([1, 1]) })).toBe('CMYK JPEG')
  })
})

describe('three components are RGB', () => {
  const adobe = (transform: number): Uint8Array =>
    Uint8Array.of(...new TextEncoder().encode('Adobe'), 0, 100, 0, 0, 0, 0, transform)
  /** The file without its JFIF segment, which would say that the components are YCbCr. */
  const bare = (bytes: Uint8Array): Uint8Array =>
    Uint8Array.of(0xff, 0xd8, ...bytes.subarray(2 + 18))

  test.each([
    [0, true],
    [1, false],
  ])('if Adobe’s segment says transform %i: %s', (transform, isRgb) => {
    const bytes = writeJpeg({ segments: [[0xee, adobe(transform)]] })
    expect(headerOf(bare(bytes)).isRgb).toBe(isRgb)
    expect(headerOf(bytes).isRgb).toBe(false)
  })

  test('if their ids are R, G and B', () => {
    const bytes = writeJpeg()
    for (const [index, id] of [82, 71, 66].entries()) {
      const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0)
      const scan = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda)
      bytes[frame + 10 + 3 * index] = id
      bytes[scan + 5 + 2 * index] = id
    }
    expect(headerOf(bare(bytes)).isRgb).toBe(true)
    expect(declineReason(headerOf(bare(bytes)))).toBe('RGB JPEG')
    expect(headerOf(bytes).isRgb).toBe(false)
  })
})

describe('a colour profile', () => {
  const SRGB = {
    rXYZ: [0.4361, 0.2225, 0.0139],
    gXYZ: [0.3851, 0.7169, 0.0971],
    bXYZ: [0.1431, 0.0606, 0.7141],
  }
  const DISPLAY_P3 = {
    rXYZ: [0.5151, 0.2412, -0.0011],
    gXYZ: [0.292, 0.6922, 0.0419],
    bXYZ: [0.1571, 0.0666, 0.7841],
  }
  const SRGB_CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]

  const fixed = (value: number): number[] => {
    const whole = Math.round(value * 65536)
    return [whole >> 24, whole >> 16, whole >> 8, whole].map((byte) => byte & 255)
  }
  const ascii = (text: string): number[] => [...new TextEncoder().encode(text)]
  const parametric = (curve: number[]): number[] => [
    ...ascii('para'),
    ...[0, 0, 0, 0, 0, curve.length === 7 ? 4 : 3, 0, 0],
    ...curve.flatMap(fixed),
  ]
  /** A table of 1024 values. */
  const sampled = (curve: (value: number) => number): number[] => [
    ...ascii('curv'),
    ...[0, 0, 0, 0, 0, 0, 4, 0],
    ...Array.from({ length: 1024 }, (_, index) => Math.round(65535 * curve(index / 1023))).flatMap(
      (value) => [value >> 8, value & 255],
    ),
  ]

  function profile(colourants: Record<string, number[]>, curve: number[]): Uint8Array {
    const tags: [string, number[]][] = [
      ...Object.entries(colourants).map(([name, xyz]): [string, number[]] => [
        name,
        [...ascii('XYZ '), 0, 0, 0, 0, ...xyz.flatMap(fixed)],
      ]),
      ...['rTRC', 'gTRC', 'bTRC'].map((name): [string, number[]] => [name, curve]),
    ]
    const bytes = new Array<number>(128).fill(0)
    bytes.push(0, 0, 0, tags.length)
    let offset = 132 + 12 * tags.length
    for (const [name, data] of tags) {
      const place = [offset, data.length].flatMap((value) => [0, 0, value >> 8, value & 255])
      bytes.push(...ascii(name), ...place)
      offset += data.length
    }
    return Uint8Array.from([...bytes, ...tags.flatMap(([, data]) => data)])
  }

  const fileWith = (...parts: Uint8Array[]): JpegHeader =>
    headerOf(
      writeJpeg({
        segments: parts.map((part) => [0xe2, Uint8Array.of(...ascii('ICC_PROFILE\0'), ...part)]),
      }),
    )

  test('of sRGB is recognised by its colours, whatever its name is', () => {
    const whole = profile(SRGB, parametric(SRGB_CURVE))
    expect(fileWith(Uint8Array.of(1, 1, ...whole)).colourProfile).toBe('sRGB')
    const asBrowsersWrite = profile(SRGB, parametric([...SRGB_CURVE, 0, 0]))
    expect(fileWith(Uint8Array.of(1, 1, ...asBrowsersWrite)).colourProfile).toBe('sRGB')
    const table = profile(
      SRGB,
      sampled((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)),
    )
    expect(fileWith(Uint8Array.of(1, 1, ...table)).colourProfile).toBe('sRGB')
  })

  test('may come in several segments, in any order', () => {
    const whole = profile(SRGB, parametric(SRGB_CURVE))
    const parts = [
      Uint8Array.of(2, 2, ...whole.subarray(150)),
      Uint8Array.of(1, 2, ...whole.subarray(0, 150)),
    ]
    expect(fileWith(...parts).colourProfile).toBe('sRGB')
  })

  test.each([
    ['other colourants', profile(DISPLAY_P3, parametric(SRGB_CURVE))],
    [
      'another curve',
      profile(
        SRGB,
        sampled((value) => value ** 1.8),
      ),
    ],
    ['a curve above that of sRGB', profile(SRGB, parametric([...SRGB_CURVE, 0.02, 0.02]))],
    ['no tags', new Uint8Array(200)],
    ['nothing in it', new Uint8Array()],
  ])('with %s goes to the canvas', (_, bytes) => {
    const header = fileWith(Uint8Array.of(1, 1, ...bytes))
    expect(header.colourProfile).toBe('other')
    expect(declineReason(header)).toBe('colour profile other than sRGB')
  })
})
