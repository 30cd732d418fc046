/** Encodes a picture as a PNG file: RGB if the picture is opaque, otherwise RGBA. */

import { adler32 } from './adler32'
import { crc32 } from './crc32'
import { deflateBound, deflateSpan, spanBitBuffer, spanBitCount, spanEnd } from './deflate/deflate'
import { areOpaque, filterRows, rowsSize } from './encode-rows'

/**
 * The bytes of the signature, IHDR, the framing of IDAT and IEND, and of zlib's header and
 * checksum.
 */
const FRAMING_SIZE: usize = 8 + 25 + 12 + 12 + 6
/** The filters read and write a few bytes after their rows. */
const SLACK: usize = 64
/** For a larger size, the addresses would not fit into 32 bits. */
const MAX_FILTERED_SIZE: u64 = 0x7f000000

// The four letters of each chunk type; the first letter is the lowest byte.
const IHDR: u32 = 0x52444849
const IDAT: u32 = 0x54414449
const IEND: u32 = 0x444e4549
const COLOUR_RGB: u8 = 2
const COLOUR_RGBA: u8 = 6

let filtered: usize = 0
let rows: usize = 0
let drawn: usize = 0

/**
 * Reserves the memory for a picture.
 *
 * @returns the address for its RGBA pixels, where the file will also begin; 0 if there is not
 * enough memory
 */
export function prepareEncode(widthPx: u32, heightPx: u32): usize {
  const rowLength = <usize>widthPx << 2
  const size = (<u64>widthPx * 4 + 1) * heightPx
  if (widthPx >= 1 << 28 || size > MAX_FILTERED_SIZE) return 0
  const filteredSize = <usize>size
  const start = align(__heap_base)
  // The file overwrites the pixels, which are no longer needed then.
  filtered = align(start + FRAMING_SIZE + deflateBound(filteredSize) + SLACK)
  rows = align(filtered + filteredSize + SLACK)
  drawn = rows + rowsSize(rowLength) + SLACK
  const pageCount = (drawn + heightPx + 65535) >> 16
  const missing = <i32>pageCount - memory.size()
  if (missing > 0 && memory.grow(missing) < 0) return 0
  return start
}

/** A byte for each row: 0 if the row has no pixels for {@link encodeOverlay}. */
export function drawnRows(): usize {
  return drawn
}

// @ts-ignore: decorator
@inline
function align(place: usize): usize {
  return (place + 15) & ~15
}

/**
 * Encodes the picture whose pixels are at `pixels`, the address that {@link prepareEncode}
 * returned. The file overwrites them.
 *
 * @returns the length of the file in bytes
 */
export function encode(pixels: usize, widthPx: u32, heightPx: u32): usize {
  memory.fill(drawn, 1, heightPx)
  return encodeOverlay(pixels, widthPx, heightPx)
}

/**
 * Does the same with a picture of which only some rows are at `pixels`, see {@link drawnRows}. All
 * others are transparent black.
 */
export function encodeOverlay(pixels: usize, widthPx: u32, heightPx: u32): usize {
  const isOpaque =
    areAllDrawn(heightPx) && areOpaque(pixels, pixels + ((<usize>widthPx * heightPx) << 2))
  const bytesPerPixel: usize = isOpaque ? 3 : 4
  filterRows(pixels, drawn, widthPx, heightPx, bytesPerPixel, rows, filtered)
  const filteredEnd = filtered + (widthPx * bytesPerPixel + 1) * heightPx

  store<u64>(pixels, 0x0a1a0a0d474e5089)
  const header = pixels + 8
  store<u32>(header, bswap(widthPx), 8)
  store<u32>(header, bswap(heightPx), 12)
  store<u8>(header, 8, 16)
  store<u8>(header, isOpaque ? COLOUR_RGB : COLOUR_RGBA, 17)
  store<u16>(header, 0, 18)
  store<u8>(header, 0, 20)
  const data = closeChunk(header, IHDR, header + 21)

  // The zlib header: 32 KiB window, compressed for speed.
  store<u16>(data, 0x0178, 8)
  const limit = data + 10 + deflateBound(filteredEnd - filtered)
  deflateSpan(filtered, filtered, filteredEnd, data + 10, limit, 0, 0, true)
  let dataEnd = spanEnd
  if (spanBitCount) store<u8>(dataEnd++, <u8>spanBitBuffer)
  store<u32>(dataEnd, bswap(adler32(1, filtered, filteredEnd)))
  const tail = closeChunk(data, IDAT, dataEnd + 4)
  return closeChunk(tail, IEND, tail + 8) - pixels
}

function areAllDrawn(heightPx: u32): bool {
  for (let row: u32 = 0; row < heightPx; row++) if (!load<u8>(drawn + row)) return false
  return true
}

/** Writes length, type and checksum around the data of a chunk; the data end at `end`. */
function closeChunk(chunk: usize, type: u32, end: usize): usize {
  store<u32>(chunk, bswap(<u32>(end - chunk - 8)))
  store<u32>(chunk, type, 4)
  store<u32>(end, bswap(crc32(0, chunk + 4, end)))
  return end + 4
}
