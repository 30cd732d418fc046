/** Encodes pixels as JPEG. */

import type { YuvPicture } from '../../core/yuv/blend-yuv.ts'
import { joinBytes, newBytes } from '../join-bytes.ts'
import type { TakeBytes } from '../join-bytes.ts'
import { divisorsOf, quantisationTables } from './encoder-quantisation.ts'
import { encodeHeader } from './encoder-header.ts'
import { copyPlaneStrip, planeWeights } from './encoder-planes.ts'
import type { HuffmanTable } from './jpeg-tables.ts'
import { huffmanCodes, optimalHuffmanTable } from './optimal-huffman.ts'

export interface JpegEncoderOptions {
  /** From 0 to 1: a hundredth of libjpeg's scale. At 1, chroma keeps all of its samples. */
  quality: number
}

interface Form {
  widthPx: number
  heightPx: number
  /** Quality on libjpeg's scale. */
  percent: number
  chromaIsHalved: boolean
}

/** Writes the source of some pixel rows to the address that the module gave for a strip. */
type LoadRows = (firstRow: number, rowCount: number) => void

/** The exports of the encoder's part of the module. Addresses are in bytes. */
interface EncoderExports {
  memory: WebAssembly.Memory
  encoderDivisors(): number
  encoderCodes(): number
  encoderCounts(): number
  encoderWeights(): number
  startEncoder(widthPx: number, chromaIsHalved: boolean): number
  startPlanes(widthPx: number, lumaOffset: number): number
  planeStride(widthPx: number): number
  startCount(): void
  countStrip(strip: number, rowCount: number, firstMcu: number, period: number): void
  startScan(): void
  writeStrip(rowCount: number): void
  finishScan(): number
  scanBytes(): number
}

/** The largest side that a JPEG can have. */
const MAX_SIDE_PX = 65_535

/** For a picture of at most this many MCUs, all symbols are counted before it is written. */
const FEW_MCUS = 2048
/**
 * Also for a larger picture whose sample has at most this many symbols, because then the tables are
 * a large part of the file.
 */
const FEW_SYMBOLS = 16_384
/**
 * The sample is an eighth of the picture: two of eight MCUs in every second strip. The MCUs of two
 * sampled strips are not below each other, so that hardly anything in a picture is missed.
 */
const SAMPLE = { strips: 2, period: 8, shift: 6 }
const WHOLE = { strips: 1, period: 2, shift: 0 }

const END_OF_IMAGE = Uint8Array.of(0xff, 0xd9)

/**
 * Encodes pictures one after another, as baseline JPEG with the quantisation tables and the chroma
 * sampling of Chromium: 4:2:0, or 4:4:4 at quality 1. The same pixels always become the same bytes.
 */
export class JpegEncoder {
  readonly #module: WebAssembly.Module
  #exports: EncoderExports

  /** @param module compiled from `assembly/index.ts` */
  constructor(module: WebAssembly.Module) {
    this.#module = module
    this.#exports = instantiate(module)
  }

  /**
   * @param rgba 4 bytes per pixel, row by row; the pixels are opaque
   * @param take gives the bytes for the result
   * @throws RangeError if a side is not from 1 to 65,535, or the number of pixels is wrong
   * @throws WebAssembly.RuntimeError if there is not enough memory
   */
  encode(
    rgba: Uint8ClampedArray,
    widthPx: number,
    heightPx: number,
    { quality }: JpegEncoderOptions,
    take: TakeBytes = newBytes,
  ): Uint8Array<ArrayBuffer> {
    checkSize(widthPx, heightPx)
    if (rgba.length !== widthPx * heightPx * 4) {
      throw new RangeError(`${rgba.length} bytes are not ${widthPx} × ${heightPx} pixels of RGBA.`)
    }
    const percent = Math.round(quality * 100)
    const form = { widthPx, heightPx, percent, chromaIsHalved: percent < 100 }
    return this.#renewed((wasm) => {
      const target = wasm.startEncoder(widthPx, form.chromaIsHalved)
      const load: LoadRows = (firstRow, rowCount) => {
        const pixels = rgba.subarray(firstRow * widthPx * 4, (firstRow + rowCount) * widthPx * 4)
        new Uint8ClampedArray(wasm.memory.buffer, target, pixels.length).set(pixels)
      }
      return this.#encode(form, load, take)
    })
  }

  /**
   * Encodes a picture of a video with 4:2:0, without a detour over RGB: its chroma keeps its samples.
   * @param picture its planes lie apart (I420)
   * @param take gives the bytes for the result
   * @throws RangeError if a side is not from 1 to 65,535, or blue and red lie in one plane
   * @throws WebAssembly.RuntimeError if there is not enough memory
   */
  encodePlanes(
    picture: YuvPicture,
    { quality }: JpegEncoderOptions,
    take: TakeBytes = newBytes,
  ): Uint8Array<ArrayBuffer> {
    const { widthPx, heightPx, blue, red } = picture
    checkSize(widthPx, heightPx)
    if (blue.step !== 1 || red.step !== 1) throw new RangeError('Blue and red lie in one plane.')
    const form = { widthPx, heightPx, percent: Math.round(quality * 100), chromaIsHalved: true }
    const { lumaOffset, weights } = planeWeights(picture)
    return this.#renewed((wasm) => {
      const target = wasm.startPlanes(widthPx, lumaOffset)
      const stride = wasm.planeStride(widthPx)
      new Int16Array(wasm.memory.buffer, wasm.encoderWeights(), weights.length).set(weights)
      const load: LoadRows = (firstRow) => {
        const strip = new Uint8Array(wasm.memory.buffer, target, stride * 24)
        copyPlaneStrip(picture, firstRow, strip, stride)
      }
      return this.#encode(form, load, take)
    })
  }

  #renewed(encode: (wasm: EncoderExports) => Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    try {
      return encode(this.#exports)
    } catch (error) {
      // The unfinished state must not affect the next picture.
      this.#exports = instantiate(this.#module)
      throw error
    }
  }

  #encode(
    { widthPx, heightPx, percent, chromaIsHalved }: Form,
    load: LoadRows,
    take: TakeBytes,
  ): Uint8Array<ArrayBuffer> {
    const wasm = this.#exports
    const quantisation = quantisationTables(percent)
    const divisors = new Int16Array(wasm.memory.buffer, wasm.encoderDivisors(), 256)
    divisors.set(divisorsOf(quantisation.luma))
    divisors.set(divisorsOf(quantisation.chroma), 128)

    const stripRows = chromaIsHalved ? 16 : 8
    const stripCount = Math.ceil(heightPx / stripRows)
    /** @returns the number of pixel rows of the strip */
    const loadStrip = (strip: number): number => {
      const firstRow = strip * stripRows
      const rowCount = Math.min(stripRows, heightPx - firstRow)
      load(firstRow, rowCount)
      return rowCount
    }
    const count = ({ strips, period, shift }: typeof WHOLE): void => {
      wasm.startCount()
      for (let strip = 0; strip < stripCount; strip += strips) {
        wasm.countStrip(strip, loadStrip(strip), ((strip / strips) * shift) % period, period)
      }
    }
    let isSample = stripCount * Math.ceil(widthPx / stripRows) > FEW_MCUS
    if (isSample) {
      count(SAMPLE)
      isSample = this.#counts().reduce((sum, times) => sum + times) > FEW_SYMBOLS
    }
    if (!isSample) count(WHOLE)
    const huffman = this.#makeTables(isSample)
    wasm.startScan()
    for (let strip = 0; strip < stripCount; strip++) wasm.writeStrip(loadStrip(strip))

    const header = encodeHeader({ widthPx, heightPx, chromaIsHalved, quantisation, huffman })
    const scan = new Uint8Array(wasm.memory.buffer, wasm.finishScan(), wasm.scanBytes())
    return joinBytes([Uint8Array.from(header), scan, END_OF_IMAGE], take)
  }

  /** How often each of 256 symbols occurred, for each of the four tables. */
  #counts(): Uint32Array {
    return new Uint32Array(this.#exports.memory.buffer, this.#exports.encoderCounts(), 4 * 256)
  }

  /**
   * Makes Huffman tables from the counts, and gives their codes to the module.
   * @param isSample whether only a sample was counted; then all other symbols get codes too
   */
  #makeTables(isSample: boolean): HuffmanTable[] {
    const wasm = this.#exports
    const codes = new Uint32Array(wasm.memory.buffer, wasm.encoderCodes(), 4 * 256)
    return [0, 1, 2, 3].map((at) => {
      const counts = this.#counts().slice(at * 256, (at + 1) * 256)
      if (isSample) addRest(counts, at % 2 === 0 ? DC_SYMBOLS : AC_SYMBOLS)
      const occurring = new Map([...counts.entries()].filter(([, count]) => count > 0))
      const table = optimalHuffmanTable(occurring, 1)
      codes.set(huffmanCodes(table), at * 256)
      return table
    })
  }
}

/** The sizes of a DC difference, which has at most 11 bits. */
const DC_SYMBOLS = Array.from({ length: 12 }, (_, size) => size)
/** The end of a block, sixteen zeros, and up to 15 zeros before a value of up to 10 bits. */
const AC_SYMBOLS = [
  ...[0x00, 0xf0],
  ...Array.from({ length: 160 }, (_, at) => (Math.floor(at / 10) << 4) | ((at % 10) + 1)),
]

/** Counted symbols must weigh more than those that were not counted. */
const COUNTED_WEIGHT = 8

/** Gives each symbol a count of at least one, and a higher one to those that were counted. */
function addRest(counts: Uint32Array, symbols: readonly number[]): void {
  for (const symbol of symbols) counts[symbol] = (counts[symbol] ?? 0) * COUNTED_WEIGHT + 1
}

function instantiate(module: WebAssembly.Module): EncoderExports {
  const { exports } = new WebAssembly.Instance(module, {})
  return exports as unknown as EncoderExports
}

function checkSize(widthPx: number, heightPx: number): void {
  const isSide = (px: number): boolean => Number.isInteger(px) && px >= 1 && px <= MAX_SIDE_PX
  if (!isSide(widthPx) || !isSide(heightPx)) {
    throw new RangeError(`A JPEG cannot have ${widthPx} × ${heightPx} pixels.`)
  }
}
