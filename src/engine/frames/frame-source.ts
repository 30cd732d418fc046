import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { OutputContent } from '../../core/config/output-specs.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { DecodedFrame } from '../../io/video/video-reader.ts'
import type { FrameSize } from './frame-size.ts'

/**
 * Where a worker has a frame from: a file of the frames folder it was given, a file that comes with
 * the task as that folder has no handle, a frame of a video, nowhere as only the overlay is wanted,
 * or what is in the way.
 */
export type FrameSource =
  | { kind: 'folder' }
  | { kind: 'file'; file: File }
  | ({ kind: 'video' } & DecodedFrame)
  | ({ kind: 'blank' } & FrameSize)
  | { kind: 'problem'; problem: Problem }

/**
 * What a worker needs to load a frame. Workers open files of a picked folder themselves; of other
 * folders, and behind links, each file goes with its task, and of a video each frame. A frame that cannot be had goes as
 * its problem, so that it is told like any other.
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
