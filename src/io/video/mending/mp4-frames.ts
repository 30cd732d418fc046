import { formatCount } from '../../../core/text/format-count.ts'
import { commonOffset } from './display-offsets.ts'
import { contradictory, named } from './mp4-table.ts'
import type { Table, TableFindings } from './mp4-table.ts'
import { patchNumbers } from './patched-file.ts'
import type { Patch } from './patched-file.ts'

/** Frames in a row that have the same value. */
interface Run {
  count: number
  value: number
}

type Tables = ReadonlyMap<string, Table>

/** Three days at 120 frames/s. More frames would not fit into memory. */
export const MOST_FRAMES = 31_104_000

/**
 * Compares the tables of a picture track with each other. Each frame that has a size must have a time
 * and a place.
 * @throws Error if there are more than {@link MOST_FRAMES}
 */
export function checkFrames(tables: Tables, fileBytes: number, findings: TableFindings): void {
  const sizes = tables.get('stsz') ?? tables.get('stz2')
  const times = tables.get('stts')
  const timing = times ? readRuns(times) : []
  const frameCount =
    sizes && times ? countFrames(sizes, times, sumOf(timing), fileBytes, findings) : 0
  if (frameCount > MOST_FRAMES) {
    throw new Error(
      `it lists ${formatCount(frameCount)} frames, and at most ${formatCount(MOST_FRAMES)} are read`,
    )
  }
  const fitted = times ? fitTimes(times, timing, frameCount, findings) : []
  const offsets = tables.get('ctts')
  if (offsets) checkOffsets(offsets, fitted, frameCount, findings)
  checkPlaces(tables, frameCount, findings)
}

/** How many frames the size table lists. If it states too few or too many, it is corrected. */
function countFrames(
  { box, content, count, countAt, roomCount }: Table,
  times: Table,
  timedCount: number,
  fileBytes: number,
  { faults, patches }: TableFindings,
): number {
  const size = box.type === 'stsz' ? content.getUint32(4) : 0
  // If all frames have the same size, the size of the file limits their number.
  const mostCount = size > 0 ? Math.floor(fileBytes / size) : roomCount
  const isTooFew = timedCount > count && timedCount <= mostCount
  if (count <= mostCount && !isTooFew) return count
  const frameCount = isTooFew ? timedCount : mostCount
  faults.push(
    isTooFew
      ? `${named(box)} declares ${formatCount(count)} frames, and ${named(times.box)} has the times of ${formatCount(timedCount)}`
      : `${named(box)} declares ${formatCount(count)} frames of ${formatCount(size)} bytes, and the file has ${formatCount(fileBytes)} bytes`,
  )
  patches.push(patchNumbers(countAt, [frameCount]))
  return frameCount
}

/** Gives a time to each frame, and to no more than the frames that exist. */
function fitTimes(
  table: Table,
  runs: readonly Run[],
  frameCount: number,
  { faults, patches }: TableFindings,
): readonly Run[] {
  const timedCount = sumOf(runs)
  if (timedCount === frameCount) return runs
  const all = readRuns({ ...table, count: table.roomCount })
  const isCountWrong = sumOf(all) === frameCount
  const fitted = isCountWrong ? all : fitRuns(runs, frameCount)
  faults.push(
    `${named(table.box)} has the times of ${formatCount(timedCount)} frames, and the track has ${formatCount(frameCount)}`,
  )
  patches.push(isCountWrong ? patchNumbers(table.countAt, [all.length]) : patchRuns(table, fitted))
  return fitted
}

/** Shortens runs that have too many frames. If there are too few, the last run gets the rest. */
function fitRuns(runs: readonly Run[], frameCount: number): Run[] {
  let leftCount = frameCount
  const fitted = runs.map(({ count, value }) => {
    const taken = Math.min(count, leftCount)
    leftCount -= taken
    return { count: taken, value }
  })
  const last = fitted.at(-1)
  if (last) last.count += leftCount
  return fitted
}

/** ISO/IEC 14496-12, section 8.6.1.3. */
function checkOffsets(
  table: Table,
  timing: readonly Run[],
  frameCount: number,
  { faults, patches }: TableFindings,
): void {
  const runs = readRuns(table)
  const shownCount = sumOf(runs)
  const isTooMany = shownCount > frameCount
  if (isTooMany) {
    faults.push(
      `${named(table.box)} has the display times of ${formatCount(shownCount)} frames, and the track has ${formatCount(frameCount)}`,
    )
  }
  const fitted = isTooMany ? fitRuns(runs, frameCount) : runs
  const offset = trueOffset(table, timing, fitted, frameCount)
  if (offset !== null) {
    faults.push(contradictory(table.box))
    patches.push(patchRuns(table, [{ count: frameCount, value: offset }, ...emptyRuns(runs)]))
  } else if (isTooMany) patches.push(patchRuns(table, fitted))
}

/** One offset for all frames; null if their own offsets are possible. */
function trueOffset(
  { content }: Table,
  timing: readonly Run[],
  offsets: readonly Run[],
  frameCount: number,
): number | null {
  // Version 0 does not allow negative offsets, but some cameras write them, and write them correctly.
  const mayBeNegative = content.getUint8(0) !== 0
  return commonOffset(decodeTimes(timing, frameCount), expand(offsets, frameCount), mayBeNegative)
}

function emptyRuns(runs: readonly Run[]): Run[] {
  return runs.slice(1).map(() => ({ count: 0, value: 0 }))
}

/** An entry has three numbers: its first chunk, the frames in a chunk, their description. */
const CHUNK_ENTRY_BYTES = 12

/**
 * Removes the entries of chunks that do not exist.
 * ISO/IEC 14496-12, section 8.7.4.
 */
export function checkChunks(tables: Tables, { faults, patches }: TableFindings): void {
  const table = tables.get('stsc')
  if (!table) return
  const chunkCount = countChunks(tables)
  let [last, index] = [0, 0]
  for (; index < table.count; index++) {
    const first = table.content.getUint32(table.entriesAt + CHUNK_ENTRY_BYTES * index)
    if (first <= last || first > chunkCount) break
    last = first
  }
  // Without chunks, there is nothing to read.
  if (index === table.count || chunkCount === 0) return
  faults.push(
    `${named(table.box)} names chunks that are not there: the track has ${formatCount(chunkCount)}`,
  )
  patches.push(patchNumbers(table.countAt, [index]))
  table.count = index
}

function checkPlaces(tables: Tables, frameCount: number, { faults, patches }: TableFindings): void {
  const table = tables.get('stsc')
  if (!table) return
  const { content, entriesAt, count, box } = table
  let [placeCount, nextChunk] = [0, countChunks(tables) + 1]
  for (let index = count - 1; index >= 0; index--) {
    const at = entriesAt + CHUNK_ENTRY_BYTES * index
    const [first, perChunk] = [content.getUint32(at), content.getUint32(at + 4)]
    placeCount += (nextChunk - first) * perChunk
    nextChunk = first
    if (perChunk <= frameCount) continue
    faults.push(
      `${named(box)} puts ${formatCount(perChunk)} frames into a chunk, and the track has ${formatCount(frameCount)}`,
    )
    patches.push(patchNumbers(box.start + at + 4, [frameCount]))
  }
  if (placeCount < frameCount) {
    faults.push(
      `${named(box)} has places for ${formatCount(placeCount)} frames, and the track has ${formatCount(frameCount)}`,
    )
  }
}

function countChunks(tables: Tables): number {
  return (tables.get('stco') ?? tables.get('co64'))?.count ?? 0
}

function readRuns({ content, entriesAt, count }: Table): Run[] {
  return Array.from({ length: count }, (_, index) => ({
    count: content.getUint32(entriesAt + 8 * index),
    value: content.getInt32(entriesAt + 8 * index + 4),
  }))
}

function patchRuns({ box, entriesAt }: Table, runs: readonly Run[]): Patch {
  const numbers = runs.flatMap(({ count, value }) => [count, value])
  return patchNumbers(box.start + entriesAt, numbers)
}

function sumOf(runs: readonly Run[]): number {
  return runs.reduce((total, { count }) => total + count, 0)
}

function expand(runs: readonly Run[], frameCount: number): Float64Array {
  const values = new Float64Array(frameCount)
  let at = 0
  for (const { count, value } of runs) values.fill(value, at, (at += count))
  return values
}

/** The time at which each frame is decoded, in ticks. */
function decodeTimes(timing: readonly Run[], frameCount: number): Float64Array {
  let time = 0
  return expand(timing, frameCount).map((duration) => {
    time += duration
    return time - duration
  })
}
