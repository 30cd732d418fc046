import { xxhash32Text } from '../../codec/xxhash32.ts'
import { DRAW_NOTES } from '../../core/draw/draw-notes.ts'
import type { DrawNotes } from '../../core/draw/draw-notes.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import { isRecord } from '../../core/plain-object.ts'
import { toSnakeCase } from '../../core/text/snake-case.ts'
import type { FileStamp } from '../../io/folders/stat-files.ts'
import type { MovieTimes } from '../movie/movie-times.ts'

/** Frames of a video whose packets are in one file, and what a report needs to know about them. */
export interface FinishedSegment {
  /** Positions in the plan: `from` included, `to` excluded. */
  from: number
  to: number
  /** Checksum of the numbers and times of its frames. */
  times: string
  /** Checksum of the stamps of its frames' own files. */
  sources: string
  /** The sum of the notes of its frames. */
  notes: Partial<DrawNotes>
  /** The size of its first frame, before it was scaled. */
  widthPx: number
  heightPx: number
  /** The frames that are not in it, are damaged, or have another size. */
  others: OtherFrame[]
}

export type OtherFrame =
  | { position: number; kind: 'skipped' | 'failed'; reason: string }
  | { position: number; kind: 'rendered'; fault: string | null; widthPx: number; heightPx: number }

/** The checksum of the numbers and times of some frames. A frame without a file counts as another one. */
export function timesChecksum(
  { frames }: Pick<FramePlan, 'frames'>,
  { spanAt }: Pick<MovieTimes, 'spanAt'>,
  from: number,
  to: number,
): string {
  const texts = frames.slice(from, to).map(({ frameIndex, fileName }, index) => {
    const { timestamp, duration } = spanAt(from + index)
    return `${frameIndex}${fileName === null ? '-' : ''} ${timestamp} ${duration}`
  })
  return checksum(texts)
}

/** @param stamps null for a frame without its own file, or that is not in the video */
export function sourcesChecksum(stamps: readonly (FileStamp | null)[]): string {
  return checksum(stamps.map((stamp) => (stamp ? `${stamp.sizeBytes} ${stamp.modifiedMs}` : '')))
}

function checksum(texts: readonly string[]): string {
  return xxhash32Text(new TextEncoder().encode(texts.join('\n')))
}

/** The keys of a segment in a line of the manifest. */
export function segmentKeys(segment: FinishedSegment): Record<string, unknown> {
  const { from, to, times, sources, notes, widthPx, heightPx, others } = segment
  const counts = Object.entries(notes).filter(([, count]) => count > 0)
  return {
    segment: [from, to],
    pixels: [widthPx, heightPx],
    times,
    sources,
    notes: Object.fromEntries(counts.map(([key, count]) => [toSnakeCase(key), count])),
    ...(others.length === 0 ? {} : { others }),
  }
}

/** Null if the line does not describe a segment. */
export function parseSegment(line: Record<string, unknown>): FinishedSegment | null {
  const { segment, pixels, times, sources, notes, others = [] } = line
  const [from, to] = numbersOf(segment)
  const [widthPx, heightPx] = numbersOf(pixels)
  if (from === undefined || to === undefined || from >= to) return null
  if (widthPx === undefined || heightPx === undefined || !Array.isArray(others)) return null
  if (typeof times !== 'string' || typeof sources !== 'string') return null
  const parsed = others.flatMap((each: unknown) => parseOther(each) ?? [])
  if (parsed.length < others.length) return null
  return { from, to, times, sources, notes: notesOf(notes), widthPx, heightPx, others: parsed }
}

function parseOther(value: unknown): OtherFrame | null {
  if (!isRecord(value)) return null
  const { position, kind, reason, fault, widthPx, heightPx } = value
  if (typeof position !== 'number') return null
  if (kind === 'skipped' || kind === 'failed') return { position, kind, reason: String(reason) }
  if (kind !== 'rendered' || typeof widthPx !== 'number' || typeof heightPx !== 'number')
    return null
  return { position, kind, fault: typeof fault === 'string' ? fault : null, widthPx, heightPx }
}

/** The notes of a line of the manifest. */
export function notesOf(value: unknown): Partial<DrawNotes> {
  const notes: Partial<DrawNotes> = {}
  if (!isRecord(value)) return notes
  for (const { key } of DRAW_NOTES) {
    const count = value[toSnakeCase(key)]
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0) notes[key] = count
  }
  return notes
}

function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number') ? value : []
}
