import { EncodedPacketSink, VideoSampleSink } from 'mediabunny'
import type { EncodedPacket, InputVideoTrack, PacketRetrievalOptions } from 'mediabunny'
import { bytesOf } from '../../bytes-of.ts'
import { isDisposable } from './is-disposable.ts'
import { PacketTurns } from './packet-turns.ts'
import type { Wanted } from './packet-turns.ts'

/**
 * Decodes a video from a key frame on, without the pictures before a time that no other picture needs. In
 * H.264 as cameras and editors write it, that is up to half of them. Behind the last wanted picture, the
 * decoder gets only what it needs to give that one out.
 */
export class JumpSink extends VideoSampleSink {
  private readonly track: InputVideoTrack
  private wanted: Wanted = { fromMs: -Infinity, untilMs: Infinity, goesOn: true }
  /** Of the decoder that was begun last. */
  private turns = new PacketTurns(this.wanted)
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

  want(wanted: Wanted): void {
    this.wanted = wanted
    this.turns.want(wanted)
  }

  /** The last wanted picture is there. */
  rest(): void {
    this.turns.rest()
  }

  /** A decoder that waits for data would never be closed. */
  end(): void {
    this.turns.end()
  }

  /** The library asks for its source of packets here. If it did not, all pictures would be decoded. */
  _createPacketSink(): EncodedPacketSink {
    this.turns = new PacketTurns(this.wanted)
    return new NeededPackets(this.track, this.turns, this.lengthBytes)
  }
}

class NeededPackets extends EncodedPacketSink {
  private readonly turns: PacketTurns
  private readonly lengthBytes: number | null | undefined

  constructor(track: InputVideoTrack, turns: PacketTurns, lengthBytes: number | null | undefined) {
    super(track)
    this.turns = turns
    this.lengthBytes = lengthBytes
  }

  override async getNextPacket(
    packet: EncodedPacket,
    options?: PacketRetrievalOptions,
  ): Promise<EncodedPacket | null> {
    if (!(await this.turns.next(packet.timestamp * 1000))) return null
    let next = await super.getNextPacket(packet, options)
    while (next && this.isLeftOut(next)) next = await super.getNextPacket(next, options)
    return next
  }

  private isLeftOut({ timestamp, type, data }: EncodedPacket): boolean {
    if (this.lengthBytes === undefined || type === 'key') return false
    return timestamp * 1000 < this.turns.fromMs && isDisposable(data, this.lengthBytes)
  }
}
