/** What the page and the encoders of a video say to each other. */

import type { SharedData } from '../../core/draw/shared-data.ts'
import type { PacketEncoderOptions, VideoPacket } from '../../io/video/packet-encoder.ts'
import type { VideoIndex } from '../../io/video/video-file.ts'
import type { FrameOutcome, FrameTask } from '../frames/frame-task.ts'
import type { FrameTimes, WorkerStage } from '../frames/step-clock.ts'
import type { FrameSpan } from './video-painter.ts'

/** A frame for a video, and when it is shown there. */
export interface MovieFrame extends FrameTask {
  span: FrameSpan
}

/** What every encoder of a video gets once. */
export interface SegmentSetup extends Pick<PacketEncoderOptions, 'codec' | 'settings'> {
  /** The video with the frames; null if they are image files. */
  video: { file: File; index: VideoIndex } | null
  frames: FileSystemDirectoryHandle | null
  drawsFrames: boolean
  drawsOverlay: boolean
  /** What the frames of the plan share. */
  shared: SharedData
  widthPx: number
  heightPx: number
}

/** What an encoder has done since its last report, and what it does now. */
export interface EncodingProgress {
  settled: SettledFrame[]
  /** Null while it waits for frames. */
  current: { position: number; stage: WorkerStage } | null
}

export interface SettledFrame {
  position: number
  outcome: FrameOutcome
  times: FrameTimes
  /** How much of the encoder's time the frame took. */
  busyMs: number
}

/** What an encoder calls on the page. All calls use one channel, so they keep their order. */
export interface SegmentCallbacks {
  /** The segment to encode next, null when there are no more. */
  nextSegment: () => Promise<number | null>
  /** The segment's next frames, in order; none when there are no more. */
  take: (segmentIndex: number, count: number) => Promise<MovieFrame[]>
  onProgress: (progress: EncodingProgress) => Promise<void>
  /** Takes over the packet. Resolves when the next one may be sent. */
  onPacket: (segmentIndex: number, packet: VideoPacket) => Promise<void>
  /** Called when all packets of the segment were sent. */
  onComplete: (segmentIndex: number) => Promise<void>
}
