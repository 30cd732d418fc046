/** Where the overlay draws: for each touched MCU, a record with the pixels of its touched tiles. */

import { height, mcuCount, mcusAcross, tilesAcross, tilesDown, width } from './frame'
import { allocate } from './heap'

/** A record begins with a bit per tile. From this offset on, it has the tiles' pixels. */
const PIXELS: usize = 16
const TILE_BYTES: usize = 256
const ROW_BYTES: usize = 32
const TRANSPARENT: u32 = 0x00ffffff

/** For each MCU: the address of its record, or 0. */
let records: usize = 0
export let touchedCount: i32 = 0

export function clearTouched(): void {
  records = allocate(<usize>mcuCount << 2)
  memory.fill(records, 0, <usize>mcuCount << 2)
  touchedCount = 0
}

// @ts-ignore: decorator
@inline
export function recordOf(mcu: i32): usize {
  return load<usize>(records + (<usize>mcu << 2))
}

/** A bit for each tile on which a pixel changes: bit row · tilesAcross + column. */
// @ts-ignore: decorator
@inline
export function touchedTiles(record: usize): i32 {
  return load<i32>(record)
}

/** 8 rows of 8 RGBA pixels. Pixels outside the patches are transparent. */
// @ts-ignore: decorator
@inline
export function tilePixels(record: usize, tile: i32): usize {
  return record + PIXELS + <usize>tile * TILE_BYTES
}

/** Copies the pixels of a patch that is inside the frame: RGBA, row by row. */
export function addPatch(pixels: usize, x: i32, y: i32, w: i32, h: i32): void {
  for (let top = y & ~7; top < y + h; top += 8) {
    const firstRow = max(top, y)
    const endRow = min(top + 8, y + h)
    for (let left = x & ~7; left < x + w; left += 8) {
      const first = max(left, x)
      const end = min(left + 8, x + w)
      const from = pixels + (<usize>((firstRow - y) * w + first - x) << 2)
      const isTouched =
        end - first == 8
          ? isWideDrawn(from, w, endRow - firstRow)
          : isDrawn(from, w, endRow - firstRow, end - first)
      if (!isTouched) continue
      const into = touch(left, top) + <usize>(firstRow - top) * ROW_BYTES
      copyRows(from, w, endRow - firstRow, end - first, into + (<usize>(first - left) << 2))
    }
  }
}

function isWideDrawn(pixels: usize, stride: i32, rows: i32): bool {
  let all = i32x4.splat(0)
  for (let row = 0; row < rows; row++) {
    all = v128.or(all, v128.or(v128.load(pixels), v128.load(pixels, 16)))
    pixels += <usize>stride << 2
  }
  return v128.any_true(v128.andnot(all, i32x4.splat(TRANSPARENT)))
}

function isDrawn(pixels: usize, stride: i32, rows: i32, columns: i32): bool {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (load<u32>(pixels + (<usize>column << 2)) > TRANSPARENT) return true
    }
    pixels += <usize>stride << 2
  }
  return false
}

function copyRows(from: usize, stride: i32, rows: i32, columns: i32, to: usize): void {
  for (let row = 0; row < rows; row++) {
    if (columns == 8) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
    } else {
      memory.copy(to, from, <usize>columns << 2)
    }
    from += <usize>stride << 2
    to += ROW_BYTES
  }
}

/** Marks the tile at a pixel as touched. @returns the address for its pixels */
function touch(x: i32, y: i32): usize {
  const column = (x >> 3) % tilesAcross
  const row = (y >> 3) % tilesDown
  const mcu = ((y >> 3) / tilesDown) * mcusAcross + (x >> 3) / tilesAcross
  let record = recordOf(mcu)
  if (record == 0) {
    const bytes = PIXELS + <usize>(tilesAcross * tilesDown) * TILE_BYTES
    record = allocate(bytes)
    memory.fill(record, 0, bytes)
    store<usize>(records + (<usize>mcu << 2), record)
    touchedCount++
  }
  const tile = row * tilesAcross + column
  store<i32>(record, touchedTiles(record) | (1 << tile))
  return tilePixels(record, tile)
}
