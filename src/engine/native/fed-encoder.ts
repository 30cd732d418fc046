import { OverlaneError } from '../../core/errors.ts'
import type { ProblemCode } from '../../core/errors.ts'
import type { VideoSource } from '../../core/recording/recording.ts'
import { writeWhole } from '../../io/folders/handle-directory.ts'
import type {
  EncoderGround,
  EncoderJob,
  EncoderNote,
  NativeEncoder,
  WrittenVideo,
} from './native-encoder.ts'

/** What the page asks of the process that has the encoder. */
export type EncoderOrder =
  | { kind: 'check'; video: VideoSource }
  | { kind: 'begin'; job: EncoderJob }
  /** @param file name in the folder that both have; it is removed when it was read */
  | { kind: 'feed'; file: string }
  | { kind: 'count' }
  | { kind: 'finish' }
  | { kind: 'abort' }

export interface EncoderAnswers {
  check: { ground: EncoderGround; note: EncoderNote }
  begin: null
  feed: null
  count: number
  finish: WrittenVideo
  abort: null
}

/** An answer, or why there is none. */
export type EncoderAnswer =
  | { kind: 'done'; value: EncoderAnswers[keyof EncoderAnswers] }
  | { kind: 'failed'; code: ProblemCode; message: string }

/** How many files are written ahead of the one that is read. */
const MOST_WAITING = 2

/** An encoder in another process. The stream goes there in files of a folder that both have. */
export class FedEncoder implements NativeEncoder {
  readonly fileName: string
  private readonly folder: FileSystemDirectoryHandle
  private readonly askOther: (order: EncoderOrder) => Promise<EncoderAnswer>
  private noted: EncoderNote
  private fileCount = 0
  /** Resolve when the process has read a file. */
  private reading: Promise<unknown>[] = []

  /** @param note until the encoder was checked */
  constructor(
    fileName: string,
    note: EncoderNote,
    folder: FileSystemDirectoryHandle,
    ask: (order: EncoderOrder) => Promise<EncoderAnswer>,
  ) {
    this.fileName = fileName
    this.noted = note
    this.folder = folder
    this.askOther = ask
  }

  note(): EncoderNote {
    return this.noted
  }

  async check(video: VideoSource): Promise<EncoderGround> {
    const { ground, note } = await this.ask({ kind: 'check', video })
    this.noted = note
    return ground
  }

  async begin(job: EncoderJob): Promise<void> {
    await this.ask({ kind: 'begin', job })
  }

  async feed(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    if (parts.length > 0) {
      const file = `${++this.fileCount}.part`
      await writeWhole(this.folder, file, new Blob([...parts]))
      const read = this.ask({ kind: 'feed', file })
      // A failure is told where the promise is awaited.
      read.catch(() => undefined)
      this.reading.push(read)
    }
    while (this.reading.length > MOST_WAITING) await this.reading.shift()
  }

  encodedCount(): Promise<number> {
    return this.ask({ kind: 'count' })
  }

  async finish(): Promise<WrittenVideo> {
    await Promise.all(this.reading.splice(0))
    return this.ask({ kind: 'finish' })
  }

  async abort(): Promise<void> {
    await this.askOther({ kind: 'abort' }).catch(() => undefined)
  }

  private async ask<Kind extends EncoderOrder['kind']>(
    order: Extract<EncoderOrder, { kind: Kind }>,
  ): Promise<EncoderAnswers[Kind]> {
    const answer = await this.askOther(order)
    if (answer.kind === 'failed') throw new OverlaneError(answer.code, answer.message)
    return answer.value as EncoderAnswers[Kind]
  }
}
