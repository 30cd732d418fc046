import { describe, expect, test } from 'vitest'
import { isComplete, mayBeTransparent, readImageHeader, sniffFormat } from './image-file.ts'

const bytesOf = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )

const chunk = (name: string, data: number[] = []): number[] => [
  ...[0, 0, 0, data.length],
  ...bytesOf(name),
  ...data,
  ...[0, 0, 0, 0],
]
const png = (colourType: number, ...chunks: number[][]): Uint8Array<ArrayBuffer> =>
  bytesOf(
    [0x89],
    'PNG\r\n\x1a\n',
    chunk('IHDR', [0, 0, 0, 3, 0, 0, 0, 2, 8, colourType, 0, 0, 0]),
    ...chunks,
  )

const RGB = 2
const RGBA = 6
const wholePng = png(RGB, chunk('IDAT', [1, 2, 3]), chunk('IEND'))
const wholeJpeg = bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9])
const wholeWebp = bytesOf('RIFF', [8, 0, 0, 0], 'WEBP', [1, 2, 3, 4])
const wholeBmp = bytesOf('BM', [8, 0, 0, 0], [1, 2])
const wholeAvif = bytesOf([0, 0, 0, 12], 'ftyp', 'avif', [0, 0, 0, 9], 'mdat', [1])
const whole = [
  ['png', wholePng],
  ['jpeg', wholeJpeg],
  ['webp', wholeWebp],
  ['bmp', wholeBmp],
  ['avif', wholeAvif],
] as const

describe('an image file', () => {
  test.each(whole)('is recognised as %s by its content', (format, bytes) => {
    expect(sniffFormat(bytes)).toBe(format)
  })

  test.each(whole)('in %s is complete, but not without its last byte', (format, bytes) => {
    expect(isComplete(bytes, format)).toBe(true)
    expect(isComplete(bytes.subarray(0, -1), format)).toBe(false)
  })

  test('can have bytes after its end', () => {
    expect(isComplete(bytesOf([...wholePng], 'more'), 'png')).toBe(true)
    expect(isComplete(bytesOf([...wholeJpeg], 'more'), 'jpeg')).toBe(true)
  })

  test('is not complete if only the thumbnail in its metadata has an end', () => {
    const withThumbnail = bytesOf(
      [0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9],
      [0xff, 0xda, 0, 2, 7, 7],
    )
    expect(isComplete(withThumbnail, 'jpeg')).toBe(false)
  })

  test('in AVIF is not complete if a box has an impossible length', () => {
    const zeroLength = bytesOf(
      [0, 0, 0, 12],
      'ftyp',
      'avif',
      [0, 0, 0, 1],
      'mdat',
      [0, 0, 0, 0, 0, 0, 0, 0],
    )
    expect(isComplete(zeroLength, 'avif')).toBe(false)
    expect(isComplete(bytesOf([0, 0, 0, 4], 'ftyp'), 'avif')).toBe(false)
  })

  test('can be transparent if it has an alpha channel or a tRNS chunk', () => {
    expect(mayBeTransparent(wholePng)).toBe(false)
    expect(mayBeTransparent(png(RGBA, chunk('IEND')))).toBe(true)
    expect(mayBeTransparent(png(RGB, chunk('tRNS', [0, 0, 0, 0, 0, 0]), chunk('IEND')))).toBe(true)
    expect(mayBeTransparent(wholeJpeg)).toBe(false)
  })

  test('has its size in its header', async () => {
    expect(await readImageHeader(wholePng, 'a.png')).toEqual({
      format: 'png',
      widthPx: 3,
      heightPx: 2,
    })
  })

  test('with 0 bytes or of another kind is unreadable, and the message says why', async () => {
    await expect(readImageHeader(new Uint8Array(), 'a.png')).rejects.toThrow(
      'a.png cannot be read as an image: it is empty (0 bytes).',
    )
    await expect(readImageHeader(bytesOf('hello'), 'a.png')).rejects.toThrow(
      'a.png cannot be read as an image: it is not a PNG, JPEG, WebP, AVIF or BMP image.',
    )
  })
})
