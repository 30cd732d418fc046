import { expose } from 'comlink'
import { xxhash32Text } from '../../codec/xxhash32.ts'
import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import { writeWhole } from '../../io/folders/handle-directory.ts'
import { packPackets, unpackPackets } from '../../io/video/packet-file.ts'
import type { VideoPacket } from '../../io/video/packet-encoder.ts'
import { openVideo } from '../../io/video/video-file.ts'
import type { OpenVideo, VideoIndex } from '../../io/video/video-file.ts'
import { VideoWriter } from '../../io/video/video-writer.ts'
import type { SoundRange, VideoWriterOptions } from '../../io/video/video-writer.ts'
import type { SegmentFile } from '../resume/finished-segments.ts'
import type { SavedSegment } from './movie-manifest.ts'

export interface MovieSetup extends VideoWriterOptions {
  /** The video whose sound is copied, and which part of it; null: no sound. */
  sound: { file: File; index: VideoIndex; range: SoundRange } | null
}

/** The folder with segments of the video, and those of an earlier run that the file begins with. */
export interface SavedSegments {
  folder: FileSystemDirectoryHandle
  kept: readonly Pick<SegmentFile, 'name' | 'xxh32'>[]
}

/** What a new file has. */
export interface OpenedMovie {
  /** Which sound is left out, in a sentence. */
  soundLoss: string | null
  /** How many of the kept segments it has. The next one is damaged. */
  keptCount: number
  /** The decoder that these need. */
  decoderConfig: VideoDecoderConfig | null
}

/** If there are more bytes since the last segment, they are not saved. */
const MOST_SEGMENT_BYTES = 64 << 20

/** Writes a video file: its packets, and the sound of the source. */
class MovieWriter {
  private writer: VideoWriter | null = null
  private soundFrom: OpenVideo | null = null
  private sound: Promise<void> = Promise.resolve()
  private soundFailure: Error | null = null
  private segments: FileSystemDirectoryHandle | null = null
  /** The packets since the last segment; null if these are too many. */
  private recent: VideoPacket[] | null = []
  private recentBytes = 0

  /** @param segments null if no segments are saved */
  async open(
    setup: MovieSetup,
    segments: SavedSegments | null,
  ): Promise<OpenedMovie | { problem: Problem }> {
    try {
      const soundLoss = await this.start(setup)
      this.segments = segments?.folder ?? null
      return { soundLoss, ...(await this.restore(segments)) }
    } catch (thrown) {
      return { problem: OverlaneError.from(thrown, 'write-failed').toProblem() }
    }
  }

  private async start({ sound, ...options }: MovieSetup): Promise<string | null> {
    this.soundFrom = sound && (await openVideo(sound.file, sound.index))
    const { writer, soundLoss } = await VideoWriter.open(options, this.soundFrom)
    this.writer = writer
    if (sound) {
      this.sound = writer.addSound(sound.range).catch((cause: unknown) => {
        this.soundFailure = new Error('its sound could not be copied.', { cause })
      })
    }
    return soundLoss
  }

  private async restore(
    segments: SavedSegments | null,
  ): Promise<Pick<OpenedMovie, 'keptCount' | 'decoderConfig'>> {
    let decoderConfig: VideoDecoderConfig | null = null
    let keptCount = 0
    for (const file of segments?.kept ?? []) {
      const packets = await readSegment(segments?.folder, file)
      if (!packets) break
      decoderConfig ??= packets[0]?.decoderConfig ?? null
      for (const packet of packets) await this.writer?.addPacket(packet)
      keptCount++
    }
    return { keptCount, decoderConfig }
  }

  /** Resolves when there is room for the next packet. */
  async add(packet: VideoPacket): Promise<void> {
    if (this.soundFailure) throw this.soundFailure
    this.remember(packet)
    await this.writer?.addPacket(packet)
  }

  /**
   * Saves all packets since the last segment.
   * @returns null if these are too many
   */
  async saveSegment(name: string): Promise<SavedSegment | null> {
    const { recent, segments } = this
    this.recent = []
    this.recentBytes = 0
    if (!recent || !segments) return null
    const content = packPackets(recent)
    await writeWhole(segments, name, content)
    return { sizeBytes: content.length, xxh32: xxhash32Text(content) }
  }

  /** Completes the file, and gives it its final name. */
  async finish(): Promise<void> {
    this.writer?.endFrames()
    await this.sound
    if (this.soundFailure) throw this.soundFailure
    await this.writer?.finish()
    this.soundFrom?.input.dispose()
  }

  /** Removes the unfinished file. An earlier file of that name is kept. */
  async abort(): Promise<void> {
    await this.writer?.abort()
  }

  private remember(packet: VideoPacket): void {
    if (!this.recent || !this.segments) return
    this.recent.push(packet)
    this.recentBytes += packet.bytes.length + (packet.alphaBytes?.length ?? 0)
    if (this.recentBytes > MOST_SEGMENT_BYTES) this.recent = null
  }
}

/** Null if the file is missing or damaged. */
async function readSegment(
  folder: FileSystemDirectoryHandle | undefined,
  { name, xxh32 }: SavedSegments['kept'][number],
): Promise<VideoPacket[] | null> {
  try {
    const file = await (await folder?.getFileHandle(name))?.getFile()
    const content = file && new Uint8Array(await file.arrayBuffer())
    return content && xxhash32Text(content) === xxh32 ? unpackPackets(content) : null
  } catch {
    return null
  }
}

export type { MovieWriter }

expose(new MovieWriter())
