/**
 * Splices an overlay into the scan of a JPEG frame. The order of calls: the tables and components,
 * `beginFrame`, the patches, the source, `changeScan`, then `copyScan` or `transcodeScan`.
 */

import { beginAt, changeMcu, isLevelChanged } from './change'
import { setQuantisation } from './dct'
import { clearEdits, edits, editsEnd, isSymbolMissing, tokenCounts } from './edits'
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
import { MOST_DC_SIZE, buildTable, codesOf, statedTable } from './huffman'
import { mcusOf, result, resultEnd, writeScan } from './output'
import { SEGMENT_BYTES, readScan, scanEnd, segments } from './scan'
import { Status } from './status'
import { codesInUse, replacement, useOwnTables, useReplacement } from './tokens'
import { addPatch, clearTouched, recordOf, touchedCount } from './touched'
import { buildTranscoding } from './transcode'
import { MARK_BYTES, walkSegment } from './walk'

export { addPatch, allocate, replacement, result, resultEnd, scanEnd, statedTable, tokenCounts }
export { useReplacement }

const steps: usize = memory.data(128, 16)

/** Where to write the 64 steps of a component, 16 bits each, in zigzag order. */
export function quantisationTable(): usize {
  return steps
}

/** The quantisation table must be written before. */
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
  setFrame(width, height, components, interval)
  clearTouched()
}

/** Where to write the file. */
export function placeSource(length: usize): usize {
  return allocateBeforePageEnd(length)
}

/** Decodes what is touched, and notes what takes its place. */
export function changeScan(scan: usize, end: usize): Status {
  const status = readScan(scan, end, (mcuCount + restartInterval - 1) / restartInterval)
  if (status != Status.Done) return status
  useOwnTables()
  clearEdits(touchedCount * blockCount, touchedCount * componentCount)
  const marks = allocate(<usize>restartInterval * MARK_BYTES)
  for (let first = 0; first < mcuCount; first += restartInterval) {
    const index = first / restartInterval
    const count = mcusOf(index)
    let mcu = 0
    while (mcu < count && recordOf(first + mcu) == 0) mcu++
    if (mcu == count) continue
    const walked = walkSegment(segments + <usize>index * SEGMENT_BYTES, count, marks)
    if (walked != Status.Done) return walked
    const changed = changeSegment(first, mcu, count, marks)
    if (changed != Status.Done) return changed
  }
  for (let component = 0; component < componentCount; component++) {
    if (isSymbolMissing(dcSlotOf(component)) || isSymbolMissing(acSlotOf(component))) {
      return Status.MissingSymbol
    }
  }
  return Status.Done
}

function changeSegment(first: i32, from: i32, count: i32, marks: usize): Status {
  let isBehindChange = false
  for (let index = from; index < count; index++) {
    const record = recordOf(first + index)
    if (record == 0 && !isBehindChange) continue
    const mark = marks + <usize>index * MARK_BYTES
    if (!isBehindChange) beginAt(mark)
    const status = changeMcu(first + index, load<u32>(mark), record)
    if (status != Status.Done) return status
    isBehindChange = isLevelChanged()
  }
  return Status.Done
}

/** Whether any bit of the scan changes. */
export function isChanged(): bool {
  return edits != editsEnd
}

/** Keeps the file's tables. */
export function copyScan(): Status {
  return writeScan(0)
}

export function transcodeScan(): Status {
  let growth: f64 = 1
  for (let component = 0; component < componentCount; component++) {
    growth = max(growth, max(prepare(dcSlotOf(component)), prepare(acSlotOf(component))))
  }
  return writeScan(growth)
}

/** @returns how many times longer a symbol with its value becomes at most */
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
