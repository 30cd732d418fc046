import { OverlaneError } from '../../core/errors.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { Directory } from '../../io/folders/directory.ts'
import { readFrame } from '../../io/images/frame-file.ts'
import type { FrameFile } from '../../io/images/frame-file.ts'
import { decodeImage, mayBeTransparent } from '../../io/images/image-file.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import { sizeOf } from './frame-size.ts'
import type { FrameSize } from './frame-size.ts'
import type { FrameSource } from './frame-source.ts'
import type { StepClock } from './step-clock.ts'

/** A frame that was read: an image file as it is, a picture of a video, or transparent ground. */
export type ReadFrame =
  | ({ kind: 'file'; name: string } & FrameFile)
  | { kind: 'picture'; picture: VideoFrame }
  | ({ kind: 'blank' } & FrameSize)

/** A frame that can be drawn, and whether any of its pixels may be transparent. */
export interface LoadedFrame {
  /** Null: transparent ground. The caller closes it. */
  picture: ImageBitmap | VideoFrame | null
  size: FrameSize
  isTransparent: boolean
}

/** Loads the frames of a recording, wherever they are from. */
export class FrameLoader {
  private readonly folder: Directory | null
  private readonly video: Pick<VideoReader, 'frameAt'> | null

  /**
   * @param folder with the frames' files; null where each comes with its task
   * @param video with the frames, where this thread decodes them itself
   */
  constructor(folder: Directory | null, video: Pick<VideoReader, 'frameAt'> | null = null) {
    this.folder = folder
    this.video = video
  }

  /** @throws OverlaneError `frame-unreadable`, or the problem that the source is */
  async read(
    { frameIndex, sourceName }: Pick<FrameJob, 'frameIndex' | 'sourceName'>,
    source: FrameSource,
    clock: StepClock,
  ): Promise<ReadFrame> {
    if (source.kind === 'problem') throw OverlaneError.fromProblems([source.problem])
    if (source.kind === 'blank') return source
    const decoded = source.kind === 'video' ? source : await this.video?.frameAt(frameIndex)
    if (decoded) {
      clock.add('decode', decoded)
      return { kind: 'picture', picture: decoded.frame }
    }
    const from = source.kind === 'file' ? source.file : this.folder
    if (sourceName === null || !from) {
      throw new OverlaneError('frame-unreadable', 'The frame is not in the folder.')
    }
    const file = await clock.time('read', () => readFrame(sourceName, from))
    return { kind: 'file', name: sourceName, ...file }
  }

  /** Reads and decodes. @throws OverlaneError as `read` and `decodeFrame` do */
  async load(
    job: Pick<FrameJob, 'frameIndex' | 'sourceName'>,
    source: FrameSource,
    clock: StepClock,
  ): Promise<LoadedFrame> {
    return decodeFrame(await this.read(job, source, clock), clock)
  }
}

/** @throws OverlaneError `frame-unreadable` where the file is no whole image */
export async function decodeFrame(frame: ReadFrame, clock: StepClock): Promise<LoadedFrame> {
  if (frame.kind === 'blank') {
    const { widthPx, heightPx } = frame
    return { picture: null, size: { widthPx, heightPx }, isTransparent: true }
  }
  if (frame.kind === 'picture') {
    const { picture } = frame
    return { picture, size: sizeOf(picture), isTransparent: false }
  }
  const { bytes, name } = frame
  const picture = await clock.time('decode', () => decodeImage(bytes, name))
  return { picture, size: sizeOf(picture), isTransparent: mayBeTransparent(bytes) }
}
