/**
 * Encodes a baseline JPEG strip by strip; a strip is a row of MCUs. The host writes the pixels of a
 * strip and lets them be counted or coded. At the end, it takes the bytes of the scan.
 */

import {
  CODES, COUNTS, bitsEnd, countBlock, countDifference, hasRest, lastByte, preparePairs, resetBits,
  startBits, writeBlock,
} from './encode-bits'
import { convertFull, convertHalved } from './encode-colour'
import { transformBlock } from './encode-dct'
import { convertPlanes } from './encode-planes'
import { stuffByte, stuffBytes } from './encode-stuffing'

/** What to do with a block. */
enum Task {
  Write,
  Count,
  /** The previous block is not known, so the DC difference is not counted. */
  CountUnrelated,
}

/** 128 numbers of 16 bits for luma, and 128 for chroma; see `transformBlock`. */
const DIVISORS: usize = memory.data(2 * 256, 16)
/** The blocks of an MCU: at most four of luma, and one each of Cb and Cr. */
const BLOCKS: usize = memory.data(6 * 128, 16)
const ZIGZAG: usize = memory.data(64, 16)
/** The pixels of an MCU that extends beyond the picture. */
const EDGE: usize = memory.data(16 * 16 * 4, 16)

/**
 * The number of neighbouring MCUs that are counted together, so that DC differences are counted
 * too.
 */
const COUNTED_TOGETHER: i32 = 2

/** A block has 64 coefficients of at most 26 bits. */
const MAX_BLOCK_BYTES: usize = 208

let widthPx: i32 = 0
let isHalved: bool = false
/** The host writes planes instead of pixels. */
let isPlanar: bool = false
let lumaOffset: i32 = 0
let strip: usize = 0
let scan: usize = 0
let scanEnd: usize = 0
let lumaDc: i32 = 0
let blueDc: i32 = 0
let redDc: i32 = 0
/** While counting: the only MCU whose previous MCU is known, which its DC differences need. */
let nextMcu: i32 = 0

export function encoderDivisors(): usize {
  return DIVISORS
}

export function encoderCodes(): usize {
  return CODES
}

export function encoderCounts(): usize {
  return COUNTS
}

/**
 * @param chromaIsHalved true: MCUs of 16 × 16 pixels with averaged chroma; false: of 8 × 8 pixels
 * @returns where the host writes the pixels of a strip, row by row without gaps
 */
export function startEncoder(width: i32, chromaIsHalved: bool): usize {
  isPlanar = false
  isHalved = chromaIsHalved
  return start(width, (width * mcuSide() * 4) as usize)
}

/**
 * @param offset what is added to luma, times 16; see `convertPlanes`
 * @returns where the host writes the planes of a strip: {@link planeStride} · 16 samples of luma, and a
 * quarter of that each of Cb and Cr. Rows and columns outside the picture repeat the last one inside
 */
export function startPlanes(width: i32, offset: i32): usize {
  isPlanar = true
  isHalved = true
  lumaOffset = offset
  return start(width, (planeStride(width) * 24) as usize)
}

/** The width of luma in whole MCUs. */
export function planeStride(width: i32): i32 {
  return (width + 15) & ~15
}

function start(width: i32, stripBytes: usize): usize {
  widthPx = width
  strip = (__heap_base + 15) & ~15
  const stripEnd = strip + stripBytes
  const blockCount = (mcusOfStrip() as usize) * (isHalved ? 6 : 3)
  // 64 more bytes, because stores are 8 bytes wide.
  scan = (stripEnd + blockCount * MAX_BLOCK_BYTES + 64 + 15) & ~15
  scanEnd = scan
  reserve(scan)
  return strip
}

/** The next block has no previous one. */
function restart(): void {
  lumaDc = 0
  blueDc = 0
  redDc = 0
  nextMcu = 0
  resetBits()
}

// @ts-ignore: decorator
@inline
function mcuSide(): i32 {
  return isHalved ? 16 : 8
}

// @ts-ignore: decorator
@inline
function mcusOfStrip(): i32 {
  return (widthPx + mcuSide() - 1) / mcuSide()
}

/** Grows the memory up to `end`. Traps if there is not enough. */
function reserve(end: usize): void {
  const missing = (end as isize) - ((memory.size() as isize) << 16)
  if (missing > 0 && memory.grow(((missing + 0xffff) >> 16) as i32) < 0) unreachable()
}

/** Sets all counts to 0. */
export function startCount(): void {
  memory.fill(COUNTS, 0, 4 * 1024)
  restart()
}

/**
 * Counts the symbols of a strip, so that codes can be made for them.
 * @param strip the number of the strip
 * @param first the first MCU that is counted: an even number
 * @param period from there, two of every `period` MCUs are counted
 */
export function countStrip(strip: i32, rowCount: i32, first: i32, period: i32): void {
  const count = mcusOfStrip()
  for (let start = first; start < count; start += period) {
    const end = min(start + COUNTED_TOGETHER, count)
    for (let mcu = start; mcu < end; mcu++) {
      const place = strip * count + mcu
      codeMcu(mcu, rowCount, place == nextMcu ? Task.Count : Task.CountUnrelated)
      nextMcu = place + 1
    }
  }
}

/** Starts writing strips. The host has stored the codes of the symbols before. */
export function startScan(): void {
  restart()
  preparePairs()
}

export function writeStrip(rowCount: i32): void {
  // The bytes of a strip are between its pixels and the scan.
  startBits(scan)
  const count = mcusOfStrip()
  for (let mcu = 0; mcu < count; mcu++) codeMcu(mcu, rowCount, Task.Write)
  const end = bitsEnd()
  reserve(scanEnd + 2 * (scan - end) + 16)
  scanEnd = stuffBytes(scan, end, scanEnd)
}

/** @returns where the bytes of the scan begin */
export function finishScan(): usize {
  if (hasRest()) {
    reserve(scanEnd + 2)
    scanEnd = stuffByte(lastByte(), scanEnd)
  }
  return scan
}

export function scanBytes(): usize {
  return scanEnd - scan
}

function codeMcu(mcu: i32, rowCount: i32, task: Task): void {
  const side = mcuSide()
  const x = mcu * side
  const columnCount = min(side, widthPx - x)
  if (isPlanar) loadPlanes(x)
  else loadPixels(x, columnCount, rowCount)
  // The differences inside the MCU are always known.
  const further = task == Task.Write ? Task.Write : Task.Count
  if (isHalved) {
    const hasRight = columnCount > 8
    const hasLower = rowCount > 8
    lumaDc = codeBlock(BLOCKS, lumaDc, false, task)
    lumaDc = codeLuma(BLOCKS + 128, hasRight, further)
    lumaDc = codeLuma(BLOCKS + 256, hasLower, further)
    lumaDc = codeLuma(BLOCKS + 384, hasRight && hasLower, further)
    blueDc = codeBlock(BLOCKS + 512, blueDc, true, task)
    redDc = codeBlock(BLOCKS + 640, redDc, true, task)
  } else {
    lumaDc = codeBlock(BLOCKS, lumaDc, false, task)
    blueDc = codeBlock(BLOCKS + 128, blueDc, true, task)
    redDc = codeBlock(BLOCKS + 256, redDc, true, task)
  }
}

// @ts-ignore: decorator
@inline
function loadPlanes(x: usize): void {
  const stride = planeStride(widthPx) as usize
  const blue = strip + 16 * stride
  const red = blue + 4 * stride
  convertPlanes(strip + x, blue + (x >> 1), red + (x >> 1), stride, lumaOffset, BLOCKS)
}

// @ts-ignore: decorator
@inline
function loadPixels(x: i32, columnCount: i32, rowCount: i32): void {
  const side = mcuSide()
  let source = strip + (x * 4) as usize
  let stride = (widthPx * 4) as usize
  if (columnCount < side || rowCount < side) {
    copyEdge(source, columnCount, rowCount)
    source = EDGE
    stride = (side * 4) as usize
  }
  if (isHalved) convertHalved(source, stride, BLOCKS)
  else convertFull(source, stride, BLOCKS)
}

/** A luma block. One outside the picture is coded with as few bits as possible. */
// @ts-ignore: decorator
@inline
function codeLuma(block: usize, isInside: bool, task: Task): i32 {
  if (isInside) return codeBlock(block, lumaDc, false, task)
  if (task == Task.Write) {
    writeBlock(0, 0, 0, 0, 0)
  } else {
    countDifference(0, 0)
    countBlock(0, 0, 0)
  }
  return lumaDc
}

/** @returns the block's DC */
function codeBlock(block: usize, dcBefore: i32, isChroma: usize, task: Task): i32 {
  const nonZero = transformBlock(block, DIVISORS + isChroma * 256, ZIGZAG)
  const dc = load<i16>(block) as i32
  if (task == Task.Write) {
    writeBlock(block, ZIGZAG, nonZero, dc - dcBefore, isChroma)
  } else {
    if (task == Task.Count) countDifference(dc - dcBefore, isChroma)
    countBlock(block, nonZero, isChroma)
  }
  return dc
}

/** Copies the pixels of an MCU. A pixel outside the picture repeats the nearest one inside. */
function copyEdge(source: usize, columnCount: i32, rowCount: i32): void {
  const side = mcuSide()
  for (let row = 0; row < side; row++) {
    const from = source + (min(row, rowCount - 1) * widthPx * 4) as usize
    const to = EDGE + (row * side * 4) as usize
    for (let column = 0; column < side; column++) {
      const pixel = load<u32>(from + (min(column, columnCount - 1) * 4) as usize)
      store<u32>(to + (column * 4) as usize, pixel)
    }
  }
}
