import type { EncodedAudioPacketSource, Output, VideoSampleSource } from 'mediabunny'
import type { VideoConfig } from '../core/config.ts'
import { removeIfEmpty } from './handle-directory.ts'
import { chooseVideoCodec, qualityOf } from './video-codecs.ts'
import type { OpenVideo } from './video-file.ts'

export interface VideoWriterOptions {
  folder: FileSystemDirectoryHandle
  fileName: string
  container: 'mp4' | 'webm'
  settings: VideoConfig
  /** Keeps the transparency of the frames: WebM with VP9 or VP8. */
  isTransparent: boolean
  widthPx: number
  heightPx: number
  frameCount: number
}

/** A stretch of sound on the source's clock, and where it begins in the file. */
export interface SoundRange {
  fromMs: number
  /** Exclusive. */
  toMs: number
  startsAtMs: number
}

/** A video that is written while it is made. It appears whole, or not at all. */
export class VideoWriter {
  private readonly output: Output
  private readonly frames: VideoSampleSource
  private readonly options: VideoWriterOptions
  private readonly isWhole: { value: boolean }
  private sound: { source: EncodedAudioPacketSource; from: OpenVideo } | null = null

  private constructor(
    output: Output,
    frames: VideoSampleSource,
    options: VideoWriterOptions,
    isWhole: { value: boolean },
  ) {
    this.output = output
    this.frames = frames
    this.options = options
    this.isWhole = isWhole
  }

  /**
   * @param soundFrom the video whose sound is copied, null without
   * @throws OverlaneError `output-invalid`; what the folder throws
   */
  static async open(
    options: VideoWriterOptions,
    soundFrom: OpenVideo | null,
  ): Promise<{ writer: VideoWriter; hasSound: boolean }> {
    const { container, settings, folder, fileName, frameCount } = options
    const codec = await chooseVideoCodec(options)
    const media = await import('mediabunny')
    const file = await folder.getFileHandle(fileName, { create: true })
    const isWhole = { value: false }
    const target = new media.StreamTarget(onlyWhole(await file.createWritable(), isWhole), {
      chunked: true,
    })
    const format =
      container === 'mp4'
        ? new media.Mp4OutputFormat({ fastStart: settings.fastStart ? 'reserve' : false })
        : new media.WebMOutputFormat()
    const output = new media.Output({ format, target })
    const frames = new media.VideoSampleSource({
      codec,
      quality: await qualityOf(settings.bitrateMbps),
      keyFrameInterval: settings.keyFrameIntervalS,
      latencyMode: 'quality',
      alpha: options.isTransparent ? 'keep' : 'discard',
    })
    output.addVideoTrack(frames, {
      maximumPacketCount: frameCount,
      canBeTransparent: options.isTransparent,
    })
    const writer = new VideoWriter(output, frames, options, isWhole)
    const hasSound = soundFrom !== null && (await writer.addSoundTrack(soundFrom))
    await output.start()
    return { writer, hasSound }
  }

  /** Takes the frame over; resolves when there is room for the next one. */
  async addFrame(frame: VideoFrame): Promise<void> {
    const { VideoSample } = await import('mediabunny')
    const sample = new VideoSample(frame)
    try {
      await this.frames.add(sample)
    } finally {
      sample.close()
    }
  }

  /** No more frames come, so that the sound need not wait for them. */
  endFrames(): void {
    this.frames.close()
  }

  /** Copies a stretch of the sound as it is. */
  async addSound({ fromMs, toMs, startsAtMs }: SoundRange): Promise<void> {
    if (!this.sound) return
    const { source, from } = this.sound
    const { EncodedPacketSink } = await import('mediabunny')
    const track = await from.input.getPrimaryAudioTrack()
    const config = await track?.getDecoderConfig()
    if (!track || !config) return
    const sink = new EncodedPacketSink(track)
    const first = (await sink.getPacket(fromMs / 1000)) ?? (await sink.getFirstPacket())
    for await (const packet of sink.packets(first ?? undefined)) {
      const timeMs = packet.timestamp * 1000
      if (timeMs >= toMs) break
      if (timeMs < fromMs) continue
      const timestamp = (timeMs - fromMs + startsAtMs) / 1000
      await source.add(packet.clone({ timestamp }), { decoderConfig: config })
    }
    source.close()
  }

  /** Completes the file, and puts it in its place. */
  async finish(): Promise<void> {
    this.isWhole.value = true
    try {
      await this.output.finalize()
    } catch (thrown) {
      this.isWhole.value = false
      await this.abort()
      throw thrown
    }
  }

  /** Leaves nothing behind, and what was there before as it was. */
  async abort(): Promise<void> {
    if (this.output.state !== 'canceled') await this.output.cancel().catch(() => undefined)
    await removeIfEmpty(this.options.folder, this.options.fileName)
  }

  private async addSoundTrack(from: OpenVideo): Promise<boolean> {
    const { EncodedAudioPacketSource } = await import('mediabunny')
    const track = await from.input.getPrimaryAudioTrack()
    const codec = await track?.getCodec()
    if (!track || !codec || !this.output.format.getSupportedAudioCodecs().includes(codec)) {
      return false
    }
    const source = new EncodedAudioPacketSource(codec)
    const { packetCount } = await track.computePacketStats()
    this.output.addAudioTrack(source, { maximumPacketCount: packetCount })
    this.sound = { source, from }
    return true
  }
}

/** Closing the stream puts the file in its place, so an unfinished one is aborted instead. */
function onlyWhole(
  file: FileSystemWritableFileStream,
  isWhole: { value: boolean },
): WritableStream<{ type: 'write'; data: Uint8Array<ArrayBuffer>; position: number }> {
  return new WritableStream({
    write: (chunk) => file.write(chunk),
    close: () => (isWhole.value ? file.close() : file.abort()),
    abort: (reason) => file.abort(reason),
  })
}
