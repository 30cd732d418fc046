import type { VideoPacket } from '../../io/video/packet-encoder.ts'

/** Encoders that do not agree: their packets cannot be in one video. */
export class EncodersDifferError extends Error {
  constructor(segmentIndex: number) {
    super(`segment ${segmentIndex} needs another decoder than those before it`)
  }
}

export interface JoinLimits {
  /** Packets of later segments wait in memory; beyond this no other segment is begun. */
  mostWaitingBytes: number
  /** Beyond this a group of pictures is written before it is whole. */
  mostHeldBytes: number
}

const LIMITS: JoinLimits = { mostWaitingBytes: 256 << 20, mostHeldBytes: 64 << 20 }

interface PendingSegment {
  /** Those that are not handed to the file. */
  packets: VideoPacket[]
  byteCount: number
  isComplete: boolean
  /** The time of the first of its frames that is not in the file; -Infinity where none is. */
  fromS: number
  /** The file has a part of a group of pictures. */
  isTorn: boolean
}

/**
 * Puts the packets of segments that are made side by side into the order of the video. The file gets
 * whole groups of pictures only: a segment whose worker is lost can go on at the next key frame with
 * another encoder, whose frames need nothing of the first one's.
 */
export class SegmentJoin {
  private readonly write: (packet: VideoPacket) => Promise<void>
  private readonly limits: JoinLimits
  private readonly pending = new Map<number, PendingSegment>()
  private waitingBytes = 0
  private written: Promise<void> = Promise.resolve()
  private decoderConfig: string | null = null
  /** The segment whose groups are written as they come. */
  head = 0

  /** @param write is called with one packet at a time, in order */
  constructor(write: (packet: VideoPacket) => Promise<void>, limits: Partial<JoinLimits> = {}) {
    this.write = write
    this.limits = { ...LIMITS, ...limits }
  }

  /** Whether so much waits for the head that nothing else should be begun. */
  get isFull(): boolean {
    return this.waitingBytes > this.limits.mostWaitingBytes
  }

  /** Whether no packet was ever added. */
  get isEmpty(): boolean {
    return this.decoderConfig === null
  }

  /**
   * Resolves when there is room for the next packet: one group is written while the next one comes.
   * @throws EncodersDifferError; what `write` throws
   */
  async add(segmentIndex: number, packet: VideoPacket): Promise<void> {
    this.check(segmentIndex, packet)
    const segment = this.pendingOf(segmentIndex)
    const writtenBefore = this.written
    const isHead = segmentIndex === this.head
    if (isHead && packet.isKey) this.commit(segment, packet.timestampS)
    segment.packets.push(packet)
    segment.byteCount += packet.bytes.length
    if (!isHead) this.waitingBytes += packet.bytes.length
    else if (segment.isTorn || segment.byteCount > this.limits.mostHeldBytes) {
      segment.isTorn = true
      this.enqueue(segment)
      await this.written
    } else if (packet.isKey) await writtenBefore
  }

  /** All packets of the segment were added. */
  complete(segmentIndex: number): void {
    this.pendingOf(segmentIndex).isComplete = true
    for (let head = this.pending.get(this.head); head?.isComplete; head = this.nextHead()) {
      this.enqueue(head)
    }
  }

  /**
   * Forgets the packets of a segment that are not in the file, as it is made again from there on.
   * @returns the time of the first frame to make again, in s; -Infinity: all of them
   * @throws Error where the file has a part of a group, which another encoder cannot go on with
   */
  restart(segmentIndex: number): number {
    const segment = this.pendingOf(segmentIndex)
    if (segment.isTorn) {
      throw new Error('its key frames are so far apart that a part of it was written already')
    }
    if (segmentIndex !== this.head) this.waitingBytes -= segment.byteCount
    segment.packets = []
    segment.byteCount = 0
    return segment.fromS
  }

  /** Resolves when everything is written that was added to complete segments. */
  async drain(): Promise<void> {
    await this.written
  }

  private pendingOf(segmentIndex: number): PendingSegment {
    const segment = this.pending.get(segmentIndex) ?? {
      packets: [],
      byteCount: 0,
      isComplete: false,
      fromS: -Infinity,
      isTorn: false,
    }
    this.pending.set(segmentIndex, segment)
    return segment
  }

  private nextHead(): PendingSegment | undefined {
    this.pending.delete(this.head)
    this.head++
    const head = this.pending.get(this.head)
    if (!head) return undefined
    this.waitingBytes -= head.byteCount
    const lastKey = head.packets.findLastIndex(({ isKey }) => isKey)
    if (lastKey > 0) {
      const open = head.packets.splice(lastKey)
      this.commit(head, open[0]?.timestampS ?? Infinity)
      head.packets = open
      head.byteCount = open.reduce((sum, { bytes }) => sum + bytes.length, 0)
    }
    return head
  }

  /** The group is whole, as the next one begins. */
  private commit(segment: PendingSegment, nextKeyS: number): void {
    // A first key frame ends nothing.
    if (segment.packets.length === 0 && !segment.isTorn) return
    this.enqueue(segment)
    segment.fromS = nextKeyS
    segment.isTorn = false
  }

  private enqueue(segment: PendingSegment): void {
    for (const packet of segment.packets.splice(0)) {
      this.written = this.written.then(() => this.write(packet))
    }
    segment.byteCount = 0
    // Its failure is told by the promise that everything after it waits for.
    this.written.catch(() => undefined)
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
