/**
 * Writes baseline JPEG files of every kind that the tests need, in simple code after ITU-T T.81.
 */

import type { HuffmanTable } from '../jpeg/jpeg-tables.ts'
import { optimalHuffmanTable } from '../jpeg/optimal-huffman.ts'
import { ZIGZAG } from './jpeg-coefficients.ts'
import type { CoefficientPlane } from './jpeg-coefficients.ts'
import { encodePicture } from './jpeg-pixels.ts'
import { seededPicture } from './jpeg-picture.ts'
import { STANDARD_STEPS, STANDARD_TABLES } from './jpeg-standard-tables.ts'

export interface JpegOptions {
  widthPx: number
  heightPx: number
  /** Sampling factors of each component: one for grey, three for colour. */
  sampling: readonly (readonly [h: number, v: number])[]
  /** 1 to 100, as libjpeg scales the tables. */
  quality: number
  /** MCUs between restart markers; 0 for none. */
  restartInterval: number
  /** `luma`: the standard tables of luma for chroma too. */
  tables: 'standard' | 'luma' | 'optimised'
  /** The seed of the picture. */
  seed: number
  /** Exif orientation; 0 writes none. */
  orientation: number
  /** FF bytes before each marker after the header. */
  fillBytes: number
  /** Segments before the frame header: marker and payload. */
  segments: readonly (readonly [marker: number, payload: Uint8Array])[]
  /** Bytes after the end of image. */
  trailing: Uint8Array
  /** Bytes after the last block, before the end of image. */
  extra: Uint8Array
  startOfFrame: number
}

export const COLOUR_420 = [
  [2, 2],
  [1, 1],
  [1, 1],
] as const

export const DEFAULTS: JpegOptions = {
  widthPx: 64,
  heightPx: 48,
  sampling: COLOUR_420,
  quality: 85,
  restartInterval: 0,
  tables: 'standard',
  seed: 1,
  orientation: 0,
  fillBytes: 0,
  segments: [],
  trailing: new Uint8Array(),
  extra: new Uint8Array(),
  startOfFrame: 0xc0,
}

/** A symbol of the table `table`, and the value after it. */
interface Token {
  table: TableNumber
  symbol: number
  value: number
  size: number
}

/** DC of luma and chroma, AC of luma and chroma. */
type TableNumber = 0 | 1 | 2 | 3

/** A seeded picture as a JPEG file. */
export function writeJpeg(options: Partial<JpegOptions> = {}): Uint8Array {
  const all = { ...DEFAULTS, ...options }
  const { widthPx, heightPx, seed, sampling, quality } = all
  const layouts = sampling.map(([h, v], index) => ({
    id: index + 1,
    h: sampling.length === 1 ? 1 : h,
    v: sampling.length === 1 ? 1 : v,
    steps: stepsOf(quality, index > 0),
  }))
  const { planes } = encodePicture(seededPicture(seed, widthPx, heightPx), layouts)
  return writePlanes(planes, all)
}

/** The quantisation steps as libjpeg scales them, by rows. */
export function stepsOf(quality: number, isChroma: boolean): number[] {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
  return STANDARD_STEPS[isChroma ? 1 : 0].map((step) =>
    Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))),
  )
}

function writePlanes(planes: readonly CoefficientPlane[], options: JpegOptions): Uint8Array {
  const segments = tokensOf(planes, options.restartInterval)
  const tables = {
    standard: () => STANDARD_TABLES,
    luma: () => [0, 0, 2, 2].flatMap((number) => STANDARD_TABLES[number] ?? []),
    optimised: () => optimisedTables(segments.flat(), planes),
  }[options.tables]()
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...ascii('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...(options.orientation > 0 ? segment(0xe1, exif(options.orientation)) : []),
    ...options.segments.flatMap(([marker, payload]) => segment(marker, [...payload])),
    ...planes.slice(0, 2).flatMap(({ steps }, number) => {
      return segment(0xdb, [number, ...ZIGZAG.map((place) => steps[place] ?? 1)])
    }),
    ...segment(options.startOfFrame, frameHeader(planes, options)),
    ...tables
      .filter((_, number) => planes.length > 1 || number % 2 === 0)
      .flatMap(({ counts, symbols }, index) => {
        const number = planes.length > 1 ? index : index * 2
        return segment(0xc4, [((number >> 1) << 4) | (number & 1), ...counts, ...symbols])
      }),
    ...(options.restartInterval > 0
      ? segment(0xdd, [options.restartInterval >> 8, options.restartInterval & 255])
      : []),
    ...segment(0xda, scanHeader(planes)),
    ...segments.flatMap((tokens, index) => [
      ...(index > 0 ? marker(0xd0 | ((index - 1) & 7), options.fillBytes) : []),
      ...entropyCode(tokens, tables),
    ]),
    ...options.extra,
    ...marker(0xd9, options.fillBytes),
    ...options.trailing,
  ])
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0))

const marker = (code: number, fillBytes: number): number[] => [
  ...new Array<number>(fillBytes).fill(0xff),
  ...[0xff, code],
]

const segment = (code: number, payload: readonly number[]): number[] => {
  const length = payload.length + 2
  return [0xff, code, length >> 8, length & 255, ...payload]
}

const exif = (orientation: number): number[] => [
  ...ascii('Exif\0\0MM\0*'),
  ...[0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
]

const frameHeader = (planes: readonly CoefficientPlane[], options: JpegOptions): number[] => [
  ...[8, options.heightPx >> 8, options.heightPx & 255],
  ...[options.widthPx >> 8, options.widthPx & 255, planes.length],
  ...planes.flatMap(({ id }, index) => {
    const [h, v] = options.sampling[index] ?? [1, 1]
    return [id, (h << 4) | v, Math.min(index, 1)]
  }),
]

const scanHeader = (planes: readonly CoefficientPlane[]): number[] => [
  planes.length,
  ...planes.flatMap(({ id }, index) => [id, index > 0 ? 0x11 : 0]),
  ...[0, 63, 0],
]

/** For each segment between restart markers: its symbols, in the order of the MCUs. */
function tokensOf(planes: readonly CoefficientPlane[], restartInterval: number): Token[][] {
  const [first] = planes
  if (!first) return []
  const across = first.blocksAcross / first.h
  const mcuCount = across * (first.blocksDown / first.v)
  const segments: Token[][] = []
  let tokens: Token[] = []
  let levels: number[] = []
  for (let mcu = 0; mcu < mcuCount; mcu++) {
    if (mcu === 0 || (restartInterval > 0 && mcu % restartInterval === 0)) {
      tokens = []
      segments.push(tokens)
      levels = planes.map(() => 0)
    }
    planes.forEach(({ h, v, blocksAcross, coefficients }, index) => {
      for (let inner = 0; inner < h * v; inner++) {
        const x = (mcu % across) * h + (inner % h)
        const y = Math.floor(mcu / across) * v + Math.floor(inner / h)
        const at = 64 * (y * blocksAcross + x)
        const block = coefficients.subarray(at, at + 64)
        addBlock(tokens, block, levels[index] ?? 0, index > 0 ? 1 : 0)
        levels[index] = block[0] ?? 0
      }
    })
  }
  return segments
}

function addBlock(tokens: Token[], block: Int32Array, level: number, isChroma: 0 | 1): void {
  const difference = (block[0] ?? 0) - level
  const dcSize = sizeOf(difference)
  tokens.push({ table: isChroma, symbol: dcSize, value: difference, size: dcSize })
  const table = isChroma ? 3 : 2
  let run = 0
  for (const place of ZIGZAG.slice(1)) {
    const value = block[place] ?? 0
    if (value === 0) {
      run++
      continue
    }
    for (; run > 15; run -= 16) tokens.push({ table, symbol: 0xf0, value: 0, size: 0 })
    const size = sizeOf(value)
    tokens.push({ table, symbol: (run << 4) | size, value, size })
    run = 0
  }
  if (run > 0) tokens.push({ table, symbol: 0, value: 0, size: 0 })
}

const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value))

function optimisedTables(
  tokens: readonly Token[],
  planes: readonly CoefficientPlane[],
): HuffmanTable[] {
  return [0, 1, 2, 3].map((number) => {
    const weights = new Map<number, number>()
    for (const { table, symbol } of tokens) {
      if (table === number) weights.set(symbol, (weights.get(symbol) ?? 0) + 1)
    }
    // A grey picture has no chroma to count.
    if (planes.length === 1 && weights.size === 0) weights.set(0, 1)
    return optimalHuffmanTable(weights)
  })
}

function entropyCode(tokens: readonly Token[], tables: readonly HuffmanTable[]): number[] {
  const codes = tables.map(codesOf)
  const bytes: number[] = []
  let bits = ''
  const putByte = (byte: number): void => {
    bytes.push(byte)
    if (byte === 0xff) bytes.push(0)
  }
  for (const { table, symbol, value, size } of tokens) {
    const code = codes[table]?.get(symbol)
    if (code === undefined) throw new Error(`no code for symbol ${symbol} in table ${table}`)
    const stated = value < 0 ? value + 2 ** size - 1 : value
    bits += code + (size > 0 ? stated.toString(2).padStart(size, '0') : '')
    while (bits.length >= 8) {
      putByte(parseInt(bits.slice(0, 8), 2))
      bits = bits.slice(8)
    }
  }
  if (bits.length > 0) putByte(parseInt(bits.padEnd(8, '1'), 2))
  return bytes
}

function codesOf({ counts, symbols }: HuffmanTable): Map<number, string> {
  const codes = new Map<number, string>()
  let code = 0
  let index = 0
  counts.forEach((count, before) => {
    for (let i = 0; i < count; i++) {
      codes.set(symbols[index++] ?? 0, (code++).toString(2).padStart(before + 1, '0'))
    }
    code *= 2
  })
  return codes
}
