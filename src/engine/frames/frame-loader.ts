import { OverlaneError } from '../../core/errors.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { Directory } from '../../io/folders/directory.ts'
import type { FileStamp } from '../../io/folders/stat-files.ts'
import { readFrame } from '../../io/images/frame-file.ts'
import type { FrameFile } from '../../io/images/frame-file.ts'
import { decodeImage, findDamage, mayBeTransparent } from '../../io/images/image-file.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import { sizeOf } from './frame-size.ts'
import type { FrameSize } from './frame-size.ts'
import type { FrameSource } from './frame-source.ts'
import type { StepClock } from './step-clock.ts'

/** A frame after reading: the bytes of its file, a decoded picture of a video, or a blank frame. */
export type ReadFrame =
  | ({ kind: 'file'; name: string } & FrameFile)
  | { kind: 'picture'; picture: VideoFrame }
  | ({ kind: 'blank' } & FrameSize)

/** A decoded frame, ready to be drawn on. */
export interface LoadedFrame {
  /** Null: a transparent background. The caller closes the picture. */
  picture: ImageBitmap | VideoFrame | null
  size: FrameSize
  /** Whether any pixel may be transparent. */
  isTransparent: boolean
  /** What is damaged in its file, though it can be drawn, as a clause; null: nothing. */
  fault: string | null
  /** The frame's own file; null if it has none. */
  stamp: FileStamp | null
}

/** Loads the frames of a recording from a folder, from tasks, or from a video. */
export class FrameLoader {
  private readonly folder: Directory | null
  private readonly video: Pick<VideoReader, 'frameAt'> | null

  /**
   * @param folder the frames folder; null if each file comes with its task
   * @param video the video with the frames, if this thread decodes them
   */
  constructor(folder: Directory | null, video: Pick<VideoReader, 'frameAt'> | null = null) {
    this.folder = folder
    this.video = video
  }

  /** @throws OverlaneError `frame-unreadable`, or the problem that is the source */
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

/** The stamp of the frame's own file; null if it has none. */
export function stampOf(frame: ReadFrame): FileStamp | null {
  if (frame.kind !== 'file') return null
  return { sizeBytes: frame.bytes.length, modifiedMs: frame.modifiedMs }
}

/** @throws OverlaneError `frame-unreadable` if the file is not a complete image */
export async function decodeFrame(frame: ReadFrame, clock: StepClock): Promise<LoadedFrame> {
  if (frame.kind === 'blank') {
    const { widthPx, heightPx } = frame
    const size = { widthPx, heightPx }
    return { picture: null, size, isTransparent: true, fault: null, stamp: null }
  }
  if (frame.kind === 'picture') {
    const { picture } = frame
    return { picture, size: sizeOf(picture), isTransparent: false, fault: null, stamp: null }
  }
  const { bytes, name } = frame
  const picture = await clock.time('decode', () => decodeImage(bytes, name))
  return {
    picture,
    size: sizeOf(picture),
    isTransparent: mayBeTransparent(bytes),
    fault: findDamage(bytes),
    stamp: stampOf(frame),
  }
}
