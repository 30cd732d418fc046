/** Encodes a picture as a PNG file: RGB if the picture is opaque, otherwise RGBA. */

import { crc32 } from './crc32'
import { deflateBound, deflateMapped, spanEnd } from './deflate/deflate'
import { areOpaque, filterRows, rowsSize } from './encode-rows'
import { PATCH_SIZE, filterPatches } from './encode-patches'
import { adlerOfPieces, clearPieces, mapSize, openMap } from './filled-pieces'

/**
 * The bytes of the signature, IHDR, the framing of IDAT and IEND, and of zlib's header and
 * checksum.
 */
const FRAMING_SIZE: usize = 8 + 25 + 12 + 12 + 6
/** The filters read and write a few bytes after their rows, and whole pieces are looked through. */
const SLACK: usize = 144
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
let map: usize = 0
let patches: usize = 0
/** Between two overlays of one size, the filtered rows are zeros; 0: they are not. */
let zerosFrom: usize = 0
let zerosTo: usize = 0

/**
 * Reserves the memory for a picture.
 *
 * @param patchCount the number of patches of an overlay; 0 for a whole picture
 * @returns the address for its RGBA pixels, where the file will also begin; 0 if there is not
 * enough memory
 */
export function prepareEncode(widthPx: u32, heightPx: u32, patchCount: u32): usize {
  const rowLength = <usize>widthPx << 2
  const size = (<u64>widthPx * 4 + 1) * heightPx
  if (widthPx >= 1 << 28 || size > MAX_FILTERED_SIZE) return 0
  const filteredSize = <usize>size
  const start = align(__heap_base)
  // The file overwrites the pixels, which are no longer needed then.
  filtered = align(start + FRAMING_SIZE + deflateBound(filteredSize) + SLACK)
  rows = align(filtered + filteredSize + SLACK)
  map = rows + rowsSize(rowLength) + SLACK
  patches = align(map + mapSize(filteredSize))
  const pageCount = (patches + patchCount * PATCH_SIZE + 65535) >> 16
  const missing = <i32>pageCount - memory.size()
  if (missing > 0 && memory.grow(missing) < 0) return 0
  return start
}

/**
 * Where to write the patches of {@link encodeOverlay}, from left to right, seven numbers of 32 bits
 * for each: x, y, width, height, the address of its pixels, and two that are not read.
 */
export function overlayPatches(): usize {
  return patches
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
  const isOpaque = areOpaque(pixels, pixels + ((<usize>widthPx * heightPx) << 2))
  const bytesPerPixel: usize = isOpaque ? 3 : 4
  zerosFrom = 0
  openMap(map, filtered, filtered + (widthPx * bytesPerPixel + 1) * heightPx)
  filterRows(pixels, widthPx, heightPx, bytesPerPixel, rows, filtered)
  return writeFile(pixels, widthPx, heightPx, isOpaque)
}

/**
 * Encodes a picture that is transparent black outside its patches, which do not overlap and do not
 * cover all of it. Their pixels begin at `pixels`, in the place of the picture's.
 */
export function encodeOverlay(
  pixels: usize,
  widthPx: u32,
  heightPx: u32,
  patchCount: u32,
): usize {
  const end = filtered + ((<usize>widthPx << 2) + 1) * heightPx
  if (zerosFrom != filtered || zerosTo != end) memory.fill(filtered, 0, end - filtered + SLACK)
  zerosFrom = 0
  openMap(map, filtered, end)
  filterPatches(patches, patchCount, widthPx, heightPx, rows, filtered)
  const length = writeFile(pixels, widthPx, heightPx, false)
  clearPieces()
  zerosFrom = filtered
  zerosTo = end
  return length
}

/** Writes the file of the filtered rows. */
function writeFile(file: usize, widthPx: u32, heightPx: u32, isOpaque: bool): usize {
  store<u64>(file, 0x0a1a0a0d474e5089)
  const header = file + 8
  store<u32>(header, bswap(widthPx), 8)
  store<u32>(header, bswap(heightPx), 12)
  store<u8>(header, 8, 16)
  store<u8>(header, isOpaque ? COLOUR_RGB : COLOUR_RGBA, 17)
  store<u16>(header, 0, 18)
  store<u8>(header, 0, 20)
  const data = closeChunk(header, IHDR, header + 21)

  const filteredEnd = filtered + (<usize>widthPx * (isOpaque ? 3 : 4) + 1) * heightPx
  // The zlib header: 32 KiB window, compressed for speed.
  store<u16>(data, 0x0178, 8)
  const limit = data + 10 + deflateBound(filteredEnd - filtered)
  deflateMapped(filtered, filteredEnd, data + 10, limit)
  store<u32>(spanEnd, bswap(adlerOfPieces()))
  const tail = closeChunk(data, IDAT, spanEnd + 4)
  return closeChunk(tail, IEND, tail + 8) - file
}

/** Writes length, type and checksum around the data of a chunk; the data end at `end`. */
function closeChunk(chunk: usize, type: u32, end: usize): usize {
  store<u32>(chunk, bswap(<u32>(end - chunk - 8)))
  store<u32>(chunk, type, 4)
  store<u32>(end, bswap(crc32(0, chunk + 4, end)))
  return end + 4
}
