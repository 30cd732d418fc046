import { expose } from 'comlink'
import { OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { VideoPacket } from '../../io/video/packet-encoder.ts'
import { openVideo } from '../../io/video/video-file.ts'
import type { OpenVideo, VideoIndex } from '../../io/video/video-file.ts'
import { VideoWriter } from '../../io/video/video-writer.ts'
import type { SoundRange, VideoWriterOptions } from '../../io/video/video-writer.ts'

export interface MovieSetup extends VideoWriterOptions {
  /** The video whose sound is copied, and which part of it; null: no sound. */
  sound: { file: File; index: VideoIndex; range: SoundRange } | null
}

/** Writes a video file: its packets, and the sound of the source. */
class MovieWriter {
  private writer: VideoWriter | null = null
  private soundFrom: OpenVideo | null = null
  private sound: Promise<void> = Promise.resolve()
  private soundFailure: Error | null = null

  /** @returns which sound is left out, in a sentence; or why the video cannot be written */
  async open(setup: MovieSetup): Promise<{ soundLoss: string | null } | { problem: Problem }> {
    try {
      return { soundLoss: await this.start(setup) }
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

  /** Resolves when there is room for the next packet. */
  async add(packet: VideoPacket): Promise<void> {
    if (this.soundFailure) throw this.soundFailure
    await this.writer?.addPacket(packet)
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
}

export type { MovieWriter }

expose(new MovieWriter())
