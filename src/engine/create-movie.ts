import type { OutputConfig } from '../core/config.ts'
import { OverlaneError, problem } from '../core/errors.ts'
import type { Problem } from '../core/errors.ts'
import type { FramePlan, Movie } from '../core/plan.ts'
import type { Directory } from '../io/directory.ts'
import type { RecordingFolder } from '../io/recording-folder.ts'
import { chooseVideoCodec } from '../io/video-codecs.ts'
import { MovieRun } from './movie-run.ts'
import type { MovieRunOptions } from './movie-run.ts'
import { planMovieTimes } from './movie-times.ts'

/** @throws OverlaneError `output-invalid` where no such video can be written here */
export async function checkMovie(
  recording: RecordingFolder,
  plan: FramePlan,
  { container }: Movie,
  { video: settings, content }: OutputConfig,
): Promise<void> {
  const { widthPx = 0, heightPx = 0 } = recording.frameFolder ?? {}
  const isTransparent = content === 'overlay'
  await chooseVideoCodec({ container, settings, widthPx, heightPx, isTransparent })
  if (!planMovieTimes(recording, plan, settings.frameRate)) {
    throw new OverlaneError(
      'output-invalid',
      'The frames’ times do not rise from one to the next, as those of a video must. Set output.video.frame_rate for a constant rate.',
      { key: 'output.video.frame_rate' },
    )
  }
}

/** The run that makes one video of a checked plan; null where it makes none. */
export function createMovieRun(
  recording: RecordingFolder,
  plan: FramePlan,
  { content, video: settings }: OutputConfig,
  { handle }: Directory,
  options: Pick<MovieRunOptions, 'take' | 'onStage' | 'onSettled'>,
): MovieRun | null {
  const times = planMovieTimes(recording, plan, settings.frameRate)
  if (!plan.movie || !handle || !times) return null
  const { widthPx = 0, heightPx = 0 } = recording.frameFolder ?? {}
  const drawsFrames = content !== 'overlay'
  const { video } = recording
  return new MovieRun({
    ...options,
    spanOf: times.spanAt,
    setup: {
      ...plan.movie,
      video: video && { file: video.file, index: video.index },
      frames: recording.framesDirectory?.handle ?? null,
      output: handle,
      settings,
      drawsFrames,
      drawsOverlay: content !== 'frames',
      widthPx,
      heightPx,
      frameCount: plan.frames.length,
      sound: settings.sound && drawsFrames ? times.sound : null,
    },
  })
}

/** What became of the video, where it is not what was asked for. */
export function movieWarnings(
  { written, wantsSound }: MovieRun,
  { video }: RecordingFolder,
): Problem[] {
  if (!written) {
    const message = 'The run did not come to its end, so there is no video.'
    return [problem('warning', 'output-invalid', message)]
  }
  if (!video || written.hasSound || !wantsSound) return []
  const message =
    'The video is without sound: the source has none, or none that this container takes as it is.'
  return [problem('info', 'output-invalid', message)]
}
