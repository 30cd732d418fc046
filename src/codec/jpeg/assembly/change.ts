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
import { MOST_DC_SIZE, takeSymbol, valueOf } from './scan/huffman'
import { keepRare, keepRareAc } from './scan/rare'
import { putAc, quantise, quantisedLevel } from './quantise'
import { bitsAt } from './scan/scan'
import { bitOfEntry, isRare } from './scan/stream'
import { Status } from './status'
import { tilePixels, touchedTiles } from './touched'
import { placeOf } from './zigzag'

/** For each block of the MCU: 64 f32. The coefficients are quantised, by columns. */
const coefficients: usize = memory.data(10 * 256, 16)
const samples: usize = memory.data(10 * 256, 16)
const changes: usize = memory.data(10 * 256, 16)

/** For each block of the MCU: first bit, end bit of the DC symbol, end bit, DC difference. */
const PLACE_BYTES: usize = 16
const places: usize = memory.data(10 * 16, 16)

/** For each component: the DC coefficient before the next block, in the source and as written. */
const oldLevels: usize = memory.data(16, 16)
const newLevels: usize = memory.data(16, 16)

/** Begins a segment. */
export function resetLevels(): void {
  v128.store(oldLevels, i32x4.splat(0))
  v128.store(newLevels, i32x4.splat(0))
}

/** Whether the next block of any component needs another DC difference. */
export function isLevelChanged(): bool {
  const difference = v128.xor(v128.load(oldLevels), v128.load(newLevels))
  return v128.any_true(i32x4.replace_lane(difference, 3, 0))
}

/**
 * Passes over an MCU on which nothing is drawn, and whose DC differences stay.
 * @param list see {@link changeMcu}
 */
export function passMcu(list: usize): void {
  for (let index = 0; index < blockCount; index++) {
    const block = blocks + <usize>index * BLOCK_BYTES
    const level = oldLevels + (<usize>componentOf(block) << 2)
    readDc(block, bitOfEntry(list))
    store<i32>(level, load<i32>(level) + dcDifference)
    if (isRare(list)) keepRare(block, bitOfEntry(list), bitOfEntry(list + 4))
    list += 4
  }
  v128.store(newLevels, v128.load(oldLevels))
}

/** Notes the edits of an MCU whose DC coefficients are of no interest any more. */
export function passRare(list: usize): void {
  for (let index = 0; index < blockCount; index++) {
    const block = blocks + <usize>index * BLOCK_BYTES
    if (isRare(list)) keepRare(block, bitOfEntry(list), bitOfEntry(list + 4))
    list += 4
  }
}

/**
 * @param list the first bits of the MCU's blocks and of the one behind them; see stream.ts
 * @param record what is drawn on the MCU, or 0 if only its DC differences change
 */
export function changeMcu(mcu: i32, list: usize, record: usize): Status {
  const tiles = record != 0 ? touchedTiles(record) : 0
  readMcu(list, tiles)
  if (tiles != 0) drawMcu(mcu, record, tiles)
  return writeMcu(list, tiles)
}

let dcDifference: i32 = 0

/** Reads a DC symbol and its value. @returns the bit behind it */
// @ts-ignore: decorator
@inline
function readDc(block: usize, position: u32): u32 {
  const bits = bitsAt(position)
  const symbol = takeSymbol(dcTableOf(block), bits)
  const size = symbol & 255
  const taken = (symbol >> 8) + size
  dcDifference = valueOf(bits >> (64 - <u64>taken), size)
  return position + taken
}

function readMcu(list: usize, tiles: i32): void {
  for (let index = 0; index < blockCount; index++) {
    const block = blocks + <usize>index * BLOCK_BYTES
    const place = places + <usize>index * PLACE_BYTES
    const position = bitOfEntry(list + (<usize>index << 2))
    const dcEnd = readDc(block, position)
    store<u32>(place, position)
    store<u32>(place, dcEnd, 4)
    store<u32>(place, bitOfEntry(list + (<usize>index << 2) + 4), 8)
    store<i32>(place, dcDifference, 12)
    if ((tilesOf(block) & tiles) == 0) continue
    const into = coefficients + (<usize>index << 8)
    clearBlock(into)
    readAc(acTableOf(block), dcEnd, into)
  }
}

// @ts-ignore: decorator
@inline
function clearBlock(block: usize): void {
  for (let at: usize = 0; at < 256; at += 16) v128.store(block + at, i32x4.splat(0))
}

/** Reads AC symbols that the walk has found to be right. */
function readAc(table: usize, position: u32, into: usize): void {
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
    if (symbol == 0) return
    const size = symbol & 15
    const taken = (entry >> 8) + size
    k += symbol >> 4
    const value = valueOf(bits >> (64 - <u64>taken), size)
    store<f32>(into + (placeOf(k) << 2), <f32>value)
    bits <<= taken
    used += taken
  }
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

function writeMcu(list: usize, tiles: i32): Status {
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
    const hasRare = !isTouched && isRare(list + (<usize>index << 2))
    if (isTouched || written - before != load<i32>(place, 12)) {
      const size = sizeOf(written - before)
      if (size > MOST_DC_SIZE) return Status.WrongLevel
      let token = beginEdit(load<u32>(place))
      token = putToken(token, dcSlotOf(component), size, written - before, size)
      if (isTouched) token = putAc(token, acSlotOf(component))
      endEdit(isTouched ? load<u32>(place, 8) : load<u32>(place, 4), token)
      if (hasRare) keepRareAc(block, load<u32>(place, 4), load<u32>(place, 8))
    } else if (hasRare) {
      keepRare(block, load<u32>(place), load<u32>(place, 8))
    }
  }
  return Status.Done
}
