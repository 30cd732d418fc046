import { describeThrown, OverlaneError } from '../../core/errors.ts'
import type { OutputContent } from '../../core/config/output-specs.ts'
import type { FrameJob } from '../../core/plan/frame-job.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { FrameSource, FrameTask } from './frame-task.ts'

/**
 * What a worker needs for a frame. Workers open files of a picked folder themselves; of other folders
 * each file goes with its task, and of a video each frame. A frame that cannot be had goes as its
 * problem, so that it is told like any other.
 */
export async function toTask(
  recording: RecordingFolder,
  content: OutputContent,
  task: Omit<FrameTask, 'source'>,
): Promise<FrameTask> {
  return { ...task, source: await sourceOf(recording, content, task.job) }
}

async function sourceOf(
  { framesDirectory, source, video }: RecordingFolder,
  content: OutputContent,
  { frameIndex, sourceName }: FrameJob,
): Promise<FrameSource> {
  try {
    if (content === 'overlay') {
      const { widthPx = 0, heightPx = 0 } = source ?? {}
      return { kind: 'blank', widthPx, heightPx }
    }
    if (video) return { kind: 'video', ...(await video.frameAt(frameIndex)) }
    if (!framesDirectory || framesDirectory.handle || sourceName === null) return { kind: 'folder' }
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
