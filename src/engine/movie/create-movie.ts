import { sharedDataOf } from '../../core/draw/shared-data.ts'
import type { OutputConfig } from '../../core/config/output-specs.ts'
import { OverlaneError, problem } from '../../core/errors.ts'
import type { Problem } from '../../core/errors.ts'
import type { FramePlan, Movie } from '../../core/plan/frame-plan.ts'
import { askVideoCodec } from '../../io/video/ask-video-codecs.ts'
import { formatQuantity } from '../../core/text/format-count.ts'
import type { Directory } from '../../io/folders/directory.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { MovieRun } from './movie-run.ts'
import type { MovieRunOptions } from './movie-run.ts'
import { planMovieTimes } from './movie-times.ts'

export type MovieCodec = Awaited<ReturnType<typeof askVideoCodec>>

/**
 * Checks that the video of a plan can be written here.
 * @returns the codec that it is written with
 * @throws OverlaneError `output-invalid` if it cannot be written
 */
export async function checkMovie(
  recording: RecordingFolder,
  plan: FramePlan,
  { container }: Movie,
  { video: settings, content }: OutputConfig,
): Promise<MovieCodec> {
  const { widthPx = 0, heightPx = 0 } = recording.source ?? {}
  const { codec: choice, bitrateMbps } = settings
  const isTransparent = content === 'overlay'
  const kind = { container, widthPx, heightPx, bitrateMbps, isTransparent }
  const codec = await askVideoCodec({ ...kind, codec: choice })
  if (!planMovieTimes(recording, plan, settings.frameRate)) {
    throw new OverlaneError(
      'output-invalid',
      'Some frames are not later than the frame before them, as a video needs. Set output.video.frame_rate for a constant rate.',
      { key: 'output.video.frame_rate' },
    )
  }
  return codec
}

/**
 * The run that makes the video of a checked plan; null if the plan makes none.
 * @param file the video is written into it; null: into a file of the folder
 */
export function createMovieRun(
  recording: RecordingFolder,
  plan: FramePlan,
  { content, video: settings }: OutputConfig,
  { handle }: Directory,
  codec: MovieCodec,
  file: FileSystemFileHandle | null,
  options: Omit<MovieRunOptions, 'encoders' | 'writer' | 'spanOf'>,
): MovieRun | null {
  const times = planMovieTimes(recording, plan, settings.frameRate)
  if (!plan.movie || !handle || !times) return null
  const { widthPx = 0, heightPx = 0 } = recording.source ?? {}
  const isTransparent = content === 'overlay'
  const source = recording.video && { file: recording.video.file, index: recording.video.index }
  return new MovieRun({
    ...options,
    spanOf: times.spanAt,
    encoders: {
      video: source,
      frames: recording.framesDirectory?.handle ?? null,
      codec,
      settings,
      drawsFrames: !isTransparent,
      drawsOverlay: content !== 'frames',
      shared: sharedDataOf(plan),
      widthPx,
      heightPx,
    },
    writer: {
      ...plan.movie,
      folder: handle,
      file,
      codec,
      isTransparent,
      isFastStart: settings.fastStart,
      frameCount: plan.frames.length,
      sound:
        source && times.sound && settings.sound && !isTransparent && !options.isPart
          ? { ...source, range: times.sound }
          : null,
    },
  })
}

/**
 * Warnings that there is no video, or that its frames or its sound are incomplete.
 * @param savedCount how many frames are in segments from which a later run resumes
 */
export function movieWarnings(
  { written }: { written: { soundLoss: string | null; frameLoss?: string | null } | null },
  savedCount: number,
): Problem[] {
  if (!written) {
    const saved = `Its first ${formatQuantity(savedCount, 'frame')} are saved: repeat the run to go on.`
    const message = `The run did not finish, so there is no video.${savedCount > 0 ? ` ${saved}` : ''}`
    return [problem('warning', 'output-invalid', message)]
  }
  const { soundLoss, frameLoss = null } = written
  const losses = [frameLoss, soundLoss].filter((each) => each !== null)
  return losses.map((loss) => problem('warning', 'output-invalid', loss))
}
