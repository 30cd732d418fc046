import { readColourProfile } from './colour-profile.ts'
import { readOrientation } from './exif-orientation.ts'
import { readHuffmanTables, readQuantisationTables } from './jpeg-tables.ts'
import type { HuffmanTable } from './jpeg-tables.ts'

/** A component of the frame. ITU-T T.81, sections B.2.2 and B.2.3. */
export interface JpegComponent {
  id: number
  /** Sampling factors, 1 to 4. */
  h: number
  v: number
  /** The numbers of its tables. */
  quantisation: number
  dc: number
  ac: number
}

export type JpegProcess =
  'baseline' | 'extended' | 'progressive' | 'lossless' | 'hierarchical' | 'arithmetic'

/** What a JPEG file says before its first scan. */
export interface JpegHeader {
  kind: 'header'
  process: JpegProcess
  /** Bits per sample. */
  precision: number
  /** As stored, before the Exif orientation is applied. */
  widthPx: number
  heightPx: number
  components: readonly JpegComponent[]
  /**
   * Whether three components are RGB and not YCbCr. Other numbers of components have only one
   * meaning.
   */
  isRgb: boolean
  /** Ids of the components in the first scan. */
  scanComponents: readonly number[]
  /** MCUs between two restart markers; 0 if there are none. */
  restartInterval: number
  /** By number; 64 steps each, in zigzag order. */
  quantisationTables: readonly (Uint16Array | undefined)[]
  dcTables: readonly (HuffmanTable | undefined)[]
  acTables: readonly (HuffmanTable | undefined)[]
  /** Exif orientation, 1 to 8; 1 if the file has none. */
  orientation: number
  colourProfile: 'absent' | 'sRGB' | 'other'
  /** The byte ranges of the DHT segments, including their markers. */
  huffmanSegments: readonly (readonly [start: number, end: number])[]
  /** The byte at which the first scan's data begin. */
  scanStart: number
}

/** The file is truncated or broken. */
export interface DamagedJpeg {
  kind: 'damaged'
  fault: string
}

const DEFINE_HUFFMAN = 0xc4
const END_OF_IMAGE = 0xd9
const START_OF_SCAN = 0xda
const DEFINE_QUANTISATION = 0xdb
const DEFINE_RESTART = 0xdd
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee

/** SOF markers. ITU-T T.81, table B.1. */
const PROCESSES: Readonly<Record<number, JpegProcess>> = {
  0xc0: 'baseline',
  0xc1: 'extended',
  0xc2: 'progressive',
  0xc3: 'lossless',
  0xc5: 'hierarchical',
  0xc6: 'hierarchical',
  0xc7: 'hierarchical',
  0xc9: 'arithmetic',
  0xca: 'arithmetic',
  0xcb: 'arithmetic',
  0xcd: 'arithmetic',
  0xce: 'arithmetic',
  0xcf: 'arithmetic',
}

/** A marker segment: its payload is from `start` to `end`. */
interface Segment {
  marker: number
  markerStart: number
  start: number
  end: number
}

type Frame = Pick<JpegHeader, 'process' | 'precision' | 'widthPx' | 'heightPx'> & {
  components: Omit<JpegComponent, 'dc' | 'ac'>[]
}

interface Scan {
  tables: Map<number, { dc: number; ac: number }>
}

const damaged = (fault: string): DamagedJpeg => ({ kind: 'damaged', fault })
const CUT_OFF = damaged('it is cut off before its picture data')

/** Reads up to the first scan. The bytes may end there. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | DamagedJpeg {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return damaged('it is not a JPEG file')
  const quantisationTables: (Uint16Array | undefined)[] = []
  const dcTables: (HuffmanTable | undefined)[] = []
  const acTables: (HuffmanTable | undefined)[] = []
  const huffmanSegments: [number, number][] = []
  const profileParts: Uint8Array[] = []
  let frame: Frame | null = null
  let restartInterval = 0
  let orientation = 1
  let isJfif = false
  let adobeTransform: number | null = null

  for (let at = 2; ;) {
    const segment = readSegment(bytes, at)
    if (!segment) return CUT_OFF
    if (segment.marker === END_OF_IMAGE) return damaged('it holds no picture')
    const payload = bytes.subarray(segment.start, segment.end)
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
    const process = PROCESSES[segment.marker]
    if (process) {
      if (frame) return damaged('it states its size twice')
      frame = readFrame(process, payload)
      if (!frame) return damaged('its frame header is broken')
    } else if (segment.marker === DEFINE_QUANTISATION) {
      if (!readQuantisationTables(view, quantisationTables))
        return damaged('a quantisation table is broken')
    } else if (segment.marker === DEFINE_HUFFMAN) {
      if (!readHuffmanTables(payload, dcTables, acTables))
        return damaged('a Huffman table is broken')
      huffmanSegments.push([segment.markerStart, segment.end])
    } else if (segment.marker === DEFINE_RESTART) {
      if (payload.length < 2) return damaged('its restart interval is broken')
      restartInterval = view.getUint16(0)
    } else if (segment.marker === APP0) {
      isJfif ||= startsWith(payload, 'JFIF\0') && payload.length >= 14
    } else if (segment.marker === APP1) {
      if (startsWith(payload, 'Exif\0\0') && orientation === 1) {
        orientation = readOrientation(payload.subarray(6))
      }
    } else if (segment.marker === APP2) {
      if (startsWith(payload, 'ICC_PROFILE\0')) profileParts.push(payload.subarray(12))
    } else if (segment.marker === APP14) {
      if (startsWith(payload, 'Adobe') && payload.length >= 12) adobeTransform = payload[11] ?? 0
    } else if (segment.marker === START_OF_SCAN) {
      const scan = readScanHeader(payload)
      if (!frame) return damaged('it states no size')
      if (!scan) return damaged('its scan header is broken')
      const components = frame.components.map((component) => ({
        ...component,
        ...(scan.tables.get(component.id) ?? { dc: 0, ac: 0 }),
      }))
      return {
        kind: 'header',
        ...frame,
        components,
        isRgb: !isJfif && isRgb(components, adobeTransform),
        scanComponents: [...scan.tables.keys()],
        restartInterval,
        quantisationTables,
        dcTables,
        acTables,
        orientation,
        colourProfile: readColourProfile(profileParts),
        huffmanSegments,
        scanStart: segment.end,
      }
    }
    at = segment.end
  }
}

/**
 * Finds the byte at which the end of image begins, in a file whose scan ends at `at`. Returns
 * 'another scan' if a scan comes before it, and null if the file has no end of image.
 */
export function findEndOfImage(bytes: Uint8Array, at: number): number | 'another scan' | null {
  for (;;) {
    const segment = readSegment(bytes, at)
    if (!segment) return null
    if (segment.marker === END_OF_IMAGE) return segment.markerStart
    if (segment.marker === START_OF_SCAN) return 'another scan'
    at = segment.end
  }
}

/** The segment at `at`. Skips fill bytes and other bytes before it, as decoders do. */
function readSegment(bytes: Uint8Array, at: number): Segment | null {
  for (;;) {
    const markerStart = bytes.indexOf(0xff, at)
    if (markerStart < 0) return null
    let end = markerStart + 1
    while (bytes[end] === 0xff) end++
    const marker = bytes[end++]
    if (marker === undefined) return null
    at = end
    if (marker === 0) continue
    const hasNoPayload = marker === END_OF_IMAGE || marker === 1 || (marker & 0xf8) === 0xd0
    if (hasNoPayload || marker === 0xd8) {
      if (marker === END_OF_IMAGE) return { marker, markerStart, start: end, end }
      continue
    }
    const length = ((bytes[end] ?? 0) << 8) | (bytes[end + 1] ?? 0)
    if (length < 2 || end + length > bytes.length) return null
    return { marker, markerStart, start: end + 2, end: end + length }
  }
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text).every((character, index) => bytes[index] === character.charCodeAt(0))

/** ITU-T T.81, section B.2.2. */
function readFrame(process: JpegProcess, payload: Uint8Array): Frame | null {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const [precision = 0, , , , , count = 0] = payload
  if (payload.length < 6 + 3 * count || count === 0) return null
  const components = Array.from({ length: count }, (_, index) => {
    const [id = 0, sampling = 0, quantisation = 0] = payload.subarray(6 + 3 * index)
    return { id, h: sampling >> 4, v: sampling & 15, quantisation }
  })
  const isSampled = components.every(({ h, v }) => h >= 1 && h <= 4 && v >= 1 && v <= 4)
  if (!isSampled || new Set(components.map(({ id }) => id)).size < count) return null
  const widthPx = view.getUint16(3)
  if (widthPx === 0) return null
  return { process, precision, widthPx, heightPx: view.getUint16(1), components }
}

/** ITU-T T.81, section B.2.3. */
function readScanHeader(payload: Uint8Array): Scan | null {
  const count = payload[0] ?? 0
  if (count < 1 || count > 4 || payload.length < 4 + 2 * count) return null
  const tables = new Map<number, { dc: number; ac: number }>()
  for (let index = 0; index < count; index++) {
    const [id = 0, numbers = 0] = payload.subarray(1 + 2 * index)
    tables.set(id, { dc: numbers >> 4, ac: numbers & 15 })
  }
  return tables.size === count ? { tables } : null
}

/** Decides as libjpeg does, and so as browsers do. */
function isRgb(components: readonly JpegComponent[], adobeTransform: number | null): boolean {
  if (adobeTransform !== null) return adobeTransform === 0
  return components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB'
}
