import { describe, expect, test } from 'vitest'
import { paintRows, writePng } from '../testing/png-writer.ts'
import type { PngForm } from '../testing/png-writer.ts'
import { declineReason, readPngHeader } from './png-header.ts'

function headerOf(form: Partial<PngForm>) {
  const header = readPngHeader(writePng(6, 4, paintRows(6, 4, form, 1), form))
  if (!header) throw new Error('no header')
  return header
}

const SRGB = ['sRGB', Uint8Array.of(0)] as const
const GAMMA = ['gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f)] as const
const PRIMARIES = ['cHRM', new Uint8Array(32)] as const
const PROFILE = ['iCCP', Buffer.from('Display P3\0\0xx')] as const

describe('a PNG is spliced with', () => {
  test.each<[string, Partial<PngForm>]>([
    ['RGB', {}],
    ['RGBA', { colourType: 6 }],
    ['16 bits', { bitDepth: 16 }],
    ['text and physical size', { chunksBefore: [['tEXt', Buffer.from('a\0b')]] }],
    ['sRGB', { chunksBefore: [SRGB] }],
    ['the usual gamma', { chunksBefore: [GAMMA] }],
    ['a gamma beside sRGB, which takes precedence', { chunksBefore: [GAMMA, PRIMARIES, SRGB] }],
    ['sRGB by code points', { chunksBefore: [['cICP', Uint8Array.of(1, 13, 0, 1)], PROFILE] }],
    ['primaries without a gamma', { chunksBefore: [PRIMARIES] }],
    ['upright by Exif', { chunksBefore: [exif(1)] }],
    ['a broken Exif chunk', { chunksBefore: [['eXIf', Buffer.from('MM')]] }],
  ])('%s', (_, form) => {
    expect(declineReason(headerOf(form))).toBeNull()
  })
})

describe('a PNG is left to the canvas, with the reason', () => {
  const space = 'PNG in a colour space other than sRGB'
  test.each<[string, Partial<PngForm>]>([
    ['palette PNG', { colourType: 3 }],
    ['greyscale PNG', { colourType: 0 }],
    ['greyscale PNG', { colourType: 4 }],
    ['interlaced PNG', { isInterlaced: true }],
    ['animated PNG', { chunksBefore: [['acTL', new Uint8Array(8)]] }],
    ['PNG with a transparent colour', { chunksBefore: [['tRNS', new Uint8Array(6)]] }],
    [space, { chunksBefore: [PROFILE] }],
    [space, { chunksBefore: [GAMMA, PRIMARIES] }],
    [space, { chunksBefore: [['gAMA', Uint8Array.of(0, 1, 0x86, 0xa0)]] }],
    [space, { chunksBefore: [['cICP', Uint8Array.of(9, 16, 0, 1)], SRGB] }],
    ['PNG with a rotated picture', { chunksBefore: [exif(6)] }],
  ])('%s', (reason, form) => {
    expect(declineReason(headerOf(form))).toBe(reason)
  })
})

test('the header has the size and the pixel format', () => {
  expect(headerOf({ colourType: 6, bitDepth: 16 })).toMatchObject({
    widthPx: 6,
    heightPx: 4,
    bitDepth: 16,
    colourType: 'rgba',
    isInterlaced: false,
    chunkNames: ['IHDR'],
  })
})

test('the first bytes of a file are enough', () => {
  const file = writePng(6, 4, paintRows(6, 4, {}, 1), { chunksBefore: [SRGB] })
  expect(readPngHeader(file.subarray(0, 60))?.chunkNames).toEqual(['IHDR', 'sRGB'])
})

test('bytes that are not a PNG have no header', () => {
  const file = writePng(6, 4, paintRows(6, 4, {}, 1))
  expect(readPngHeader(Uint8Array.of(0xff, 0xd8, 0xff))).toBeNull()
  expect(readPngHeader(file.subarray(0, 30))).toBeNull()
  expect(readPngHeader(file.with(1, 0x51))).toBeNull()
  const WIDTH = 16
  expect(readPngHeader(file.with(WIDTH + 3, 0))).toBeNull()
  const COLOUR_TYPE = 25
  expect(readPngHeader(file.with(COLOUR_TYPE, 1))).toBeNull()
})

/** A big-endian Exif block that has only an orientation. */
function exif(orientation: number) {
  const block = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  block.writeUInt16BE(orientation, 18)
  return ['eXIf', block] as const
}
