import type { Problem } from '../../core/errors.ts'
import { HandleDirectory } from '../folders/handle-directory.ts'
import { listFolders } from '../folders/list-folders.ts'
import type { Listing } from '../folders/list-folders.ts'
import { parseSensor } from '../logs/parse-sensor.ts'
import type { ParsedSensor, SensorParseOptions } from '../logs/records/sensor-collector.ts'
import { readUtf8 } from '../logs/read-text.ts'
import { readTelemetry } from '../logs/telemetry.ts'
import type { Telemetry } from '../logs/telemetry-log.ts'
import { parseTimestamps } from '../logs/timestamps-file.ts'
import { packRows } from '../logs/packed-rows.ts'
import type { PackedRows } from '../logs/packed-rows.ts'
import type { ImportedLog } from '../imports/import-log.ts'
import type { ImportedPackets, ImportSource } from '../imports/importer.ts'
import type { RemuxedVideo } from '../imports/mcap/video/remux-video.ts'
import { indexVideo } from '../video/video-file.ts'
import type { FoundVideo } from '../video/video-file.ts'

export type ReaderRequest =
  | { kind: 'list'; handle: FileSystemDirectoryHandle }
  | { kind: 'sensor'; file: File; options: SensorParseOptions }
  | { kind: 'import'; source: Omit<ImportSource, 'report'> }
  | { kind: 'remux'; file: File; packets: ImportedPackets }
  | { kind: 'timestamps'; file: File; path: string }
  | { kind: 'telemetry'; file: File; path: string }
  | { kind: 'video'; file: File; path: string }

export type ReaderReply =
  /** `doneCount` is a share from 0 to 1 where a log is read. */
  | { kind: 'progress'; doneCount: number }
  | { kind: 'list'; listing: Listing }
  | { kind: 'sensor'; parsed: ParsedSensor }
  | { kind: 'import'; imported: ImportedLog | null }
  | { kind: 'remux'; remuxed: RemuxedVideo }
  | { kind: 'timestamps'; problems: Problem[]; rows: PackedRows | null }
  | { kind: 'telemetry'; telemetry: Telemetry }
  | { kind: 'video'; found: FoundVideo }
  | { kind: 'failed'; problem: Problem }

/** A request as the thread gets it. */
export interface NumberedRequest {
  id: number
  request: ReaderRequest
}

/** A reply as the thread sends it, with the number of its request. */
export interface NumberedReply {
  id: number
  reply: ReaderReply
}

/** An answer, and what of it is moved between threads instead of copied. */
export interface Answer {
  reply: ReaderReply
  transfer: Transferable[]
}

/**
 * Does what the reader is asked.
 * @param report called with how much was done so far
 */
export async function answerRequest(
  request: ReaderRequest,
  report: (doneCount: number) => void,
): Promise<Answer> {
  if (request.kind === 'list') {
    const listing = await listFolders(new HandleDirectory(request.handle), report)
    return { reply: { kind: 'list', listing }, transfer: [] }
  }
  if (request.kind === 'video') {
    const found = await indexVideo(request.file, request.path, report)
    const { index } = found
    const transfer = [index.timesMs.buffer, index.isKey.buffer]
    return { reply: { kind: 'video', found }, transfer }
  }
  if (request.kind === 'timestamps') {
    const parsed = parseTimestamps(await readUtf8(request.file, 'timestamps-invalid'), request.path)
    const { rows, problems } = parsed
    const packed = rows && packRows(rows)
    const transfer = packed
      ? [packed.frameIndexes.buffer, packed.timesMs.buffer, packed.lines.buffer]
      : []
    return { reply: { kind: 'timestamps', problems, rows: packed }, transfer }
  }
  if (request.kind === 'import') {
    // Most recordings have no log that needs one of these packages.
    const { importLog } = await import('../imports/import-log.ts')
    const imported = await importLog({ ...request.source, report })
    return { reply: { kind: 'import', imported }, transfer: imported ? buffersOf(imported) : [] }
  }
  if (request.kind === 'remux') {
    const { remuxVideo } = await import('../imports/mcap/video/remux-video.ts')
    const remuxed = await remuxVideo(request.file, request.packets, report)
    return { reply: { kind: 'remux', remuxed }, transfer: [remuxed.timesMs.buffer] }
  }
  if (request.kind === 'telemetry') {
    const telemetry = await readTelemetry(request.file, request.path)
    return { reply: { kind: 'telemetry', telemetry }, transfer: [] }
  }
  const bytes = await readUtf8(request.file, 'sensor-invalid')
  const parsed = parseSensor(bytes, request.options)
  return { reply: { kind: 'sensor', parsed }, transfer: buffersOfLog(parsed) }
}

function buffersOfLog({ timesMs, text, starts, ends, lines }: ParsedSensor): Transferable[] {
  return [timesMs, text, starts, ends, lines].map(({ buffer }) => buffer)
}

function buffersOf({ tracks, frames, videos = [] }: ImportedLog): Transferable[] {
  return [
    ...tracks.flatMap(({ parsed }) => buffersOfLog(parsed)),
    ...[...frames, ...videos].flatMap(({ timesMs, store: { partOf, starts, lengths } }) => [
      timesMs.buffer,
      partOf.buffer,
      starts.buffer,
      lengths.buffer,
    ]),
  ]
}
