/** Finds where each block of a segment begins. */

import { blockCount } from '../frame'
import { allocate, release } from '../heap'
import { Status } from '../status'
import { endBitOf, firstBitOf, setDataEnd } from './scan'
import {
  STREAM_COUNT,
  beginStream,
  bitOfEntry,
  isBroken,
  isFull,
  joinStream,
  positionOf,
  setLimit,
  streamOf,
  walkStream,
} from './stream'
import { walkTogether } from './together'

/** The bits after which a stream that began anywhere is likely to be right: about 10 blocks. */
const SETTLE_BITS: u32 = 1024
const LEAST_BITS: u32 = 2 * SETTLE_BITS

/**
 * Walks through the `count` MCUs that fill a segment.
 * @param list gets the first bit of each block, and the end bit of the last one
 */
export function walkSegment(segment: usize, count: i32, list: usize): Status {
  const first = firstBitOf(segment)
  const end = endBitOf(segment)
  const room = count * blockCount
  const stream = streamOf(0)
  beginStream(stream, first, list, room)
  if ((end - first) / STREAM_COUNT >= LEAST_BITS) walkParts(first, end, room)
  setLimit(stream, end)
  walkStream(stream)
  const position = positionOf(stream)
  if (!isFull(stream)) return isBroken(stream) ? failure(position, end) : Status.EndsEarly
  const dataEnd = bitOfEntry(list + (<usize>room << 2))
  if (dataEnd > end) return Status.EndsEarly
  setDataEnd(segment, dataEnd)
  return Status.Done
}

/**
 * Walks with several streams that begin in equal distances, and joins them to the first one. A code
 * of JPEG is read right again soon after it was begun at a wrong bit.
 */
function walkParts(first: u32, end: u32, room: i32): void {
  const partBits = (end - first) / STREAM_COUNT
  const partRoom = room / 2
  const lists = allocate((<usize>partRoom + 1) * (STREAM_COUNT - 1) * 4)
  for (let index = 1; index < STREAM_COUNT; index++) {
    const list = lists + (<usize>partRoom + 1) * (index - 1) * 4
    settle(streamOf(index), first + <u32>index * partBits, list, partRoom)
  }
  for (let index = 0; index < STREAM_COUNT; index++) {
    setLimit(streamOf(index), index + 1 < STREAM_COUNT ? first + <u32>(index + 1) * partBits : end)
  }
  walkTogether()
  for (let index = 0; index < STREAM_COUNT; index++) walkStream(streamOf(index))
  for (let index = 1; index < STREAM_COUNT; index++) joinStream(streamOf(0), streamOf(index), end)
  release(lists)
}

/** Begins anew after each wrong code, until a part was read without one. */
function settle(stream: usize, from: u32, list: usize, room: i32): void {
  let position = from
  while (true) {
    beginStream(stream, position, list, room)
    setLimit(stream, from + SETTLE_BITS)
    walkStream(stream)
    if (!isBroken(stream)) return
    position = positionOf(stream) + 1
  }
}

/** The status of a wrong code. If it is beyond the end, the data ended too early. */
function failure(position: u32, end: u32): Status {
  return position + 32 > end ? Status.EndsEarly : Status.WrongCode
}
