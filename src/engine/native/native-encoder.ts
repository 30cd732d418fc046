/** An encoder outside of the browser, such as an installed ffmpeg, and what it is told. */

import type { Rect } from '../../core/draw/geometry.ts'
import type { VideoSource } from '../../core/recording/recording.ts'
import type { YuvMatrix } from '../../core/yuv/blend-yuv.ts'
import type { Chroma } from '../../core/yuv/to-yuva.ts'

/** The colours of the frames that the encoder decodes, which the overlay's must be. */
export interface EncoderGround {
  matrix: YuvMatrix
  isFullRange: boolean
  chroma: Chroma
}

/** What the report says about an encoder. */
export interface EncoderNote {
  /** `ffmpeg` */
  name: string
  version: string
  /** What was asked of it, one argument after another. */
  arguments: string[]
}

/** A video that an encoder is to write. */
export interface EncoderJob {
  /** Name in the output folder. */
  fileName: string
  widthPx: number
  heightPx: number
  /** The tracks of the stream of overlays, and where each is laid on the frame. */
  slots: Rect[]
  /** When the video's first frame is shown, on the clock on which the other times are, in ms. */
  videoStartMs: number
  /** When the first frame of the run is shown. */
  firstMs: number
  /**
   * Between the first frame of the run and the frame before it, and between the last frame and the
   * one after it. Of these times, no other frame is.
   */
  fromMs: number
  untilMs: number
  /** Whether the run has the first, and the last, frame of the video. */
  isFromStart: boolean
  isToEnd: boolean
  /** When the first frame is shown in the video that is written. */
  startsAtMs: number
  hasSound: boolean
  isFastStart: boolean
}

/** The stream's first frame has this time, so that overlays may begin before it. */
export const STREAM_START_US = 1_000_000

export interface WrittenVideo {
  frameCount: number
  /** A sentence about sound that is left out; null: nothing is. */
  soundLoss: string | null
}

export interface NativeEncoder {
  /** Name of the file to write in the output folder. */
  fileName: string
  /**
   * Called before anything is written.
   * @throws OverlaneError if the encoder cannot read the video, or is not installed
   */
  check(video: VideoSource): Promise<EncoderGround>
  note(): EncoderNote
  /** @throws OverlaneError */
  begin(job: EncoderJob): Promise<void>
  /**
   * Takes the next bytes of the stream. Resolves when it takes more.
   * @throws OverlaneError what the encoder failed with
   */
  feed(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<void>
  /** How many frames are written. @throws OverlaneError what the encoder failed with */
  encodedCount(): Promise<number>
  /**
   * Ends the stream. `encodedCount` may be asked meanwhile.
   * @throws OverlaneError what the encoder failed with
   */
  finish(): Promise<WrittenVideo>
  /** Ends the encoder and removes what it has written. Never rejects. */
  abort(): Promise<void>
}
