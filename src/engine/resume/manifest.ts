import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import { isRecord, parseJsonRecord } from '../../core/plain-object.ts'
import { toSnakeCase } from '../../core/text/snake-case.ts'
import type { FileStamp } from '../../io/folders/stat-files.ts'
import type { Fingerprint } from './fingerprint.ts'
import { notesOf, parseSegment, segmentKeys } from './finished-segment.ts'
import type { FinishedSegment } from './finished-segment.ts'

/** A file that a run has written completely. */
export interface FinishedFile {
  name: string
  sizeBytes: number
  /** XXH32 of its bytes: eight hexadecimal digits. */
  xxh32: string
  /** Null if the file is not a frame. */
  frame: FinishedFrame | null
  /** Only if the file has a segment of a video. */
  segment?: FinishedSegment
}

/** What a report needs to know about a frame. */
export interface FinishedFrame {
  frameIndex: number
  road: string
  reason: string | null
  /** The damage in the source file, as a clause; null if there is none. */
  fault: string | null
  notes: Partial<DrawNotes>
  widthPx: number
  heightPx: number
  /** The stamp of the source file when it was read; null if there is no such file. */
  source: FileStamp | null
}

/** The files that runs have finished in a folder, and the inputs and settings of these runs. */
export interface Manifest {
  /** Different for each run. */
  run: string
  startedAt: string
  fingerprint: Fingerprint
  /** By name. If a file was written twice, the last entry counts. */
  files: Map<string, FinishedFile>
}

/** The version of the format. Manifests of other versions are ignored. */
const VERSION = 1

/** The first line of a manifest. */
export function headerLine({ run, startedAt, fingerprint }: Omit<Manifest, 'files'>): string {
  return toLine({ overlane_manifest: VERSION, run, started_at: startedAt, fingerprint })
}

/** The first line of part 2, 3, … of a manifest. */
export function partLine({ run }: Pick<Manifest, 'run'>, part: number): string {
  return toLine({ overlane_manifest: VERSION, run, part })
}

export function fileLine({ name, sizeBytes, xxh32, frame, segment }: FinishedFile): string {
  const keys = segment ? segmentKeys(segment) : frame && frameKeys(frame)
  return toLine({ name, size: sizeBytes, xxh32, ...keys })
}

function frameKeys(frame: FinishedFrame): Record<string, unknown> {
  const { frameIndex, road, reason, fault, widthPx, heightPx, source } = frame
  const notes = Object.entries(frame.notes).filter(([, count]) => count > 0)
  return {
    frame: frameIndex,
    pixels: [widthPx, heightPx],
    road,
    ...(reason === null ? {} : { reason }),
    ...(fault === null ? {} : { fault }),
    ...(notes.length === 0
      ? {}
      : { notes: Object.fromEntries(notes.map(([key, count]) => [toSnakeCase(key), count])) }),
    ...(source === null ? {} : { source: [source.sizeBytes, source.modifiedMs] }),
  }
}

function toLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** Reads the first line of a manifest or of a part. Null if it cannot be read. */
export function parseHeader(line: string): Omit<Manifest, 'files'> | null {
  const value = parseJsonRecord(line)
  if (value?.overlane_manifest !== VERSION || typeof value.run !== 'string') return null
  const { run, started_at, fingerprint } = value
  return {
    run,
    startedAt: typeof started_at === 'string' ? started_at : '',
    fingerprint: Object.fromEntries(
      Object.entries(isRecord(fingerprint) ? fingerprint : {}).filter(isText),
    ),
  }
}

function isText(entry: [key: string, value: unknown]): entry is [string, string] {
  return typeof entry[1] === 'string'
}

/** Null if the line is incomplete, for example after a power cut, or does not describe a file. */
export function parseFileLine(line: string): FinishedFile | null {
  const value = parseJsonRecord(line)
  if (!value) return null
  const { name, size, xxh32 } = value
  if (typeof name !== 'string' || !isCount(size) || typeof xxh32 !== 'string') return null
  const segment = parseSegment(value)
  return { name, sizeBytes: size, xxh32, frame: parseFrame(value), ...(segment && { segment }) }
}

function parseFrame(value: Record<string, unknown>): FinishedFrame | null {
  const { frame, road, reason, fault, pixels, notes, source = null } = value
  const [widthPx, heightPx] = pairOf(pixels)
  if (typeof frame !== 'number' || typeof road !== 'string' || !widthPx || !heightPx) return null
  const [sizeBytes, modifiedMs] = pairOf(source)
  return {
    frameIndex: frame,
    road,
    reason: typeof reason === 'string' ? reason : null,
    fault: typeof fault === 'string' ? fault : null,
    notes: notesOf(notes),
    widthPx,
    heightPx,
    source: sizeBytes === undefined || modifiedMs === undefined ? null : { sizeBytes, modifiedMs },
  }
}

function pairOf(value: unknown): readonly number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number') ? value : []
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
