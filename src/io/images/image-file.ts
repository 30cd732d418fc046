import { findMarkerFault } from '../../codec/jpeg/marker-fault.ts'
import { OverlaneError } from '../../core/errors.ts'
import type { EncodedFormat, ImageFormat } from '../../core/recording/image-format.ts'
import { parseBoxHeader } from '../video/containers/mp4-boxes.ts'

/** What the first bytes of an image tell. */
export interface ImageHeader {
  format: ImageFormat
  /** As it is shown, with its EXIF orientation applied. */
  widthPx: number
  heightPx: number
}

/** Enough for the header, with large metadata before it. */
export const HEADER_BYTES = 1 << 17

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end))

/** The format that an image's first bytes show, whatever its name says. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | null {
  if (ascii(bytes, 1, 4) === 'PNG') return 'png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp'
  if (ascii(bytes, 4, 8) === 'ftyp' && /^avi[fs]|^mif1/.test(ascii(bytes, 8, 12))) return 'avif'
  return ascii(bytes, 0, 2) === 'BM' ? 'bmp' : null
}

/** @throws OverlaneError `frame-unreadable` where the bytes are no image Overlane knows */
export async function readImageHeader(bytes: Uint8Array, fileName: string): Promise<ImageHeader> {
  const format = formatOf(bytes, fileName)
  // The page is smaller without what it needs only for a recording.
  const { imageSize } = await import('image-size')
  try {
    const { width, height, orientation = 1 } = imageSize(bytes)
    const isTurned = orientation >= 5
    return {
      format,
      widthPx: isTurned ? height : width,
      heightPx: isTurned ? width : height,
    }
  } catch (thrown) {
    throw unreadable(fileName, 'its header is broken', thrown)
  }
}

function formatOf(bytes: Uint8Array, fileName: string): ImageFormat {
  if (bytes.length === 0) throw unreadable(fileName, 'it is empty (0 bytes)')
  const format = sniffFormat(bytes)
  if (!format) throw unreadable(fileName, 'it is not a PNG, JPEG, WebP, AVIF or BMP image')
  return format
}

/** Whether a decoded image may have transparent pixels. */
export function mayBeTransparent(bytes: Uint8Array): boolean {
  const format = sniffFormat(bytes)
  if (format === 'jpeg') return false
  if (format !== 'png') return true
  const COLOUR_TYPE = 25
  const hasAlphaChannel = ((bytes[COLOUR_TYPE] ?? 0) & 4) !== 0
  return hasAlphaChannel || pngChunkNames(bytes).includes('tRNS')
}

/**
 * What is damaged in an image that browsers draw all the same, as far as its markers tell; null where
 * nothing is. Only JPEG tells.
 */
export function findDamage(bytes: Uint8Array): string | null {
  return sniffFormat(bytes) === 'jpeg' ? findMarkerFault(bytes, null) : null
}

/**
 * Decodes an image. A browser also draws a file that was cut off, with the missing part left empty.
 * So the end of the file is checked first: a frame is complete, or it is unreadable.
 * The caller closes the bitmap.
 * @throws OverlaneError `frame-unreadable`
 */
export async function decodeImage(
  bytes: Uint8Array<ArrayBuffer>,
  fileName: string,
): Promise<ImageBitmap> {
  const format = formatOf(bytes, fileName)
  if (!isComplete(bytes, format)) throw unreadable(fileName, 'it is cut off before its end')
  try {
    return await createImageBitmap(new Blob([bytes]))
  } catch (thrown) {
    throw unreadable(fileName, 'its image data is broken', thrown)
  }
}

function unreadable(fileName: string, why: string, cause?: unknown): OverlaneError {
  return new OverlaneError(
    'frame-unreadable',
    { subject: fileName, fault: `cannot be read as an image: ${why}.` },
    { file: fileName },
    { cause },
  )
}

/** Whether an image's bytes reach to its end. */
export function isComplete(bytes: Uint8Array, format: ImageFormat): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (format) {
    case 'png':
      return pngChunkNames(bytes).at(-1) === 'IEND'
    case 'jpeg':
      return hasEndOfImage(bytes)
    case 'webp':
      return bytes.length >= 12 && view.getUint32(4, true) + 8 <= bytes.length
    case 'bmp':
      return bytes.length >= 6 && view.getUint32(2, true) <= bytes.length
    case 'avif':
      return hasWholeBoxes(view)
  }
}

/** The names of the chunks that are there in full. PNG specification, section 5.3. */
function pngChunkNames(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const names: string[] = []
  const LENGTH_NAME_AND_CRC = 12
  for (let at = 8; at + LENGTH_NAME_AND_CRC <= bytes.length;) {
    const end = at + view.getUint32(at) + LENGTH_NAME_AND_CRC
    if (end > bytes.length) break
    const name = ascii(bytes, at + 4, at + 8)
    names.push(name)
    if (name === 'IEND') break
    at = end
  }
  return names
}

/** Whether an EOI marker follows the first scan. ITU-T T.81, section B.1. */
function hasEndOfImage(bytes: Uint8Array): boolean {
  const START_OF_SCAN = 0xda
  let at = 2
  while (bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN) {
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
  }
  for (let end = bytes.length - 2; end > at; end--) {
    if (bytes[end] === 0xff && bytes[end + 1] === 0xd9) return true
  }
  return false
}

/** Whether the top-level boxes end where the file ends. */
function hasWholeBoxes({ buffer, byteOffset, byteLength }: DataView): boolean {
  let at = 0
  while (at + 8 <= byteLength) {
    const rest = new DataView(buffer, byteOffset + at, byteLength - at)
    const header = parseBoxHeader(rest, at, byteLength)
    if (!header) return false
    at = header.end
  }
  return at === byteLength
}

/**
 * @param quality of JPEG and WebP, 0 to 1
 * @throws Error where the browser wrote another format than it was asked for
 */
export async function encodeImage(
  canvas: OffscreenCanvas,
  format: EncodedFormat,
  quality: number,
): Promise<Blob> {
  const type = `image/${format}`
  const blob = await canvas.convertToBlob({ type, quality })
  if (blob.type !== type)
    throw new Error(`This browser cannot write ${format.toUpperCase()} images.`)
  return blob
}
