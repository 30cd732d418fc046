/** Assembles the new scan: what is kept, what is changed, and the restart markers. */

import { beginBits, copyBits, endBits, stuffBytes } from './bits'
import { EDIT_BYTES, edits, editsEnd, endBitOfEdit, firstBitOfEdit, mostBytes } from './edits'
import { blockCount, componentCount, mcuCount, restartInterval } from '../frame'
import { allocate, extend } from '../heap'
import {
  MARGIN,
  SEGMENT_BYTES,
  dataEndOf,
  endBitOf,
  firstBitOf,
  scanEnd,
  segmentCount,
  segments,
  sourceEndOf,
  sourceOf,
} from './scan'
import { Status } from '../status'
import { writeTokens } from './tokens'
import { touchedCount } from '../touched'
import { transcodeSegment } from './transcode'

export let result: usize = 0
export let resultEnd: usize = 0

/** The number of MCUs of a segment. */
export function mcusOf(index: i32): i32 {
  return min(restartInterval, mcuCount - index * restartInterval)
}

/**
 * @param growth if the scan is transcoded: the largest factor by which symbols become longer.
 * Otherwise 0: the edits are noted already, and segments without edits are copied unchanged.
 */
export function writeScan(growth: f64): Status {
  let longest: usize = 0
  for (let index = 0; index < segmentCount; index++) {
    const segment = segments + <usize>index * SEGMENT_BYTES
    longest = max(longest, <usize>((endBitOf(segment) - firstBitOf(segment)) >> 3))
  }
  const read = <f64>(longest + MARGIN) * max(growth, 1)
  const drawn = mostBytes(touchedCount * blockCount, touchedCount * componentCount)
  const capacity = <usize>read + drawn + 64
  const top = allocate(capacity) + capacity - 1
  result = allocate(16)
  resultEnd = result
  let edit = edits
  for (let index = 0; index < segmentCount; index++) {
    const segment = segments + <usize>index * SEGMENT_BYTES
    const following = index + 1 < segmentCount ? sourceOf(segment + SEGMENT_BYTES) : scanEnd
    beginBits(top)
    if (growth > 0) {
      const status = transcodeSegment(segment, index * restartInterval, mcusOf(index))
      if (status != Status.Done) return status
    } else {
      const editsBefore = edit
      while (edit < editsEnd && firstBitOfEdit(edit) < endBitOf(segment)) edit += EDIT_BYTES
      if (edit == editsBefore) {
        append(sourceOf(segment), following)
        continue
      }
      copyWithEdits(segment, editsBefore, edit)
    }
    endBits()
    // Some encoders leave bytes after the last block, which are kept.
    const count = copyRest(segment)
    extend(result, resultEnd - result + 2 * count + 16)
    resultEnd = stuffBytes(count, resultEnd)
    append(sourceEndOf(segment), following)
  }
  return Status.Done
}

function append(from: usize, end: usize): void {
  extend(result, resultEnd - result + (end - from) + 16)
  memory.copy(resultEnd, from, end - from)
  resultEnd += end - from
}

function copyWithEdits(segment: usize, first: usize, end: usize): void {
  let position = firstBitOf(segment)
  for (let edit = first; edit < end; edit += EDIT_BYTES) {
    copyBits(position, firstBitOfEdit(edit))
    writeTokens(edit)
    position = endBitOfEdit(edit)
  }
  copyBits(position, dataEndOf(segment))
}

/** @returns the new number of bytes of the segment */
function copyRest(segment: usize): usize {
  const from = (dataEndOf(segment) + 7) & ~7
  if (from < endBitOf(segment)) copyBits(from, endBitOf(segment))
  return endBits()
}
