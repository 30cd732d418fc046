import type { EncodedPacket, Output, VideoCodec, VideoSampleSource } from 'mediabunny'
import type { VideoConfig } from '../../core/config/output-specs.ts'
import { Ballast } from './ballast.ts'
import { bytesOf } from '../bytes-of.ts'
import { mendAvcConfig } from './mending/mend-avc-config.ts'
import { qualityOf } from './video-codecs.ts'

export interface PacketEncoderOptions {
  codec: VideoCodec
  settings: VideoConfig
  /** Whether the transparency of the frames is kept: VP9 or VP8. */
  isTransparent: boolean
}

/** An encoded frame on its way from the encoder to the writer, in decoding order. */
export interface VideoPacket {
  bytes: Uint8Array<ArrayBuffer>
  /** The transparency, which is encoded separately; null without. */
  alphaBytes: Uint8Array<ArrayBuffer> | null
  isKey: boolean
  timestampS: number
  durationS: number
  /** The configuration for a decoder; only in the first packet of an encoder. */
  decoderConfig: VideoDecoderConfig | null
}

/** The buffers that are transferred with a packet to another thread. */
export function buffersOf({ bytes, alphaBytes }: VideoPacket): ArrayBuffer[] {
  return alphaBytes ? [bytes.buffer, alphaBytes.buffer] : [bytes.buffer]
}

/** The library remembers the place of each cluster. The longest that it makes are of 32 s. */
const CLUSTER_S = 30

/** Encodes frames of a video: one packet per frame, in decoding order. */
export class PacketEncoder {
  private readonly output: Output
  private readonly frames: VideoSampleSource
  private readonly keyIntervalUs: number
  private latestKeyUs = -Infinity
  private readonly ballast = new Ballast({ isThorough: true })

  private constructor(
    output: Output,
    frames: VideoSampleSource,
    { settings }: PacketEncoderOptions,
  ) {
    this.output = output
    this.frames = frames
    this.keyIntervalUs = settings.keyFrameIntervalS * 1e6
  }

  /** @param onPacket becomes the owner of the packet */
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
        onPacket(toVideoPacket(packet, mendConfig(metadata?.decoderConfig))),
    })
    // The library encodes only into a file, which is not kept here.
    const output = new media.Output({
      format: new media.MkvOutputFormat({ appendOnly: true, minimumClusterDuration: CLUSTER_S }),
      target: new media.NullTarget(),
    })
    output.addVideoTrack(frames, { canBeTransparent: isTransparent })
    await output.start()
    return new PacketEncoder(output, frames, options)
  }

  /**
   * Takes ownership of the frame. Resolves when there is room for the next one.
   * @param isKey makes the frame a key frame; others become key frames by the interval of the
   * settings
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
      this.ballast.add()
    }
  }

  /** Resolves when `onPacket` has received all packets. */
  async finish(): Promise<void> {
    await this.output.finalize()
  }
}

function mendConfig(config: VideoDecoderConfig | undefined): VideoDecoderConfig | null {
  if (!config?.description || !config.codec.startsWith('avc')) return config ?? null
  return { ...config, description: mendAvcConfig(Uint8Array.from(bytesOf(config.description))) }
}

function toVideoPacket(
  { data, sideData, type, timestamp, duration }: EncodedPacket,
  decoderConfig: VideoDecoderConfig | null,
): VideoPacket {
  return {
    // A copy, because the bytes are transferred to another thread while the library still uses its
    // own.
    bytes: data.slice(),
    alphaBytes: sideData.alpha?.slice() ?? null,
    isKey: type === 'key',
    timestampS: timestamp,
    durationS: duration,
    decoderConfig,
  }
}
