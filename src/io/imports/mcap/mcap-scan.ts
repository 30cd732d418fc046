import { shorten } from '../../../core/text/shorten.ts'
import type { CompressedPart } from '../frame-store.ts'
import { decompressChunk, isCompression } from './decompress.ts'
import { readChannel, readChunkHeader, readSchema, RecordFields } from './record-fields.ts'
import type { McapChannel, McapSchema } from './record-fields.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A message, and where its data are. */
export interface McapMessage {
  channel: McapChannel
  logTimeNs: bigint
  /** The data; of a message whose beginning is enough only that. Valid during the call. */
  data: Bytes
  /** Bytes of the whole data. */
  length: number
  /** The place of the data: in `parts`, or where `part` is -1 in the file itself. */
  part: number
  start: number
}

export interface ScanOptions {
  /** How many bytes of a message are needed; Infinity: all, 0: the message is not. */
  needs: (channel: McapChannel, length: number) => number
  onMessage: (message: McapMessage) => void
  /** @param at where a chunk's record begins, in bytes */
  skipsChunk: (at: number) => boolean
  /** @param share of the file that was read, from 0 to 1 */
  report: (share: number) => void
}

const MAGIC_BYTES = 8
const HEADER_BYTES = 9
/** Channel, number and times of a message stand before its data. */
const MESSAGE_HEAD_BYTES = 22
const CHUNK_HEAD_BYTES = 1024
const OPCODE = { footer: 2, schema: 3, channel: 4, message: 5, chunk: 6, dataEnd: 15 } as const

/**
 * Walks through the records of an MCAP file in their order. It reads a piece of the file at a time,
 * and of large messages only the beginning where this is enough.
 */
export class McapScan {
  /** Compressed chunks that messages were found in. */
  readonly parts: CompressedPart[] = []
  /** Messages that were found, by the number of their channel. */
  readonly messageCounts = new Map<number, number>()
  /** What is wrong with the file, each with its place in bytes. */
  readonly faults: { at: number; fault: string }[] = []
  private readonly file: Blob
  private readonly options: ScanOptions
  private readonly schemas = new Map<number, McapSchema>()
  private readonly channels = new Map<number, McapChannel>()

  /** @param channels that the index of the file has; those in a damaged chunk are known then */
  constructor(file: Blob, channels: readonly McapChannel[], options: ScanOptions) {
    this.file = file
    this.options = options
    for (const channel of channels) this.channels.set(channel.id, channel)
  }

  /** @throws what `report` throws */
  async run(): Promise<void> {
    const { file } = this
    const source = new FileWindow(file)
    await this.walk(source, MAGIC_BYTES, file.size, -1)
  }

  /** @returns whether the end of the data was seen */
  private async walk(source: Source, from: number, to: number, part: number): Promise<boolean> {
    for (let at = from; at < to;) {
      if (at + HEADER_BYTES > to) return this.tell(at, 'it is cut off')
      const header = source.peek(at, HEADER_BYTES) ?? (await source.load(at, HEADER_BYTES))
      const opcode = header[0] ?? 0
      const length = Number(viewOf(header).getBigUint64(1, true))
      const begin = at + HEADER_BYTES
      if (opcode === OPCODE.dataEnd || opcode === OPCODE.footer) return true
      if (begin + length > to) return this.tell(at, 'it is cut off')
      try {
        if (opcode === OPCODE.message) await this.readMessage(source, begin, length, part)
        else if (opcode === OPCODE.chunk && part < 0) {
          if (!this.options.skipsChunk(at)) await this.readChunk(source, begin, length)
        } else if (opcode === OPCODE.schema || opcode === OPCODE.channel) {
          const bytes = source.peek(begin, length) ?? (await source.load(begin, length))
          this.readDefinition(opcode, bytes)
        }
      } catch (thrown) {
        if (!(thrown instanceof RangeError)) throw thrown
        this.tell(at, 'a record has another length than it says')
      }
      at = begin + length
    }
    return false
  }

  private tell(at: number, fault: string): false {
    this.faults.push({ at, fault })
    return false
  }

  private readDefinition(opcode: number, bytes: Bytes): void {
    const fields = new RecordFields(bytes)
    if (opcode === OPCODE.schema) {
      const { id, ...schema } = readSchema(fields)
      this.schemas.set(id, schema)
      return
    }
    const { schemaId, ...channel } = readChannel(fields)
    // A file repeats its channels, and what is known of one belongs to the first.
    if (this.channels.has(channel.id)) return
    this.channels.set(channel.id, { ...channel, schema: this.schemas.get(schemaId) ?? null })
  }

  private async readChunk(source: Source, begin: number, length: number): Promise<void> {
    this.options.report(begin / this.file.size)
    const headLength = Math.min(length, CHUNK_HEAD_BYTES)
    const head = source.peek(begin, headLength) ?? (await source.load(begin, headLength))
    const chunk = readChunkHeader(new RecordFields(head))
    const start = begin + chunk.recordsAt
    const end = Math.min(start + chunk.recordsLength, begin + length)
    if (chunk.compression === '') {
      await this.walk(source, start, end, -1)
      return
    }
    if (!isCompression(chunk.compression)) {
      this.tell(
        begin,
        `a chunk is compressed with "${shorten(chunk.compression)}", and Overlane reads lz4 and zstd`,
      )
      return
    }
    const { compression, uncompressedLength } = chunk
    let bytes: Bytes
    try {
      const packed = await this.file.slice(start, end).arrayBuffer()
      bytes = await decompressChunk(compression, new Uint8Array(packed), uncompressedLength)
    } catch {
      this.tell(begin, 'a chunk cannot be decompressed')
      return
    }
    this.parts.push({ compression, start, length: end - start, uncompressedLength })
    await this.walk(new Memory(bytes), 0, bytes.length, this.parts.length - 1)
  }

  private async readMessage(
    source: Source,
    begin: number,
    length: number,
    part: number,
  ): Promise<void> {
    const head =
      source.peek(begin, MESSAGE_HEAD_BYTES) ?? (await source.load(begin, MESSAGE_HEAD_BYTES))
    const fields = new RecordFields(head)
    const id = fields.u16()
    fields.at += 4
    const logTimeNs = fields.u64()
    const channel = this.channels.get(id)
    if (!channel) {
      this.tell(begin, `a message has the channel ${id}, which is not described before it`)
      return
    }
    this.messageCounts.set(id, (this.messageCounts.get(id) ?? 0) + 1)
    const start = begin + MESSAGE_HEAD_BYTES
    const dataLength = length - MESSAGE_HEAD_BYTES
    const needed = Math.min(this.options.needs(channel, dataLength), dataLength)
    if (needed <= 0) return
    const data = source.peek(start, needed) ?? (await source.load(start, needed))
    this.options.onMessage({ channel, logTimeNs, data, length: dataLength, part, start })
  }
}

interface Source {
  /** Null where the bytes must be loaded. */
  peek(at: number, length: number): Bytes | null
  load(at: number, length: number): Promise<Bytes>
}

const WINDOW_BYTES = 1 << 22

/** Reads a piece of a file at a time. */
class FileWindow implements Source {
  private readonly file: Blob
  private begin = 0
  private bytes: Bytes = new Uint8Array()

  constructor(file: Blob) {
    this.file = file
  }

  peek(at: number, length: number): Bytes | null {
    const from = at - this.begin
    return from >= 0 && from + length <= this.bytes.length
      ? this.bytes.subarray(from, from + length)
      : null
  }

  async load(at: number, length: number): Promise<Bytes> {
    this.begin = at
    const end = at + Math.max(length, WINDOW_BYTES)
    this.bytes = new Uint8Array(await this.file.slice(at, end).arrayBuffer())
    if (this.bytes.length < length) throw new RangeError('the file ends before it')
    return this.bytes.subarray(0, length)
  }
}

class Memory implements Source {
  private readonly bytes: Bytes

  constructor(bytes: Bytes) {
    this.bytes = bytes
  }

  peek(at: number, length: number): Bytes {
    if (at + length > this.bytes.length) throw new RangeError('the chunk ends before it')
    return this.bytes.subarray(at, at + length)
  }

  load(at: number, length: number): Promise<Bytes> {
    return Promise.resolve(this.peek(at, length))
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Bytes): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
