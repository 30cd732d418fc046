/**
 * Splices an overlay into the scan of a JPEG frame. The order of calls: the tables and components,
 * `beginFrame`, the patches, the source, `changeScan`, replacements of tables that lack symbols, and
 * `copyScan`.
 */

import { changeMcu, isLevelChanged, passMcu, passRare, resetLevels } from './change'
import { setQuantisation } from './dct'
import { endEdits, prepareValues, reserveEdits, usedSymbols } from './scan/edits'
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
import { LONGEST_CODE, buildTable, keepCodes, keptLength, statedTable } from './scan/huffman'
import { copyScan, mcusOf, result, resultEnd } from './scan/output'
import {
  SEGMENT_BYTES,
  dataEndOf,
  endBitOf,
  readScan,
  reserveScan,
  scanEnd,
  segmentCount,
  segments,
} from './scan/scan'
import { prepareStreams, rareCount } from './scan/stream'
import { Status } from './status'
import { replacement, useOwnTable, useReplacement } from './scan/tokens'
import { addPatch, clearTouched, recordOf, touchedCount } from './touched'
import { walkSegment } from './scan/walk'

export { addPatch, allocate, copyScan, keepCodes, replacement, result, resultEnd, scanEnd }
export { statedTable, touchedCount, usedSymbols, useReplacement }

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
  prepareValues()
  for (let component = 0; component < components; component++) {
    useTable(dcSlotOf(component))
    useTable(acSlotOf(component))
  }
  setFrame(width, height, components, interval)
  clearTouched()
}

function useTable(slot: i32): void {
  buildTable(slot)
  useOwnTable(slot)
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

/** Walks through the scan, draws on the touched MCUs, and notes the edits. */
export function changeScan(scan: usize, end: usize): Status {
  const status = readScan(scan, end, expectedSegments())
  if (status != Status.Done) return status
  prepareStreams()
  // The list of a segment has one entry more than there are blocks.
  const list = allocate(<usize>(mcuCount * blockCount + segmentCount) << 2)
  const mayChange = mayCodesChange()
  for (let index = 0; index < segmentCount; index++) {
    if (!mayChange && !isTouched(index)) continue
    const walked = walkSegment(segmentOf(index), mcusOf(index), listOf(list, index))
    if (walked != Status.Done) return walked
  }
  reserveEdits(touchedCount * blockCount, touchedCount * componentCount + rareCount)
  for (let index = 0; index < segmentCount; index++) {
    if (dataEndOf(segmentOf(index)) == 0) continue
    const changed = changeSegment(index, listOf(list, index))
    if (changed != Status.Done) return changed
  }
  endEdits()
  return Status.Done
}

// @ts-ignore: decorator
@inline
function segmentOf(index: i32): usize {
  return segments + <usize>index * SEGMENT_BYTES
}

function listOf(lists: usize, index: i32): usize {
  return lists + (<usize>(index * (restartInterval * blockCount + 1)) << 2)
}

function mayCodesChange(): bool {
  for (let component = 0; component < componentCount; component++) {
    if (keptLength(dcSlotOf(component)) < LONGEST_CODE) return true
    if (keptLength(acSlotOf(component)) < LONGEST_CODE) return true
  }
  return false
}

function isTouched(index: i32): bool {
  const first = index * restartInterval
  for (let mcu = first; mcu < first + mcusOf(index); mcu++) if (recordOf(mcu) != 0) return true
  return false
}

function changeSegment(index: i32, list: usize): Status {
  const first = index * restartInterval
  let touchedEnd = first + mcusOf(index)
  while (touchedEnd > first && recordOf(touchedEnd - 1) == 0) touchedEnd--
  resetLevels()
  for (let mcu = first; mcu < first + mcusOf(index); mcu++) {
    const record = recordOf(mcu)
    if (record != 0 || isLevelChanged()) {
      const status = changeMcu(mcu, list, record)
      if (status != Status.Done) return status
    } else if (mcu < touchedEnd) {
      passMcu(list)
    } else {
      passRare(list)
    }
    list += <usize>blockCount << 2
  }
  return Status.Done
}

/** How many bytes there are after the last blocks of the segments that were read. */
export function strayBytes(): i32 {
  let count = 0
  for (let index = 0; index < segmentCount; index++) {
    const segment = segmentOf(index)
    const dataEnd = dataEndOf(segment)
    if (dataEnd != 0) count += <i32>((endBitOf(segment) - dataEnd) >> 3)
  }
  return count
}
