/**
 * Splices an overlay into the scan of a JPEG frame. The order of calls: the tables and components,
 * `beginFrame`, the patches, the source, then `changeScan` and `copyScan`. If the tables lack
 * symbols, the last two are instead: the replacements of the tables, then `transcodeScan`.
 */

import { beginAt, changeMcu, isLevelChanged } from './change'
import { setQuantisation } from './dct'
import { reserveEdits, usedSymbols } from './scan/edits'
import {
  acSlotOf,
  blockCount,
  componentCount,
  dcSlotOf,
  mcuCount,
  restartInterval,
  setComponent as setComponentOfFrame,
  setFrame,
} from './frame'
import { allocate, allocateBeforePageEnd, resetHeap } from './heap'
import { MOST_DC_SIZE, buildSkip, buildTable, codesOf, statedTable } from './scan/huffman'
import { mcusOf, result, resultEnd, writeScan } from './scan/output'
import { SEGMENT_BYTES, endBitOf, readScan, reserveScan, scanEnd, segments } from './scan/scan'
import { Status } from './status'
import { codesInUse, replacement, useOwnTables, useReplacement } from './scan/tokens'
import { addPatch, clearTouched, recordOf, touchedCount } from './touched'
import { buildTranscoding } from './scan/transcode'
import { MARK_BYTES, walkSegment } from './scan/walk'

export { addPatch, allocate, replacement, result, resultEnd, scanEnd, statedTable }
export { usedSymbols, useReplacement }

const steps: usize = memory.data(128, 16)

/** Where to write the 64 steps of a component, 16 bits each, in zigzag order. */
export function quantisationTable(): usize {
  return steps
}

/** The quantisation table must be written before this call. */
export function setComponent(component: i32, h: i32, v: i32, dc: i32, ac: i32): void {
  setComponentOfFrame(component, h, v, dc, ac)
  setQuantisation(component, steps)
}

export function beginFrame(width: i32, height: i32, components: i32, interval: i32): void {
  resetHeap()
  for (let component = 0; component < components; component++) {
    buildTable(dcSlotOf(component))
    buildTable(acSlotOf(component))
  }
  useOwnTables()
  setFrame(width, height, components, interval)
  clearTouched()
}

/**
 * Where to write the file. The memory for the scan is allocated before it, so the file can be at
 * the end of memory, and a read beyond it traps.
 */
export function placeSource(length: usize): usize {
  reserveScan(length, expectedSegments())
  return allocateBeforePageEnd(length)
}

function expectedSegments(): i32 {
  return (mcuCount + restartInterval - 1) / restartInterval
}

/** The share of the frame's MCUs on which something is drawn: 0 to 1. */
export function touchedShare(): f64 {
  return <f64>touchedCount / <f64>mcuCount
}

/** Decodes the touched MCUs, draws on them, and notes the edits. */
export function changeScan(scan: usize, end: usize): Status {
  const status = readScan(scan, end, expectedSegments())
  if (status != Status.Done) return status
  for (let component = 0; component < componentCount; component++) {
    buildSkip(dcSlotOf(component))
    buildSkip(acSlotOf(component))
  }
  reserveEdits(touchedCount * blockCount, touchedCount * componentCount)
  const marks = allocate(<usize>restartInterval * MARK_BYTES)
  for (let first = 0; first < mcuCount; first += restartInterval) {
    const index = first / restartInterval
    const count = mcusOf(index)
    let mcu = 0
    while (mcu < count && recordOf(first + mcu) == 0) mcu++
    if (mcu == count) continue
    const segment = segments + <usize>index * SEGMENT_BYTES
    const walked = walkSegment(segment, count, marks)
    if (walked != Status.Done) return walked
    const changed = changeSegment(first, mcu, count, endBitOf(segment), marks)
    if (changed != Status.Done) return changed
  }
  return Status.Done
}

function changeSegment(first: i32, from: i32, count: i32, end: u32, marks: usize): Status {
  let isBehindChange = false
  for (let index = from; index < count; index++) {
    const record = recordOf(first + index)
    if (record == 0 && !isBehindChange) continue
    const mark = marks + <usize>index * MARK_BYTES
    if (!isBehindChange) beginAt(mark + 4)
    const status = changeMcu(first + index, load<u32>(mark), end, record)
    if (status != Status.Done) return status
    isBehindChange = isLevelChanged()
  }
  return Status.Done
}

/** Copies the scan with the edits that {@link changeScan} noted, with the file's tables. */
export function copyScan(): Status {
  return writeScan(0)
}

/** Draws on the touched MCUs, and writes the whole scan with the tables in use. */
export function transcodeScan(scan: usize, end: usize): Status {
  const status = readScan(scan, end, expectedSegments())
  if (status != Status.Done) return status
  reserveEdits(blockCount, 0)
  let growth: f64 = 1
  for (let component = 0; component < componentCount; component++) {
    growth = max(growth, max(prepare(dcSlotOf(component)), prepare(acSlotOf(component))))
  }
  return writeScan(growth)
}

/** @returns the largest factor by which a symbol with its value becomes longer */
function prepare(slot: i32): f64 {
  buildTranscoding(slot)
  let growth: f64 = 1
  for (let symbol: usize = 0; symbol < 256; symbol++) {
    const before = load<u32>(codesOf(slot) + (symbol << 2)) >> 16
    const after = load<u32>(codesInUse(slot) + (symbol << 2)) >> 16
    if (before == 0) continue
    const size = <u32>(slot < 4 ? min(symbol, MOST_DC_SIZE) : symbol & 15)
    growth = max(growth, <f64>(after + size) / <f64>(before + size))
  }
  return growth
}
