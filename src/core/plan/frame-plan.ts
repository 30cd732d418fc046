import type { VideoFormat } from '../config/output-specs.ts'
import type { Problem } from '../errors.ts'
import type { EncodedFormat } from '../recording/image-format.ts'
import type { FrameEntry } from '../recording/recording.ts'
import type { MatchResult } from '../time/match.ts'
import type { Series } from '../time/series.ts'
import type { FrameJob } from './frame-job.ts'

/** The one video file that all frames of a run go into. */
export interface Movie {
  fileName: string
  container: VideoFormat
}

/** The frames of a run, in order. Jobs are made one by one, so that a plan of any length is small. */
export interface FramePlan {
  frames: readonly FrameEntry[]
  outputFormat: EncodedFormat
  /** The one file that all frames go into; null where each is a file of its own. */
  movie: Movie | null
  /** Names of the files that are written beside the frames and the report. */
  sideFiles: readonly string[]
  /** Everything that stands in the way of a run (`error`), and what it will not draw. */
  problems: Problem[]
  /**
   * What renderers draw over time, for all jobs. Its records are read when it is first asked for.
   * Each worker gets it once.
   */
  readonly series: readonly Series[]
  /** @param position into `frames` */
  jobAt(position: number): FrameJob
  outputNameAt(position: number): string
  /** What each of the recording's sensors matches at a frame, by sensor name. */
  matchesAt(position: number): Map<string, MatchResult>
}
