/** Counts the records that are left in damaged telemetry, with nothing of what Overlane reads it with. */

import { boxesOf } from '../../testing/mutate-video.ts'
import type { TelemetryVideo } from './write-telemetry-video.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Bytes of a number, by its type. https://github.com/gopro/gpmf-parser#types */
const NUMBER_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  B: 1,
  s: 2,
  S: 2,
  l: 4,
  L: 4,
  f: 4,
  d: 8,
  j: 8,
  J: 8,
}

interface Entry {
  key: string
  /** A character; '' has other entries inside. */
  type: string
  /** Of a record, in bytes. */
  size: number
  count: number
  start: number
  end: number
}

/**
 * The records in packets whose entries fill them from begin to end, where the file still says where
 * the packets are.
 */
export function intactRecords(source: TelemetryVideo, damaged: Bytes): number {
  const { telemetryStart, telemetryEnd, packetCount } = source
  if (!holdsTrack(source, damaged)) return 0
  const packetBytes = (telemetryEnd - telemetryStart) / packetCount
  let count = 0
  for (let at = telemetryStart; at < telemetryEnd; at += packetBytes) {
    count += recordsIn(damaged, at, at + packetBytes)
  }
  return count
}

/** Whether the movie still has the telemetry's track as it was, and the times of all. */
function holdsTrack({ bytes }: TelemetryVideo, damaged: Bytes): boolean {
  const parts = (of: Bytes): string[] =>
    boxesOf(of)
      .filter(({ type }) => type === 'trak' || type === 'mvhd')
      .map(({ at, end }) => Buffer.from(of.subarray(at, end)).toString('latin1'))
  const [before, after] = [parts(bytes), parts(damaged)]
  return before.length === after.length && before.every((part, index) => part === after[index])
}

function recordsIn(bytes: Bytes, start: number, end: number): number {
  const devices = entriesIn(bytes, start, end).filter(({ key }) => key === 'DEVC')
  const streams = devices.flatMap((each) => entriesIn(bytes, each.start, each.end))
  return streams
    .filter(({ key, type }) => key === 'STRM' && type === '')
    .reduce((sum, each) => sum + dataCount(entriesIn(bytes, each.start, each.end)), 0)
}

/** Of a stream: its last entry has its records. */
function dataCount(entries: readonly Entry[]): number {
  const data = entries.at(-1)
  const numberBytes = NUMBER_BYTES[data?.type ?? ''] ?? 0
  return data && data.size > 0 && data.size % numberBytes === 0 ? data.count : 0
}

/** Empty if they do not fill the range, or if something of them is no entry. */
function entriesIn(bytes: Bytes, start: number, end: number): Entry[] {
  const view = new DataView(bytes.buffer)
  const entries: Entry[] = []
  let at = start
  while (at + 8 <= Math.min(end, bytes.length)) {
    const [key, type] = [textAt(bytes, at, 4), view.getUint8(at + 4)]
    const [size, count] = [view.getUint8(at + 5), view.getUint16(at + 6)]
    const contentEnd = at + 8 + size * count
    if (!/^[\x20-\x7e]{4}$/.test(key) || contentEnd > end) return []
    const letter = type === 0 ? '' : String.fromCharCode(type)
    entries.push({ key, type: letter, size, count, start: at + 8, end: contentEnd })
    at += 8 + 4 * Math.ceil((size * count) / 4)
  }
  return at === end ? entries : []
}

function textAt(bytes: Bytes, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}
