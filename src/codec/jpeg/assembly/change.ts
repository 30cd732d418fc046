/** Draws the overlay on an MCU: decodes the touched blocks, changes them, and notes the edits. */

import {
  averagePixels,
  cbOfPixels,
  compositeColour,
  compositeGrey,
  crOfPixels,
  extendChange,
} from './composite'
import { dequantisationOf, forwardDct, inverseDct, quantisationOf } from './dct'
import { beginEdit, endEdit, putToken, sizeOf } from './scan/edits'
import {
  BLOCK_BYTES,
  acSlotOf,
  acTableOf,
  blockCount,
  blocks,
  columnOf,
  componentCount,
  componentOf,
  dcSlotOf,
  dcTableOf,
  height,
  mcusAcross,
  pixelsAcrossLog,
  pixelsDownLog,
  rowOf,
  tilesAcross,
  tilesDown,
  tilesOf,
  width,
} from './frame'
import { MOST_DC_SIZE, isAcSymbol, takeSymbol } from './scan/huffman'
import { putAc, quantise, quantisedLevel } from './quantise'
import { bitsAt } from './scan/scan'
import { Status } from './status'
import { tilePixels, touchedTiles } from './touched'
import { failure, valueOf } from './scan/walk'
import { placeOf } from './zigzag'

/** For each block of the MCU: 64 f32. The coefficients are quantised, by columns. */
const coefficients: usize = memory.data(10 * 256, 16)
const samples: usize = memory.data(10 * 256, 16)
const changes: usize = memory.data(10 * 256, 16)

/** For each block of the MCU: first bit, end bit of the DC symbol, end bit, DC difference. */
const PLACE_BYTES: usize = 16
const places: usize = memory.data(10 * 16, 16)

let stoppedAt: u32 = 0

/** For each component: the DC coefficient before the next block, in the source and as written. */
const oldLevels: usize = memory.data(16, 16)
const newLevels: usize = memory.data(16, 16)

/** Begins at an MCU before which nothing is changed. @param levels the DC coefficients before it */
export function beginAt(levels: usize): void {
  for (let component: usize = 0; component < 12; component += 4) {
    const level = load<i32>(levels + component)
    store<i32>(oldLevels + component, level)
    store<i32>(newLevels + component, level)
  }
}

/** Stores the DC coefficients before the next MCU, as in the source. */
export function storeLevels(to: usize): void {
  v128.store(to, v128.load(oldLevels))
}

/** Whether the next block of any component needs another DC difference. */
export function isLevelChanged(): bool {
  const difference = v128.xor(v128.load(oldLevels), v128.load(newLevels))
  return v128.any_true(i32x4.replace_lane(difference, 3, 0))
}

/**
 * @param position the MCU's first bit
 * @param end the end bit of its segment
 * @param record what is drawn on the MCU, or 0 if only its DC differences change
 */
export function changeMcu(mcu: i32, position: u32, end: u32, record: usize): Status {
  const tiles = record != 0 ? touchedTiles(record) : 0
  const status = readMcu(position, end, tiles)
  if (status != Status.Done) return status
  if (tiles != 0) drawMcu(mcu, record, tiles)
  return writeMcu(tiles)
}

function readMcu(position: u32, end: u32, tiles: i32): Status {
  for (let index = 0; index < blockCount; index++) {
    const block = blocks + <usize>index * BLOCK_BYTES
    const place = places + <usize>index * PLACE_BYTES
    store<u32>(place, position)
    const bits = bitsAt(position)
    const dc = takeSymbol(dcTableOf(block), bits)
    const size = dc & 255
    if (dc == 0 || size > MOST_DC_SIZE) return failure(position, end)
    const taken = (dc >> 8) + size
    position += taken
    store<u32>(place, position, 4)
    store<i32>(place, valueOf(bits >> (64 - <u64>taken), size), 12)
    const into = coefficients + (<usize>index << 8)
    if (tilesOf(block) & tiles) {
      clearBlock(into)
      position = readAc(acTableOf(block), position, into)
    } else {
      position = skipAc(acTableOf(block), position)
    }
    if (position == 0) return failure(stoppedAt, end)
    store<u32>(place, position, 8)
  }
  return position > end ? Status.EndsEarly : Status.Done
}

// @ts-ignore: decorator
@inline
function clearBlock(block: usize): void {
  for (let at: usize = 0; at < 256; at += 16) v128.store(block + at, i32x4.splat(0))
}

/** @returns the end bit of the block, or 0 if the block is broken */
function readAc(table: usize, from: u32, into: usize): u32 {
  let position = from
  let bits = bitsAt(position)
  let used: u32 = 0
  for (let k = 1; k < 64; k++) {
    // A code and its value take at most 26 bits.
    if (used > 57 - 26) {
      position += used
      bits = bitsAt(position)
      used = 0
    }
    const entry = takeSymbol(table, bits)
    const symbol = entry & 255
    const size = symbol & 15
    const taken = (entry >> 8) + size
    if (entry == 0) return stop(position + used)
    if (symbol == 0) return position + used + taken
    k += symbol >> 4
    if (k > 63 || !isAcSymbol(symbol)) return stop(position + used)
    const value = valueOf(bits >> (64 - <u64>taken), size)
    store<f32>(into + (placeOf(k) << 2), <f32>value)
    bits <<= taken
    used += taken
  }
  return position + used
}

/** @returns the end bit of the block, or 0 if the block is broken */
function skipAc(table: usize, from: u32): u32 {
  let position = from
  for (let k = 1; k < 64; k++) {
    const entry = takeSymbol(table, bitsAt(position))
    const symbol = entry & 255
    if (entry == 0) return stop(position)
    position += (entry >> 8) + (symbol & 15)
    if (symbol == 0) break
    k += symbol >> 4
    if (k > 63 || !isAcSymbol(symbol)) return stop(position)
  }
  return position
}

/** Notes the bit at which a block is broken. */
function stop(at: u32): u32 {
  stoppedAt = at
  return 0
}

function drawMcu(mcu: i32, record: usize, tiles: i32): void {
  const left = (mcu % mcusAcross) * tilesAcross * 8
  const top = (mcu / mcusAcross) * tilesDown * 8
  for (let index = 0; index < blockCount; index++) {
    const block = blocks + <usize>index * BLOCK_BYTES
    if ((tilesOf(block) & tiles) == 0) continue
    const component = componentOf(block)
    // The DC coefficient of the block is the sum of the differences up to it.
    const place = places + <usize>index * PLACE_BYTES
    let level = load<i32>(oldLevels + (<usize>component << 2)) + load<i32>(place, 12)
    for (let earlier = blocks; earlier < block; earlier += BLOCK_BYTES) {
      if (componentOf(earlier) == component) {
        level += load<i32>(places + ((earlier - blocks) / BLOCK_BYTES) * PLACE_BYTES, 12)
      }
    }
    const from = coefficients + (<usize>index << 8)
    store<f32>(from, <f32>level)
    const to = samples + (<usize>index << 8)
    const factors = dequantisationOf(component)
    for (let at: usize = 0; at < 256; at += 16) {
      v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(factors + at)))
    }
    inverseDct(to)
    if (component > 0) clearBlock(changes + (<usize>index << 8))
  }
  for (let tile = 0; tile < tilesAcross * tilesDown; tile++) {
    if (tiles & (1 << tile)) drawTile(tilePixels(record, tile), tile, left, top)
  }
  for (let index = 0; index < blockCount; index++) {
    const block = blocks + <usize>index * BLOCK_BYTES
    if ((tilesOf(block) & tiles) == 0) continue
    const component = componentOf(block)
    const change = changes + (<usize>index << 8)
    if (component > 0) {
      const across = pixelsAcrossLog(component)
      const down = pixelsDownLog(component)
      const columns = (width - left + (1 << across) - 1) >> across
      const rows = (height - top + (1 << down) - 1) >> down
      extendOverEdge(change, columns - columnOf(block) * 8, rows - rowOf(block) * 8)
    }
    forwardDct(change)
  }
}

function extendOverEdge(change: usize, columns: i32, rows: i32): void {
  if (columns < 8 || rows < 8) extendChange(change, min(columns, 8), min(rows, 8))
}

/** Draws one tile. The first component's blocks are the tiles, in the same order. */
function drawTile(pixels: usize, tile: i32, left: i32, top: i32): void {
  const luma = samples + (<usize>tile << 8)
  const lumaChange = changes + (<usize>tile << 8)
  const column = tile % tilesAcross
  const row = tile / tilesAcross
  const columns = width - left - column * 8
  const rows = height - top - row * 8
  if (componentCount == 1) {
    compositeGrey(pixels, luma, lumaChange)
    extendOverEdge(lumaChange, columns, rows)
    return
  }
  const across = pixelsAcrossLog(1)
  const down = pixelsDownLog(1)
  const perComponent = (tilesAcross >> across) * (tilesDown >> down)
  const block = (row >> down) * (tilesAcross >> across) + (column >> across)
  const cb = <usize>(tilesAcross * tilesDown + block) << 8
  const cr = cb + (<usize>perComponent << 8)
  // The position of the tile's first sample in its block.
  const x = ((column * 8) >> across) & 7
  const y = ((row * 8) >> down) & 7
  const inside = <usize>((y << 5) + (x << 2))
  compositeColour(
    pixels,
    luma,
    lumaChange,
    samples + cb + inside,
    samples + cr + inside,
    across,
    down,
  )
  extendOverEdge(lumaChange, columns, rows)
  extendOverEdge(cbOfPixels, columns, rows)
  extendOverEdge(crOfPixels, columns, rows)
  averagePixels(cbOfPixels, changes + cb + inside, across, down)
  averagePixels(crOfPixels, changes + cr + inside, across, down)
}

function writeMcu(tiles: i32): Status {
  for (let index = 0; index < blockCount; index++) {
    const block = blocks + <usize>index * BLOCK_BYTES
    const place = places + <usize>index * PLACE_BYTES
    const component = componentOf(block)
    const oldLevel = oldLevels + (<usize>component << 2)
    const newLevel = newLevels + (<usize>component << 2)
    const level = load<i32>(oldLevel) + load<i32>(place, 12)
    store<i32>(oldLevel, level)
    const isTouched = (tilesOf(block) & tiles) != 0
    if (isTouched) {
      const offset = <usize>index << 8
      quantise(coefficients + offset, changes + offset, quantisationOf(component))
    }
    const written = isTouched ? quantisedLevel() : level
    const before = load<i32>(newLevel)
    store<i32>(newLevel, written)
    if (!isTouched && written - before == load<i32>(place, 12)) continue
    const size = sizeOf(written - before)
    if (size > MOST_DC_SIZE) return Status.WrongLevel
    let token = beginEdit(load<u32>(place))
    token = putToken(token, dcSlotOf(component), size, written - before, size)
    if (isTouched) token = putAc(token, acSlotOf(component))
    endEdit(isTouched ? load<u32>(place, 8) : load<u32>(place, 4), token)
  }
  return Status.Done
}
