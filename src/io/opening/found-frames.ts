import type { Problem } from '../../core/errors.ts'
import type { RecordingSource } from '../../core/recording/recording.ts'
import type { Directory } from '../folders/directory.ts'
import type { OpenVideo } from '../video/video-file.ts'

/** The frames found in a folder, a video or a log, by index. */
export interface FoundFrames {
  source: RecordingSource
  /** File names by frame index, ascending; of a video's frames its path. */
  fileNames: Map<number, string>
  /** The video the frames are in; null where they are image files. */
  video: OpenVideo | null
  /**
   * Frames inside a log; null where they are somewhere else. `directory` has the images, and is null
   * for a video.
   */
  inner: { directory: Directory | null; timesMs: Float64Array; file: string } | null
  problems: Problem[]
}
