import type { VideoFormat } from '../config/output-specs.ts'
import type { Problem } from '../errors.ts'
import type { EncodedFormat } from '../recording/image-format.ts'
import type { FrameEntry } from '../recording/recording.ts'
import type { MatchResult } from '../time/match.ts'
import type { SharedData } from '../draw/shared-data.ts'
import type { FrameJob } from './frame-job.ts'

/** The one video file that all frames of a run go into. */
export interface Movie {
  fileName: string
  container: VideoFormat
}

/** The frames of a run, in order. Jobs are made on demand, so that a long plan stays small. */
export interface FramePlan extends SharedData {
  frames: readonly FrameEntry[]
  outputFormat: EncodedFormat
  /** The one file that all frames go into; null if each frame is a file of its own. */
  movie: Movie | null
  /** Names of the files that are written in addition to the frames and the report. */
  sideFiles: readonly string[]
  /** What prevents a run (`error`), and what it will leave out or change (`warning`). */
  problems: Problem[]
  /**
   * The series that renderers draw, for all jobs. Records are read when this is first used.
   */
  readonly series: SharedData['series']
  /** @param position into `frames` */
  jobAt(position: number): FrameJob
  outputNameAt(position: number): string
  /** The match of each sensor at a frame, by sensor name. */
  matchesAt(position: number): Map<string, MatchResult>
}
