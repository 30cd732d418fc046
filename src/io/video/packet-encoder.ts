import type { EncodedPacket, Output, VideoCodec, VideoSampleSource } from 'mediabunny'
import type { VideoConfig } from '../../core/config/output-specs.ts'
import { qualityOf } from './video-codecs.ts'

export interface PacketEncoderOptions {
  codec: VideoCodec
  settings: VideoConfig
  /** Keeps the transparency of the frames: VP9 or VP8. */
  isTransparent: boolean
}

/** An encoded frame between its encoder and the writer, in the order of decoding. */
export interface VideoPacket {
  bytes: Uint8Array<ArrayBuffer>
  /** The transparency, which is encoded by itself. */
  alphaBytes: Uint8Array<ArrayBuffer> | null
  isKey: boolean
  timestampS: number
  durationS: number
  /** What a decoder must be told; with the first packet of an encoder. */
  decoderConfig: VideoDecoderConfig | null
}

/** What goes along with a packet to another thread. */
export function buffersOf({ bytes, alphaBytes }: VideoPacket): ArrayBuffer[] {
  return alphaBytes ? [bytes.buffer, alphaBytes.buffer] : [bytes.buffer]
}

/** Encodes frames of a video: a packet for each, in the order of decoding. */
export class PacketEncoder {
  private readonly output: Output
  private readonly frames: VideoSampleSource
  private readonly keyIntervalUs: number
  private latestKeyUs = -Infinity

  private constructor(
    output: Output,
    frames: VideoSampleSource,
    { settings }: PacketEncoderOptions,
  ) {
    this.output = output
    this.frames = frames
    this.keyIntervalUs = settings.keyFrameIntervalS * 1e6
  }

  /** @param onPacket takes the packet over */
  static async open(
    options: PacketEncoderOptions,
    onPacket: (packet: VideoPacket) => void,
  ): Promise<PacketEncoder> {
    const { codec, settings, isTransparent } = options
    const media = await import('mediabunny')
    const frames = new media.VideoSampleSource({
      codec,
      quality: await qualityOf(settings),
      latencyMode: 'quality',
      alpha: isTransparent ? 'keep' : 'discard',
      onEncodedPacket: (packet, metadata) =>
        onPacket(toVideoPacket(packet, metadata?.decoderConfig ?? null)),
    })
    // The library encodes into a file only; this one is not kept.
    const output = new media.Output({
      format: new media.MkvOutputFormat({ appendOnly: true }),
      target: new media.NullTarget(),
    })
    output.addVideoTrack(frames, { canBeTransparent: isTransparent })
    await output.start()
    return new PacketEncoder(output, frames, options)
  }

  /**
   * Takes the frame over; resolves when there is room for the next one.
   * @param isKey it needs no frame before it; others are key frames by the interval of the settings
   */
  async addFrame(frame: VideoFrame, isKey: boolean): Promise<void> {
    const { VideoSample } = await import('mediabunny')
    const keyFrame = isKey || frame.timestamp >= this.latestKeyUs + this.keyIntervalUs
    if (keyFrame) this.latestKeyUs = frame.timestamp
    const sample = new VideoSample(frame)
    try {
      await this.frames.add(sample, { keyFrame })
    } finally {
      sample.close()
    }
  }

  /** Resolves when all packets were handed over. */
  async finish(): Promise<void> {
    await this.output.finalize()
  }
}

function toVideoPacket(
  { data, sideData, type, timestamp, duration }: EncodedPacket,
  decoderConfig: VideoDecoderConfig | null,
): VideoPacket {
  return {
    // Copies, as the bytes go to another thread while the library still has its own.
    bytes: data.slice(),
    alphaBytes: sideData.alpha?.slice() ?? null,
    isKey: type === 'key',
    timestampS: timestamp,
    durationS: duration,
    decoderConfig,
  }
}
