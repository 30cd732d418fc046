import { hasPngSignature, readPngChunks } from './png-chunks.ts'
import type { PngChunk } from './png-chunks.ts'

/** How the channels of a pixel are stored: PNG specification, section 11.2.1. */
export type PngColourType = 'greyscale' | 'rgb' | 'palette' | 'greyscale-alpha' | 'rgba'

/** What a PNG file says before its pixels. */
export interface PngHeader {
  widthPx: number
  heightPx: number
  /** Bits per channel. */
  bitDepth: number
  colourType: PngColourType
  isInterlaced: boolean
  /** The names of the chunks before the pixels, in order; incomplete chunks are left out. */
  chunkNames: string[]
  /**
   * The colour space that a browser assumes: sRGB, or another one because of one of these chunks.
   */
  colourSpace: 'srgb' | 'cICP' | 'iCCP' | 'gAMA'
  /** Exif orientation, 1 to 8; 1 is upright. */
  orientation: number
}

const COLOUR_TYPES = new Map<number, PngColourType>([
  [0, 'greyscale'],
  [2, 'rgb'],
  [3, 'palette'],
  [4, 'greyscale-alpha'],
  [6, 'rgba'],
])

/**
 * @param bytes the file, at least up to its first IDAT chunk
 * @returns null if the bytes are not a PNG file, or its first chunk is broken
 */
export function readPngHeader(bytes: Uint8Array): PngHeader | null {
  if (!hasPngSignature(bytes)) return null
  const chunks = chunksBeforePixels(bytes)
  const [first] = chunks
  if (first?.name !== 'IHDR' || first.dataEnd - first.dataStart !== 13) return null
  const view = dataOf(bytes, first)
  const widthPx = view.getUint32(0)
  const heightPx = view.getUint32(4)
  const colourType = COLOUR_TYPES.get(view.getUint8(9))
  const areMethodsKnown = view.getUint8(10) === 0 && view.getUint8(11) === 0
  const isSizeValid = isPngLength(widthPx) && isPngLength(heightPx)
  if (!colourType || !areMethodsKnown || !isSizeValid || view.getUint8(12) > 1) return null
  return {
    widthPx,
    heightPx,
    bitDepth: view.getUint8(8),
    colourType,
    isInterlaced: view.getUint8(12) === 1,
    chunkNames: chunks.map(({ name }) => name),
    colourSpace: colourSpaceOf(bytes, chunks),
    orientation: orientationOf(bytes, chunks),
  }
}

/** Why a PNG file cannot be spliced, as a part of a sentence; null if it can. */
export function declineReason(header: PngHeader): string | null {
  switch (header.colourType) {
    case 'palette':
      return 'palette PNG'
    case 'greyscale':
    case 'greyscale-alpha':
      return 'greyscale PNG'
    case 'rgb':
    case 'rgba':
  }
  if (header.isInterlaced) return 'interlaced PNG'
  if (header.bitDepth !== 8 && header.bitDepth !== 16) return 'PNG of an unknown bit depth'
  if (header.chunkNames.includes('acTL')) return 'animated PNG'
  if (header.chunkNames.includes('tRNS')) return 'PNG with a transparent colour'
  if (header.colourSpace !== 'srgb') return 'PNG in a colour space other than sRGB'
  if (header.orientation !== 1) return 'PNG with a rotated picture'
  return null
}

/** PNG specification, section 7.1: lengths and sizes have at most 31 bits. */
function isPngLength(value: number): boolean {
  return value > 0 && value < 2 ** 31
}

function chunksBeforePixels(bytes: Uint8Array): PngChunk[] {
  const chunks: PngChunk[] = []
  for (const chunk of readPngChunks(bytes)) {
    if (chunk.name === 'IDAT') break
    chunks.push(chunk)
  }
  return chunks
}

function dataOf(bytes: Uint8Array, { dataStart, dataEnd }: PngChunk): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + dataStart, dataEnd - dataStart)
}

/** The precedence of the chunks is that of the PNG specification, section 4.3, and of browsers. */
function colourSpaceOf(bytes: Uint8Array, chunks: readonly PngChunk[]): PngHeader['colourSpace'] {
  const find = (name: string) => chunks.find((chunk) => chunk.name === name)
  const codePoints = find('cICP')
  if (codePoints) return isSrgbByCodePoints(dataOf(bytes, codePoints)) ? 'srgb' : 'cICP'
  if (find('sRGB')) return 'srgb'
  const profile = find('iCCP')
  if (profile) return isSrgbByName(dataOf(bytes, profile)) ? 'srgb' : 'iCCP'
  const gamma = find('gAMA')
  return !gamma || (isUsualGamma(dataOf(bytes, gamma)) && !find('cHRM')) ? 'srgb' : 'gAMA'
}

/** BT.709 primaries, the sRGB transfer function, RGB in full range: ITU-T H.273. */
function isSrgbByCodePoints(view: DataView): boolean {
  return [1, 13, 0, 1].every(
    (value, index) => index < view.byteLength && view.getUint8(index) === value,
  )
}

/** Browsers treat a gamma of 1/2.2 as sRGB, unless there is also a chunk of primaries. */
function isUsualGamma(view: DataView): boolean {
  return view.byteLength === 4 && view.getUint32(0) === 45_455
}

/** Names of the sRGB profiles that common programs write. */
const SRGB_NAMES = ['sRGB', 'sRGB IEC61966-2.1', 'sRGB IEC61966-2-1']

function isSrgbByName(view: DataView): boolean {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, Math.min(view.byteLength, 80))
  const end = bytes.indexOf(0)
  return SRGB_NAMES.includes(String.fromCharCode(...bytes.subarray(0, Math.max(end, 0))))
}

/** The orientation tag of the eXIf chunk: Exif 2.32, section 4.6.4. */
function orientationOf(bytes: Uint8Array, chunks: readonly PngChunk[]): number {
  const UPRIGHT = 1
  const ORIENTATION = 0x0112
  const chunk = chunks.find(({ name }) => name === 'eXIf')
  if (!chunk) return UPRIGHT
  const view = dataOf(bytes, chunk)
  if (view.byteLength < 14) return UPRIGHT
  const isLittleEndian = view.getUint8(0) === 0x49
  const directory = view.getUint32(4, isLittleEndian)
  if (directory + 2 > view.byteLength) return UPRIGHT
  const entryCount = view.getUint16(directory, isLittleEndian)
  for (let index = 0; index < entryCount; index++) {
    const entry = directory + 2 + index * 12
    if (entry + 12 > view.byteLength) break
    if (view.getUint16(entry, isLittleEndian) === ORIENTATION) {
      return view.getUint16(entry + 8, isLittleEndian)
    }
  }
  return UPRIGHT
}
