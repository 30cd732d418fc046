import type { VideoPacket } from '../../io/video/packet-encoder.ts'

/** Encoders that do not agree: their packets cannot be in one video. */
export class EncodersDifferError extends Error {
  constructor(segmentIndex: number) {
    super(`segment ${segmentIndex} needs another decoder than those before it`)
  }
}

/** Packets of later segments wait in memory; beyond this no other segment is begun. */
const MOST_WAITING_BYTES = 256 << 20

interface WaitingSegment {
  packets: VideoPacket[]
  isComplete: boolean
}

/** Puts the packets of segments that are made side by side into the order of the video. */
export class SegmentJoin {
  private readonly write: (packet: VideoPacket) => Promise<void>
  private readonly mostWaitingBytes: number
  private readonly waiting = new Map<number, WaitingSegment>()
  private waitingBytes = 0
  private written: Promise<void> = Promise.resolve()
  private decoderConfig: string | null = null
  /** The segment whose packets are written as they come. */
  head = 0

  /** @param write is called with one packet at a time, in order */
  constructor(
    write: (packet: VideoPacket) => Promise<void>,
    mostWaitingBytes = MOST_WAITING_BYTES,
  ) {
    this.write = write
    this.mostWaitingBytes = mostWaitingBytes
  }

  /** Whether so much waits for the head that nothing else should be begun. */
  get isFull(): boolean {
    return this.waitingBytes > this.mostWaitingBytes
  }

  /** Whether no packet was ever added. */
  get isEmpty(): boolean {
    return this.decoderConfig === null
  }

  /**
   * Resolves when the packet is written, or waits for those before it.
   * @throws EncodersDifferError; what `write` throws
   */
  async add(segmentIndex: number, packet: VideoPacket): Promise<void> {
    this.check(segmentIndex, packet)
    if (segmentIndex === this.head) return this.enqueue(packet)
    this.waitingOf(segmentIndex).packets.push(packet)
    this.waitingBytes += packet.bytes.length
  }

  /** All packets of the segment were added. */
  complete(segmentIndex: number): void {
    this.waitingOf(segmentIndex).isComplete = true
    while (this.waiting.get(this.head)?.isComplete) {
      this.waiting.delete(this.head)
      this.head++
      for (const packet of this.waiting.get(this.head)?.packets.splice(0) ?? []) {
        this.waitingBytes -= packet.bytes.length
        // Its failure is told by the promise that everything after it waits for.
        this.enqueue(packet).catch(() => undefined)
      }
    }
  }

  /** Resolves when everything is written that was added to complete segments. */
  async drain(): Promise<void> {
    await this.written
  }

  private waitingOf(segmentIndex: number): WaitingSegment {
    const waiting = this.waiting.get(segmentIndex) ?? { packets: [], isComplete: false }
    this.waiting.set(segmentIndex, waiting)
    return waiting
  }

  private enqueue(packet: VideoPacket): Promise<void> {
    this.written = this.written.then(() => this.write(packet))
    return this.written
  }

  private check(segmentIndex: number, { decoderConfig }: VideoPacket): void {
    if (!decoderConfig) return
    const config = describeConfig(decoderConfig)
    this.decoderConfig ??= config
    if (config !== this.decoderConfig) throw new EncodersDifferError(segmentIndex)
  }
}

/** The same text for the same decoder. */
function describeConfig(config: VideoDecoderConfig): string {
  const { description, ...rest } = config
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : description && new Uint8Array(description)
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([sorted, bytes ? [...bytes] : null])
}
