import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { OutputContent } from '../../core/config/output-specs.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { DecodedFrame } from '../../io/video/video-reader.ts'
import type { FrameSize } from './frame-size.ts'

/**
 * Where a worker gets a frame from.
 * - `folder`: a file of the frames folder, which the worker has.
 * - `file`: a file that is sent with the task, because the frames folder has no handle.
 * - `video`: a decoded frame of a video.
 * - `blank`: no frame, because only the overlay is written.
 * - `problem`: the frame cannot be read, for this reason.
 */
export type FrameSource =
  | { kind: 'folder' }
  | { kind: 'file'; file: File }
  | ({ kind: 'video' } & DecodedFrame)
  | ({ kind: 'blank' } & FrameSize)
  | { kind: 'problem'; problem: Problem }

/**
 * Finds what a worker needs to load a frame. Workers open the files of a picked folder themselves.
 * Files of other folders, files behind links, and frames of a video are sent with the task. If a frame
 * cannot be read, its problem is sent instead, so that it is reported like the problem of any other
 * frame.
 */
export async function sourceOf(
  { framesDirectory, source, video }: Pick<RecordingFolder, 'framesDirectory' | 'source' | 'video'>,
  content: OutputContent,
  { frameIndex, sourceName }: Pick<FrameJob, 'frameIndex' | 'sourceName'>,
): Promise<FrameSource> {
  try {
    if (content === 'overlay') {
      const { widthPx = 0, heightPx = 0 } = source ?? {}
      return { kind: 'blank', widthPx, heightPx }
    }
    if (video) return { kind: 'video', ...(await video.frameAt(frameIndex)) }
    if (!framesDirectory || sourceName === null) return { kind: 'folder' }
    const isLink = framesDirectory.linkNames?.has(sourceName) === true
    if (framesDirectory.handle && !isLink) return { kind: 'folder' }
    return { kind: 'file', file: await framesDirectory.openFile(sourceName) }
  } catch (thrown) {
    const name = sourceName ?? 'The frame'
    const message = `${name} cannot be read: ${describeThrown(thrown)}`
    const error =
      thrown instanceof OverlaneError
        ? thrown
        : new OverlaneError('frame-unreadable', message, { file: name, frameIndex })
    return { kind: 'problem', problem: error.toProblem() }
  }
}
