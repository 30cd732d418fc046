import { bytesOf } from '../../io/bytes-of.ts'
import type { VideoPacket } from '../../io/video/packet-encoder.ts'

/** Packets of several encoders need different decoders, so they cannot be in one video. */
export class EncodersDifferError extends Error {
  constructor(segmentIndex: number) {
    super(`segment ${segmentIndex} needs another decoder than the segments before it`)
  }
}

export interface JoinLimits {
  /** Packets of later segments wait in memory. Beyond this limit no other segment is begun. */
  mostWaitingBytes: number
  /** A group of pictures larger than this is written before it is complete. */
  mostHeldBytes: number
}

const LIMITS: JoinLimits = { mostWaitingBytes: 256 << 20, mostHeldBytes: 64 << 20 }

/**
 * Told that the file has all packets of a segment before a time, or all of the segment.
 * @param untilS the time of the next key frame of the segment; null if the segment is complete
 */
type WholeListener = (segmentIndex: number, untilS: number | null) => void

interface PendingSegment {
  /** The packets that are not written yet. */
  packets: VideoPacket[]
  byteCount: number
  isComplete: boolean
  /** The time of its first frame that is not in the file; -Infinity: the file has none of them. */
  fromS: number
  /** The file has only a part of the current group of pictures. */
  isTorn: boolean
}

/**
 * Puts the packets of segments that are made side by side into the order of the video. Only whole
 * groups of pictures are written. If a worker is lost, another encoder can therefore continue its
 * segment at the next key frame, because frames after a key frame need none before it.
 */
export class SegmentJoin {
  private readonly write: (packet: VideoPacket) => Promise<void>
  private readonly onWhole: WholeListener
  private readonly limits: JoinLimits
  private readonly pending = new Map<number, PendingSegment>()
  private waitingBytes = 0
  private written: Promise<void> = Promise.resolve()
  private decoderConfig: string | null = null
  /** The segment whose groups are written at once; later segments wait. */
  head = 0

  /**
   * @param write is called with one packet at a time, in order
   * @param onWhole is called after the last packet of each group
   */
  constructor(
    write: (packet: VideoPacket) => Promise<void>,
    onWhole: WholeListener = () => undefined,
    limits: Partial<JoinLimits> = {},
  ) {
    this.write = write
    this.onWhole = onWhole
    this.limits = { ...LIMITS, ...limits }
  }

  /** Whether so many bytes wait for the head that no other segment should be begun. */
  get isFull(): boolean {
    return this.waitingBytes > this.limits.mostWaitingBytes
  }

  /** Whether no packet was ever added. */
  get isEmpty(): boolean {
    return this.decoderConfig === null
  }

  /**
   * Resolves when there is room for the next packet. The next group may come while one is written.
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

  /** Called when all packets of the segment were added. */
  complete(segmentIndex: number): void {
    this.pendingOf(segmentIndex).isComplete = true
    for (let head = this.pending.get(this.head); head?.isComplete; head = this.nextHead()) {
      this.enqueue(head)
      this.enqueueWhole(null)
    }
  }

  /**
   * Drops the packets of a segment that are not in the file, because they are made again.
   * @returns the time of the first frame to make again, in s; -Infinity: all frames
   * @throws Error if the file has a part of a group, which another encoder cannot continue
   */
  restart(segmentIndex: number): number {
    const segment = this.pendingOf(segmentIndex)
    if (segment.isTorn) {
      throw new Error('an encoder was lost, and its key frames are too far apart to continue.')
    }
    if (segmentIndex !== this.head) this.waitingBytes -= segment.byteCount
    segment.packets = []
    segment.byteCount = 0
    return segment.fromS
  }

  /** Resolves when all packets in turn are written. @throws what `write` throws */
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

  /** Writes the group before a key frame, which is complete. */
  private commit(segment: PendingSegment, nextKeyS: number): void {
    // There is no group before the first key frame.
    if (segment.packets.length === 0 && !segment.isTorn) return
    this.enqueue(segment)
    this.enqueueWhole(nextKeyS)
    segment.fromS = nextKeyS
    segment.isTorn = false
  }

  private enqueueWhole(untilS: number | null): void {
    const { head } = this
    this.written = this.written.then(() => this.onWhole(head, untilS))
    this.written.catch(() => undefined)
  }

  private enqueue(segment: PendingSegment): void {
    for (const packet of segment.packets.splice(0)) {
      this.written = this.written.then(() => this.write(packet))
    }
    segment.byteCount = 0
    // A failure is reported where `written` is awaited.
    this.written.catch(() => undefined)
  }

  /**
   * Says which decoder the packets need that the file has already.
   * @throws EncodersDifferError
   */
  expect(decoderConfig: VideoDecoderConfig | null): void {
    this.check(0, { decoderConfig })
  }

  private check(segmentIndex: number, { decoderConfig }: Pick<VideoPacket, 'decoderConfig'>): void {
    if (!decoderConfig) return
    const config = describeConfig(decoderConfig)
    this.decoderConfig ??= config
    if (config !== this.decoderConfig) throw new EncodersDifferError(segmentIndex)
  }
}

/** Equal configurations give the same text. */
function describeConfig(config: VideoDecoderConfig): string {
  const { description, ...rest } = config
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([sorted, description ? [...bytesOf(description)] : null])
}
