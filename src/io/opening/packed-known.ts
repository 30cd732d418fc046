import type { KnownFrames } from './known-frames.ts'
import type { KnownLog } from './sensors/known-logs.ts'

/** Arrays of numbers begin at multiples of this. */
const ALIGNMENT_BYTES = 8

/** What is not an array of numbers: the beginning of the file, after its length. */
interface Head extends Omit<KnownFrames, 'frameIndexes' | 'timesMs' | 'logs'> {
  frameCount: number
  logs: HeadOfLog[]
}

interface HeadOfLog extends Omit<KnownLog, 'timesMs' | 'starts' | 'ends' | 'lines'> {
  recordCount: number
}

/** Known frames as the contents of a file. As JSON, the numbers of a million frames would be slow. */
export function packKnown({ frameIndexes, timesMs, logs, ...others }: KnownFrames): Blob {
  const head: Head = {
    ...others,
    frameCount: frameIndexes.length,
    logs: logs.map(headOfLog),
  }
  const text = new TextEncoder().encode(JSON.stringify(head))
  const parts = [
    Float64Array.of(text.length),
    text,
    frameIndexes,
    timesMs,
    ...logs.flatMap(({ timesMs, starts, ends, lines }) => [timesMs, starts, ends, lines]),
  ]
  return new Blob(parts.flatMap((part) => [part, new Uint8Array(paddingOf(part.byteLength))]))
}

function headOfLog(log: KnownLog): HeadOfLog {
  const { file, fields, hasAllFields, lastValues, firstRecords, timeColumn, timeUnit, columns } =
    log
  const recordCount = log.timesMs.length
  return {
    file,
    fields,
    hasAllFields,
    lastValues,
    firstRecords,
    timeColumn,
    timeUnit,
    columns,
    recordCount,
  }
}

/** @param bytes as the same version of Overlane has packed them */
export function unpackKnown(bytes: ArrayBuffer): KnownFrames {
  let at = 0
  /** A part of its own, so that whoever moves one to another thread moves nothing else. */
  const take = (byteCount: number): ArrayBuffer => {
    const part = bytes.slice(at, at + byteCount)
    at += byteCount + paddingOf(byteCount)
    return part
  }
  const numbers = (count: number): Float64Array<ArrayBuffer> =>
    new Float64Array(take(count * Float64Array.BYTES_PER_ELEMENT))
  const wholes = (count: number): Uint32Array<ArrayBuffer> =>
    new Uint32Array(take(count * Uint32Array.BYTES_PER_ELEMENT))
  const [textLength = 0] = numbers(1)
  const text = take(textLength)
  const head = JSON.parse(new TextDecoder().decode(text)) as Head
  const { frameCount, logs, ...others } = head
  return {
    ...others,
    frameIndexes: numbers(frameCount),
    timesMs: numbers(frameCount),
    logs: logs.map(({ recordCount: count, ...log }) => ({
      ...log,
      timesMs: numbers(count),
      starts: numbers(count),
      ends: numbers(count),
      lines: wholes(count),
    })),
  }
}

function paddingOf(byteCount: number): number {
  return (ALIGNMENT_BYTES - (byteCount % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES
}
