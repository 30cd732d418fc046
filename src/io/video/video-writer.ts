import type {
  AudioCodec,
  EncodedAudioPacketSource,
  EncodedVideoPacketSource,
  Output,
  OutputFormat,
  VideoCodec,
} from 'mediabunny'
import { formatName } from '../../core/text/format-names.ts'
import type { Movie } from '../../core/plan/frame-plan.ts'
import { removeIfEmpty } from '../folders/handle-directory.ts'
import { Ballast } from './ballast.ts'
import { SamplePacker } from './pack-samples.ts'
import type { VideoPacket } from './packet-encoder.ts'
import type { OpenVideo } from './video-file.ts'

export interface VideoWriterOptions {
  folder: FileSystemDirectoryHandle
  fileName: string
  /** A file that the user picked; null: the file of that name in the folder. */
  file: FileSystemFileHandle | null
  container: Movie['container']
  codec: VideoCodec
  /** Whether the packets have transparency: WebM with VP9 or VP8. */
  isTransparent: boolean
  /** Writes the data that a player needs first at the beginning of the file. */
  isFastStart: boolean
  frameCount: number
}

/** A range of the sound on the source's clock, and the time at which it begins in the file. */
export interface SoundRange {
  fromMs: number
  /** Exclusive. */
  toMs: number
  startsAtMs: number
}

const ROUNDING_MS = 0.01
/**
 * How much sound before a range its decoder needs; an MP4 says that this sound is not played. MP3
 * packets use bits of the packets before them (ISO 11172-3, `main_data_begin`), Opus settles in 80
 * ms (RFC 7845, 4.6).
 */
const LEAD_MS: Partial<Record<AudioCodec, number>> = { mp3: 120, opus: 80 }
/** If one track is ahead of another, the library keeps the difference in memory. */
const SOUND_LEAD_S = 1
/** The size of one write. A few of these chunks are in memory at a time. */
const CHUNK_BYTES = 1 << 20
const FRAMES_BETWEEN_PACKING = 1000

/** A video that is written while its frames are encoded. It appears complete or not at all. */
export class VideoWriter {
  private readonly output: Output
  private readonly frames: EncodedVideoPacketSource
  private readonly options: VideoWriterOptions
  private readonly isWhole: { value: boolean }
  private sound: { source: EncodedAudioPacketSource; from: OpenVideo } | null = null
  /** The end time of the frames so far; Infinity when there are no more frames. */
  private framesUntilS = 0
  private wakeSound: () => void = () => undefined
  private readonly ballast = new Ballast({ isThorough: true })
  /** Null if the container keeps nothing about its packets. */
  private readonly packer: SamplePacker | null
  private frameCount = 0

  private constructor(
    output: Output,
    frames: EncodedVideoPacketSource,
    options: VideoWriterOptions,
    isWhole: { value: boolean },
  ) {
    this.output = output
    this.frames = frames
    this.options = options
    this.isWhole = isWhole
    this.packer = options.container === 'mp4' ? new SamplePacker(output) : null
  }

  /**
   * @param soundFrom the video whose sound is copied; null for no sound
   * @returns the writer, and a sentence about sound that is left out (null if there is none)
   * @throws the errors of the folder
   */
  static async open(
    options: VideoWriterOptions,
    soundFrom: OpenVideo | null,
  ): Promise<{ writer: VideoWriter; soundLoss: string | null }> {
    const { container, codec, isTransparent, isFastStart, folder, fileName, frameCount } = options
    const media = await import('mediabunny')
    const file = options.file ?? (await folder.getFileHandle(fileName, { create: true }))
    const isWhole = { value: false }
    const target = new media.StreamTarget(onlyWhole(await file.createWritable(), isWhole), {
      chunked: true,
      chunkSize: CHUNK_BYTES,
    })
    const format =
      container === 'mp4'
        ? new media.Mp4OutputFormat({ fastStart: isFastStart ? 'reserve' : false })
        : new media.WebMOutputFormat()
    const output = new media.Output({ format, target })
    const frames = new media.EncodedVideoPacketSource(codec)
    output.addVideoTrack(frames, {
      maximumPacketCount: frameCount,
      canBeTransparent: isTransparent,
    })
    const writer = new VideoWriter(output, frames, options, isWhole)
    const soundLoss = soundFrom && (await writer.addSoundTrack(soundFrom))
    await output.start()
    return { writer, soundLoss }
  }

  /**
   * Adds the next encoded frame, in decoding order. Resolves when there is room for another one.
   */
  async addPacket(packet: VideoPacket): Promise<void> {
    const { EncodedPacket } = await import('mediabunny')
    const { bytes, alphaBytes, isKey, timestampS, durationS, decoderConfig } = packet
    await this.frames.add(
      new EncodedPacket(
        bytes,
        isKey ? 'key' : 'delta',
        timestampS,
        durationS,
        undefined,
        undefined,
        alphaBytes ? { alpha: alphaBytes, alphaByteLength: alphaBytes.length } : undefined,
      ),
      decoderConfig ? { decoderConfig } : undefined,
    )
    this.ballast.add()
    if (++this.frameCount % FRAMES_BETWEEN_PACKING === 0) this.packer?.pack()
    this.letSoundFollow(Math.max(this.framesUntilS, timestampS))
  }

  /** Says that no more frames come, so that the sound does not wait for them. */
  endFrames(): void {
    this.frames.close()
    this.letSoundFollow(Infinity)
  }

  /** Copies a range of the sound unchanged, while frames are added. */
  async addSound({ fromMs, toMs, startsAtMs }: SoundRange): Promise<void> {
    if (!this.sound) return
    const { source, from } = this.sound
    const { EncodedPacketSink } = await import('mediabunny')
    const track = await from.input.getPrimaryAudioTrack()
    const config = await track?.getDecoderConfig()
    if (!track || !config) return
    const sink = new EncodedPacketSink(track)
    const codec = await track.getCodec()
    const canLead = this.options.container === 'mp4' && codec !== null
    const soundFromMs = fromMs - ((canLead && LEAD_MS[codec]) || 0)
    const before = (await sink.getPacket(soundFromMs / 1000)) ?? (await sink.getFirstPacket())
    const first =
      before && ((await sink.getPacket(before.timestamp - ROUNDING_MS / 1000)) ?? before)
    for await (const packet of sink.packets(first ?? undefined)) {
      const timeMs = packet.timestamp * 1000
      if (timeMs >= toMs) break
      // A packet that ends where the range begins is kept, because it prepares the decoder.
      if (timeMs + packet.duration * 1000 < soundFromMs - ROUNDING_MS) continue
      const timestamp = (timeMs - fromMs + startsAtMs) / 1000
      while (timestamp > this.framesUntilS + SOUND_LEAD_S) {
        await new Promise<void>((resolve) => (this.wakeSound = resolve))
      }
      await source.add(packet.clone({ timestamp }), { decoderConfig: config })
    }
    source.close()
  }

  /** Completes the file and puts it in its place. */
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

  /** Removes the unfinished video. A file that was there before stays unchanged. */
  async abort(): Promise<void> {
    if (this.output.state !== 'canceled') await this.output.cancel().catch(() => undefined)
    await removeIfEmpty(this.options.folder, this.options.fileName)
  }

  private letSoundFollow(framesUntilS: number): void {
    this.framesUntilS = framesUntilS
    this.wakeSound()
  }

  /** @returns a sentence about sound that is left out, or null */
  private async addSoundTrack(from: OpenVideo): Promise<string | null> {
    const media = await import('mediabunny')
    const track = await from.input.getPrimaryAudioTrack()
    if (!track) return null
    const codec = await track.getCodec()
    const { container } = this.options
    const takes = (format: OutputFormat): boolean =>
      codec !== null && format.getSupportedAudioCodecs().includes(codec)
    if (codec === null || !takes(this.output.format)) {
      const has = codec === null ? 'sound of an unknown kind' : `${formatName(codec)} sound`
      const other = container === 'mp4' ? 'webm' : 'mp4'
      const otherFormat =
        other === 'mp4' ? new media.Mp4OutputFormat() : new media.WebMOutputFormat()
      const way = takes(otherFormat)
        ? `${formatName(other)} takes it.`
        : `Convert it to ${container === 'mp4' ? 'AAC' : 'Opus'} first to keep it.`
      return `The video is without sound: ${from.info.path} has ${has}, which ${formatName(container)} does not take as it is. ${way}`
    }
    const source = new media.EncodedAudioPacketSource(codec)
    // Counting the packets reads the whole track, so this is done only to reserve room at the
    // beginning of the file.
    const limit = this.options.isFastStart
      ? { maximumPacketCount: (await track.computePacketStats()).packetCount }
      : {}
    this.output.addAudioTrack(source, limit)
    this.sound = { source, from }
    const trackCount = (await from.input.getAudioTracks()).length
    return trackCount === 1
      ? null
      : `Of the ${trackCount} sound tracks of ${from.info.path} only the first is in the video.`
  }
}

/** Closing a stream makes its file appear, so the stream of an unfinished file is aborted. */
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
