/** Counts the frames that are left in a damaged video, with nothing of what Overlane reads it with. */

import type { VideoKind } from '../video/testing/write-video.ts'
import { boxesOf, elementsOf } from './mutate-video.ts'
import type { Part } from './mutate-video.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** @param source the video before it was damaged */
export function intactFrames(kind: VideoKind, source: Bytes, damaged: Bytes): number {
  if (kind === 'MPEG-TS') return intactUnits(source, damaged)
  return kind.startsWith('M') && kind !== 'Matroska'
    ? listedFrames(damaged)
    : intactBlocks(source, damaged)
}

/** Frames that have a size and a time, by tables that can be followed from the file's begin. */
function listedFrames(bytes: Bytes): number {
  const view = new DataView(bytes.buffer)
  const parts = boxesOf(bytes)
  const movie = parts.find(({ type }) => type === 'moov')
  const inMovie = parts.filter(({ at }) => movie && at > movie.at && at < movie.end)
  const counts = inMovie
    .filter(({ type }) => type === 'trak')
    .map((track) => inMovie.filter(({ at }) => at > track.at && at < track.end))
    .map((tables) => Math.min(sizesIn(view, tables), timesIn(view, tables)))
  const fragments = parts.filter(({ type }) => type === 'moof')
  const runs = parts.filter(
    ({ type, at, start, end }) =>
      type === 'trun' &&
      end - start >= 8 &&
      fragments.some((fragment) => at > fragment.at && at < fragment.end),
  )
  return Math.max(0, ...counts) + runs.reduce((sum, run) => sum + runLength(view, run), 0)
}

function sizesIn(view: DataView, tables: readonly Part[]): number {
  const table = tables.find(({ type, start, end }) => type === 'stsz' && end - start >= 12)
  if (!table || view.getUint32(table.start + 4) > 0) return 0
  return Math.min(view.getUint32(table.start + 8), (table.end - table.start - 12) >> 2)
}

function timesIn(view: DataView, tables: readonly Part[]): number {
  const table = tables.find(({ type, start, end }) => type === 'stts' && end - start >= 8)
  if (!table) return 0
  const count = Math.min(view.getUint32(table.start + 4), (table.end - table.start - 8) >> 3)
  let frameCount = 0
  for (let index = 0; index < count; index++) {
    frameCount += view.getUint32(table.start + 8 + 8 * index)
  }
  return frameCount
}

function runLength(view: DataView, { start, end }: Part): number {
  const flags = view.getUint32(start)
  const bytesPerFrame = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4
  const headBytes = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0)
  if (bytesPerFrame === 0) return 0
  const roomCount = Math.max(0, Math.floor((end - start - headBytes) / bytesPerFrame))
  return Math.min(view.getUint32(start + 4), roomCount)
}

const SIMPLE_BLOCK = 0xa3
const BLOCK_GROUP = 0xa0

/** Blocks that are as they were, with their headers. */
function intactBlocks(source: Bytes, damaged: Bytes): number {
  const blocks = elementsOf(source).filter(({ id }) => id === SIMPLE_BLOCK || id === BLOCK_GROUP)
  return blocks.filter(({ headerAt, end }) => holds(damaged, source.subarray(headerAt, end))).length
}

const PACKET_BYTES = 188

/** Frames whose packets are as they were. */
function intactUnits(source: Bytes, damaged: Bytes): number {
  const frames = new Map<number, boolean>()
  let index = -1
  for (let at = 0; at + PACKET_BYTES <= source.length; at += PACKET_BYTES) {
    const packet = source.subarray(at, at + PACKET_BYTES)
    const number = (((packet[1] ?? 0) & 0x1f) << 8) | (packet[2] ?? 0)
    if (number !== VIDEO_PACKETS) continue
    if ((packet[1] ?? 0) & 0x40) index++
    frames.set(index, (frames.get(index) ?? true) && holds(damaged, packet))
  }
  return [...frames.values()].filter(Boolean).length
}

/** As the library numbers them. */
const VIDEO_PACKETS = 0x100

function holds(bytes: Bytes, part: Bytes): boolean {
  return Buffer.from(bytes.buffer).includes(Buffer.from(part))
}
