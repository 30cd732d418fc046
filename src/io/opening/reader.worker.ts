import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { DiskListing } from '../folders/disk-listing.ts'
import { HandleDirectory } from '../folders/handle-directory.ts'
import { withLinks } from '../folders/linked-directory.ts'
import { listFolders } from '../folders/list-folders.ts'
import type { Listing } from '../folders/list-folders.ts'
import { parseSensor } from '../logs/parse-sensor.ts'
import type { ParsedSensor, SensorParseOptions } from '../logs/parse-sensor.ts'
import { readUtf8 } from '../logs/read-text.ts'
import { readTelemetry } from '../logs/telemetry.ts'
import type { Telemetry } from '../logs/telemetry.ts'
import { parseTimestamps } from '../logs/timestamps-file.ts'
import type { ParsedTimestamps } from '../logs/timestamps-file.ts'
import { indexVideo } from '../video/video-file.ts'
import type { FoundVideo } from '../video/video-file.ts'

export type ReaderRequest =
  | { kind: 'list'; handle: FileSystemDirectoryHandle; disk: DiskListing | null }
  | { kind: 'sensor'; file: File; options: SensorParseOptions }
  | { kind: 'timestamps'; file: File; path: string }
  | { kind: 'telemetry'; file: File; path: string }
  | { kind: 'video'; file: File; path: string }

export type ReaderReply =
  | { kind: 'progress'; doneCount: number }
  | { kind: 'list'; listing: Listing }
  | { kind: 'sensor'; parsed: ParsedSensor }
  | { kind: 'timestamps'; parsed: ParsedTimestamps }
  | { kind: 'telemetry'; telemetry: Telemetry }
  | { kind: 'video'; found: FoundVideo }
  | { kind: 'failed'; problem: Problem }

addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => {
  answer(data).catch((thrown: unknown) => {
    const problem = OverlaneError.from(thrown, 'folder-unreadable').toProblem()
    reply({ kind: 'failed', problem })
  })
})

async function answer(request: ReaderRequest): Promise<void> {
  if (request.kind === 'list') {
    const { handle, disk } = request
    const directory = withLinks(new HandleDirectory(handle), disk)
    reply({ kind: 'list', listing: await listFolders(directory, report, disk) })
    return
  }
  if (request.kind === 'video') {
    const found = await indexVideo(request.file, request.path, report)
    const { index } = found
    reply({ kind: 'video', found }, [index.timesMs.buffer, index.isKey.buffer])
    return
  }
  if (request.kind === 'timestamps') {
    const parsed = parseTimestamps(await readUtf8(request.file, 'timestamps-invalid'), request.path)
    reply({ kind: 'timestamps', parsed })
    return
  }
  if (request.kind === 'telemetry') {
    // The parser lets other things go on between its steps, by timers that take 4 ms each; in this
    // thread there is nothing else.
    Object.assign(globalThis, { setImmediate: (next: () => void) => next() })
    reply({ kind: 'telemetry', telemetry: await readTelemetry(request.file, request.path) })
    return
  }
  const bytes = await readUtf8(request.file, 'sensor-invalid')
  const parsed = parseSensor(bytes, request.options)
  const { timesMs, text, starts, ends, lines } = parsed
  const buffers = [timesMs, text, starts, ends, lines].map(({ buffer }) => buffer)
  reply({ kind: 'sensor', parsed }, buffers)
}

function report(doneCount: number): void {
  reply({ kind: 'progress', doneCount })
}

function reply(message: ReaderReply, transfer: Transferable[] = []): void {
  postMessage(message, { transfer })
}
