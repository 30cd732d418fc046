import { describeThrown, OverlaneError } from '../../core/errors.ts'
import { listFolders } from '../folders/list-folders.ts'
import type { Listing } from '../folders/list-folders.ts'
import type { Directory } from '../folders/directory.ts'
import type { DiskListing } from '../folders/disk-listing.ts'
import type { ParsedSensor, SensorParseOptions } from '../logs/records/sensor-collector.ts'
import type { ImportedLog } from '../imports/import-log.ts'
import type { ImportedPackets, ImportSource } from '../imports/importer.ts'
import type { RemuxedVideo } from '../imports/mcap/video/remux-video.ts'
import type {
  NumberedReply,
  NumberedRequest,
  ReaderReply,
  ReaderRequest,
} from './answer-request.ts'
import type { Telemetry } from '../logs/telemetry-log.ts'
import { unpackRows } from '../logs/packed-rows.ts'
import type { ParsedTimestamps } from '../logs/timestamps-file.ts'
import type { FoundVideo } from '../video/video-file.ts'

/**
 * Lists folders, reads logs and scans videos in a thread of its own. So the page stays responsive with
 * 100,000 files, 1,000,000 records or hours of video. It does one thing at a time.
 */
export class Reader {
  // Where there are no workers (tests in Node) everything is read right here.
  private readonly worker =
    typeof Worker === 'undefined'
      ? null
      : new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module' })
  private readonly signal: AbortSignal | undefined
  private askedCount = 0
  /** By the number of the request. */
  private readonly questions = new Map<number, Question>()
  /** What nobody has asked for yet. */
  private readonly ahead = new Map<string, Question>()

  /** @param signal ends what is being read at once */
  constructor(signal: AbortSignal | undefined) {
    this.signal = signal
    const { worker } = this
    if (!worker) return
    worker.onmessage = ({ data }: MessageEvent<NumberedReply>) => this.onReply(data)
    worker.onerror = ({ message }) => this.fail(describeThrown(message))
    worker.onmessageerror = () => this.fail('its answer was lost.')
  }

  /**
   * @param report called with the number of files found so far
   * @param disk what the operating system lists there, null where that is not known
   * @throws OverlaneError `folder-unreadable`; what `report` throws; the signal's reason
   */
  async list(
    directory: Directory,
    report: (doneCount: number) => void,
    disk: DiskListing | null,
  ): Promise<Listing> {
    const { handle } = directory
    // To hand a million names to the thread and back takes longer than to look through them.
    if (!this.worker || !handle || disk) return listFolders(directory, report, disk)
    const reply = await this.ask({ kind: 'list', handle }, report)
    return reply.kind === 'list' ? reply.listing : unexpected()
  }

  /** @throws OverlaneError where the file cannot be read at all; the signal's reason */
  async readSensor(file: File, options: SensorParseOptions): Promise<ParsedSensor> {
    const reply = await this.ask({ kind: 'sensor', file, options })
    return reply.kind === 'sensor' ? reply.parsed : unexpected()
  }

  /**
   * Reads a log of any format; null where it is of none that is known.
   * @param report called with the share that was read, from 0 to 1
   * @throws OverlaneError where the file cannot be read at all; what `report` throws; the signal's
   * reason
   */
  async importLog(
    source: Omit<ImportSource, 'report'>,
    report: (share: number) => void,
  ): Promise<ImportedLog | null> {
    const reply = await this.ask({ kind: 'import', source }, report)
    return reply.kind === 'import' ? reply.imported : unexpected()
  }

  /**
   * Writes the packets of a video inside a log into a file of their own.
   * @param report called with the share that was read, from 0 to 1
   * @throws OverlaneError `video-unsupported`; what `report` throws; the signal's reason
   */
  async remuxVideo(
    file: File,
    packets: ImportedPackets,
    report: (share: number) => void,
  ): Promise<RemuxedVideo> {
    const reply = await this.ask({ kind: 'remux', file, packets }, report)
    return reply.kind === 'remux' ? reply.remuxed : unexpected()
  }

  /** @param path inside the recording, for the problems */
  async readTimestamps(file: File, path: string): Promise<ParsedTimestamps> {
    const reply = await this.ask({ kind: 'timestamps', file, path })
    if (reply.kind !== 'timestamps') return unexpected()
    return { rows: reply.rows && unpackRows(reply.rows), problems: reply.problems }
  }

  /** @param path of the video inside the recording */
  async readTelemetry(file: File, path: string): Promise<Telemetry> {
    const reply = await this.ask({ kind: 'telemetry', file, path })
    return reply.kind === 'telemetry' ? reply.telemetry : unexpected()
  }

  /**
   * @param path of the video inside the recording
   * @param report called with the number of frames found so far
   * @throws OverlaneError `video-unreadable`; what `report` throws; the signal's reason
   */
  async indexVideo(
    file: File,
    path: string,
    report: (doneCount: number) => void,
  ): Promise<FoundVideo> {
    const reply = await this.ask({ kind: 'video', file, path }, report)
    return reply.kind === 'video' ? reply.found : unexpected()
  }

  /** Begins to read what will be asked for, so that the thread works while this one does other things. */
  readAhead(request: ReaderRequest & { kind: 'timestamps' | 'import' }): void {
    const key = keyOf(request)
    if (!this.worker || this.ahead.has(key)) return
    const question = this.post(this.worker, request, () => undefined)
    // Whoever asks for it is told.
    question.answer.catch(() => undefined)
    this.ahead.set(key, question)
  }

  close(): void {
    this.worker?.terminate()
  }

  private async ask(
    request: ReaderRequest,
    report: (doneCount: number) => void = () => undefined,
  ): Promise<ReaderReply> {
    const { signal, worker } = this
    if (!worker) {
      // The page is smaller without what only the thread needs.
      const { answerRequest } = await import('./answer-request.ts')
      return (await answerRequest(request, report)).reply
    }
    signal?.throwIfAborted()
    const key = keyOf(request)
    const question = this.ahead.get(key) ?? this.post(worker, request, report)
    this.ahead.delete(key)
    question.report = report
    const onAbort = (): void => question.fail(signal?.reason)
    signal?.addEventListener('abort', onAbort)
    try {
      return await question.answer
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  private post(
    worker: Worker,
    request: ReaderRequest,
    report: (doneCount: number) => void,
  ): Question {
    const asked: NumberedRequest = { id: ++this.askedCount, request }
    const question = new Question(report)
    this.questions.set(asked.id, question)
    worker.postMessage(asked)
    return question
  }

  private onReply({ id, reply }: NumberedReply): void {
    const question = this.questions.get(id)
    if (reply.kind !== 'progress') this.questions.delete(id)
    question?.onReply(reply)
  }

  private fail(why: string): void {
    for (const question of this.questions.values()) {
      question.fail(new OverlaneError('internal', why))
    }
  }
}

/** What the thread was asked, and its answer. */
class Question {
  report: (doneCount: number) => void
  readonly answer: Promise<ReaderReply>
  private resolve: (reply: ReaderReply) => void = () => undefined
  private reject: (error: Error) => void = () => undefined

  constructor(report: (doneCount: number) => void) {
    this.report = report
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  onReply(reply: ReaderReply): void {
    try {
      if (reply.kind === 'progress') this.report(reply.doneCount)
      else if (reply.kind === 'failed') throw OverlaneError.fromProblems([reply.problem])
      else this.resolve(reply)
    } catch (thrown) {
      this.fail(thrown)
    }
  }

  fail(thrown: unknown): void {
    this.reject(thrown instanceof Error ? thrown : new Error(String(thrown)))
  }
}

/** Tells which file is read, and how: two requests with one key have the same answer. */
function keyOf(request: ReaderRequest): string {
  if (request.kind === 'timestamps') return `times ${request.path}`
  // A file has nothing that JSON would have.
  return request.kind === 'import' ? JSON.stringify(request.source) : ''
}

function unexpected(): never {
  throw new OverlaneError('internal', 'The reader answered something it was not asked.')
}
