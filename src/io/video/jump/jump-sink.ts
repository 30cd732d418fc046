import { EncodedPacketSink, VideoSampleSink } from 'mediabunny'
import type { EncodedPacket, InputVideoTrack, PacketRetrievalOptions } from 'mediabunny'
import { bytesOf } from '../../bytes-of.ts'
import { isDisposable } from './is-disposable.ts'

/** Where the pictures begin that are wanted. */
interface Wanted {
  fromMs: number
}

/**
 * Decodes a video from a key frame on, without the pictures before a time that no other picture needs. In
 * H.264 as cameras and editors write it, that is up to half of them.
 */
export class JumpSink extends VideoSampleSink {
  private readonly track: InputVideoTrack
  private readonly wanted: Wanted = { fromMs: -Infinity }
  /** Undefined: which pictures are needed is not known of this codec. */
  private readonly lengthBytes: number | null | undefined

  private constructor(track: InputVideoTrack, lengthBytes: number | null | undefined) {
    super(track)
    this.track = track
    this.lengthBytes = lengthBytes
  }

  static async open(track: InputVideoTrack): Promise<JumpSink> {
    if ((await track.getCodec()) !== 'avc') return new JumpSink(track, undefined)
    const description = (await track.getDecoderConfig())?.description
    if (!description) return new JumpSink(track, null)
    return new JumpSink(track, ((bytesOf(description)[4] ?? 3) & 3) + 1)
  }

  /** Only pictures from this time on, on the video's clock, must all be decoded. */
  want(fromMs: number): void {
    this.wanted.fromMs = fromMs
  }

  /** The library asks for its source of packets here. If it did not, all pictures would be decoded. */
  _createPacketSink(): EncodedPacketSink {
    if (this.lengthBytes === undefined) return new EncodedPacketSink(this.track)
    return new NeededPackets(this.track, this.wanted, this.lengthBytes)
  }
}

class NeededPackets extends EncodedPacketSink {
  private readonly wanted: Wanted
  private readonly lengthBytes: number | null

  constructor(track: InputVideoTrack, wanted: Wanted, lengthBytes: number | null) {
    super(track)
    this.wanted = wanted
    this.lengthBytes = lengthBytes
  }

  override async getNextPacket(
    packet: EncodedPacket,
    options?: PacketRetrievalOptions,
  ): Promise<EncodedPacket | null> {
    let next = await super.getNextPacket(packet, options)
    while (next && this.isLeftOut(next)) next = await super.getNextPacket(next, options)
    return next
  }

  private isLeftOut({ timestamp, type, data }: EncodedPacket): boolean {
    const isWanted = timestamp * 1000 >= this.wanted.fromMs
    return !isWanted && type !== 'key' && isDisposable(data, this.lengthBytes)
  }
}
