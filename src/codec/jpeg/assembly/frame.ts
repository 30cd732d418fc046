/** The geometry of the frame, and the properties of each block of an MCU. */

import { slotAddress } from './scan/huffman'

/** A component's record: its sampling, its quantisation table, its Huffman tables. */
const COMPONENT_BYTES: usize = 32
const components: usize = memory.data(3 * 32, 16)

/** A block's record: see the readers below. */
export const BLOCK_BYTES: usize = 32
export const blocks: usize = memory.data(10 * 32, 16)

export let width: i32 = 0
export let height: i32 = 0
export let componentCount: i32 = 0
/** MCUs between two restart markers; all MCUs if there are no markers. */
export let restartInterval: i32 = 0
/** The largest sampling factors: an MCU is this many tiles of 8 × 8 pixels wide and high. */
export let tilesAcross: i32 = 0
export let tilesDown: i32 = 0
export let mcusAcross: i32 = 0
export let mcuCount: i32 = 0
export let blockCount: i32 = 0

// @ts-ignore: decorator
@inline
function componentRecord(component: i32): usize {
  return components + <usize>component * COMPONENT_BYTES
}

/** Sampling factors of 1 to 4; the numbers of its Huffman tables are 0 to 3. */
export function setComponent(component: i32, h: i32, v: i32, dc: i32, ac: i32): void {
  const record = componentRecord(component)
  store<i32>(record, h)
  store<i32>(record, v, 4)
  store<i32>(record, dc, 8)
  store<i32>(record, 4 + ac, 12)
}

// @ts-ignore: decorator
@inline
export function dcSlotOf(component: i32): i32 {
  return load<i32>(componentRecord(component), 8)
}

// @ts-ignore: decorator
@inline
export function acSlotOf(component: i32): i32 {
  return load<i32>(componentRecord(component), 12)
}

/** log2 of the width of a sample in pixels. */
// @ts-ignore: decorator
@inline
export function pixelsAcrossLog(component: i32): i32 {
  return load<i32>(componentRecord(component), 16)
}

/** log2 of the height of a sample in pixels. */
// @ts-ignore: decorator
@inline
export function pixelsDownLog(component: i32): i32 {
  return load<i32>(componentRecord(component), 20)
}

/** Call it after {@link setComponent}. The first component has the largest sampling factors. */
export function setFrame(newWidth: i32, newHeight: i32, count: i32, interval: i32): void {
  width = newWidth
  height = newHeight
  componentCount = count
  tilesAcross = load<i32>(components)
  tilesDown = load<i32>(components, 4)
  mcusAcross = (width + tilesAcross * 8 - 1) / (tilesAcross * 8)
  mcuCount = mcusAcross * ((height + tilesDown * 8 - 1) / (tilesDown * 8))
  restartInterval = interval > 0 ? min(interval, mcuCount) : mcuCount
  blockCount = 0
  for (let component = 0; component < count; component++) {
    const h = load<i32>(componentRecord(component))
    const v = load<i32>(componentRecord(component), 4)
    store<i32>(componentRecord(component), ctz(tilesAcross / h), 16)
    store<i32>(componentRecord(component), ctz(tilesDown / v), 20)
    for (let row = 0; row < v; row++) {
      for (let column = 0; column < h; column++) addBlock(component, column, row)
    }
  }
}

function addBlock(component: i32, column: i32, row: i32): void {
  const record = blocks + <usize>blockCount * BLOCK_BYTES
  store<i32>(record, component)
  store<usize>(record, slotAddress(dcSlotOf(component)), 4)
  store<usize>(record, slotAddress(acSlotOf(component)), 8)
  store<i32>(record, column, 12)
  store<i32>(record, row, 16)
  const across = 1 << pixelsAcrossLog(component)
  const down = 1 << pixelsDownLog(component)
  let covered = 0
  for (let y = row * down; y < (row + 1) * down; y++) {
    for (let x = column * across; x < (column + 1) * across; x++) {
      covered |= 1 << (y * tilesAcross + x)
    }
  }
  store<i32>(record, covered, 20)
  blockCount++
}

// @ts-ignore: decorator
@inline
export function componentOf(block: usize): i32 {
  return load<i32>(block)
}

// @ts-ignore: decorator
@inline
export function dcTableOf(block: usize): usize {
  return load<usize>(block, 4)
}

// @ts-ignore: decorator
@inline
export function acTableOf(block: usize): usize {
  return load<usize>(block, 8)
}

/** The column of the block among the blocks of its component in the MCU. */
// @ts-ignore: decorator
@inline
export function columnOf(block: usize): i32 {
  return load<i32>(block, 12)
}

// @ts-ignore: decorator
@inline
export function rowOf(block: usize): i32 {
  return load<i32>(block, 16)
}

/** The tiles of the MCU whose pixels the block's samples cover: bit row · tilesAcross + column. */
// @ts-ignore: decorator
@inline
export function tilesOf(block: usize): i32 {
  return load<i32>(block, 20)
}
