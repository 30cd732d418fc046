import { describeThrown, OverlaneError } from '../core/errors.ts'
import type { FrameJob } from '../core/plan.ts'
import type { RecordingFolder } from '../io/recording-folder.ts'
import type { FrameSource, FrameTask } from './frame-task.ts'

/**
 * What a worker needs for a frame. Workers open files of a picked folder themselves; of other folders
 * each file goes with its task, and of a video each frame. A frame that cannot be had goes as its
 * problem, so that it is told like any other.
 * @param matchMs time it took to match its records
 */
export async function toTask(
  recording: RecordingFolder,
  position: number,
  job: FrameJob,
  matchMs: number,
): Promise<FrameTask> {
  return { position, job, source: await sourceOf(recording, job), matchMs }
}

async function sourceOf(
  { framesDirectory, video }: RecordingFolder,
  { frameIndex, sourceName }: FrameJob,
): Promise<FrameSource> {
  try {
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
