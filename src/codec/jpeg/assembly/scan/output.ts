/** Assembles the new scan: what is kept, what is changed, and the restart markers. */

import { beginBits, byteCount, copyBits, endBits, stuffBytes } from './bits'
import { EDIT_BYTES, edits, editsEnd, endBitOfEdit, firstBitOfEdit } from './edits'
import { mcuCount, restartInterval } from '../frame'
import { allocate, extend } from '../heap'
import {
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
import { writeTokens } from './tokens'

/** The bytes of a range that is copied at once. */
const PART_BYTES: usize = 8192
/** Room for two parts and the tokens of a block. */
const BUFFER_BYTES: usize = 2 * PART_BYTES + 1024

export let result: usize = 0
export let resultEnd: usize = 0

/** The number of MCUs of a segment. */
export function mcusOf(index: i32): i32 {
  return min(restartInterval, mcuCount - index * restartInterval)
}

/**
 * Copies the scan with its edits. If they use symbols that a table lacks, its replacement must be in
 * use.
 */
export function copyScan(): void {
  const top = allocate(BUFFER_BYTES) + BUFFER_BYTES - 1
  result = allocate(16)
  resultEnd = result
  let edit = edits
  for (let index = 0; index < segmentCount; index++) {
    const segment = segments + <usize>index * SEGMENT_BYTES
    const following = index + 1 < segmentCount ? sourceOf(segment + SEGMENT_BYTES) : scanEnd
    const editsBefore = edit
    while (edit < editsEnd && firstBitOfEdit(edit) < endBitOf(segment)) edit += EDIT_BYTES
    if (edit == editsBefore) {
      append(sourceOf(segment), following)
      continue
    }
    beginBits(top)
    copyWithEdits(segment, editsBefore, edit)
    endBits()
    // Some encoders leave bytes after the last block, which are kept.
    copy((dataEndOf(segment) + 7) & ~7, endBitOf(segment))
    endBits()
    flush()
    append(sourceEndOf(segment), following)
  }
}

function append(from: usize, end: usize): void {
  extend(result, resultEnd - result + (end - from) + 16)
  memory.copy(resultEnd, from, end - from)
  resultEnd += end - from
}

function copyWithEdits(segment: usize, first: usize, end: usize): void {
  let position = firstBitOf(segment)
  for (let edit = first; edit < end; edit += EDIT_BYTES) {
    copy(position, firstBitOfEdit(edit))
    writeTokens(edit)
    position = endBitOfEdit(edit)
  }
  copy(position, dataEndOf(segment))
}

/** Copies a range of the scan, which may be empty, in parts that fit into the buffer. */
function copy(from: u32, end: u32): void {
  if (byteCount() > PART_BYTES) flush()
  while (from < end) {
    const part = min(end - from, <u32>PART_BYTES << 3)
    copyBits(from, from + part)
    from += part
    if (byteCount() > PART_BYTES) flush()
  }
}

function flush(): void {
  extend(result, resultEnd - result + 2 * byteCount() + 16)
  resultEnd = stuffBytes(resultEnd)
}
