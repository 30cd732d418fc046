import type { OutputConfig } from '../../core/config/output-specs.ts'
import { sharedDataOf } from '../../core/draw/shared-data.ts'
import { OverlaneError } from '../../core/errors.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { VideoSource } from '../../core/recording/recording.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import { planMovieTimes } from '../movie/movie-times.ts'
import type { EncoderGround, NativeEncoder } from './native-encoder.ts'
import { NativeRun } from './native-run.ts'
import type { NativeRunOptions } from './native-run.ts'

type CheckedSource = { video: VideoReader; source: VideoSource }

/** Time before the first and after the last frame where the video has no other frames. */
const EDGE_MS = 10

/**
 * Checks that an encoder outside of the browser can make the video of a plan.
 * @throws OverlaneError `output-invalid`; what the encoder says
 */
export async function checkNative(
  recording: RecordingFolder,
  plan: FramePlan,
  { content, video: settings }: OutputConfig,
  encoder: NativeEncoder,
): Promise<EncoderGround> {
  if (!plan.movie) throw refusal(encoder, 'writes a video, so name a video as the output')
  if (content === 'overlay') throw refusal(encoder, 'writes no video of the overlay alone')
  if (settings.frameRate !== null) {
    throw refusal(encoder, 'keeps the times of the frames, so leave out the frame rate')
  }
  const { source } = sourceOf(recording, encoder)
  const isWhole = plan.frames.every(
    ({ fileName, frameIndex }, position) =>
      fileName !== null && frameIndex === (plan.frames[0]?.frameIndex ?? 0) + position,
  )
  if (!isWhole) {
    throw refusal(encoder, 'needs all frames of the video in their order, and some are left out')
  }
  if (!planMovieTimes(recording, plan, null)) {
    throw refusal(encoder, 'needs frames that are later than the frame before them')
  }
  return encoder.check(source)
}

/** The run that makes the video of a checked plan. */
export function createNativeRun(
  recording: RecordingFolder,
  plan: FramePlan,
  settings: OutputConfig,
  ground: EncoderGround,
  options: Pick<NativeRunOptions, 'encoder' | 'taskAt' | 'onStage' | 'onSettled'>,
): NativeRun {
  const { video, source } = sourceOf(recording, options.encoder)
  const { widthPx, heightPx } = source
  const first = plan.frames[0]?.frameIndex ?? 0
  const last = plan.frames.at(-1)?.frameIndex ?? 0
  const timesMs = Float64Array.from(
    plan.frames,
    ({ frameIndex }) => video.timeMsAt(frameIndex) ?? 0,
  )
  const firstMs = timesMs[0] ?? 0
  const lastMs = timesMs.at(-1) ?? 0
  const beforeMs = video.timeMsAt(first - 1)
  const afterMs = video.timeMsAt(last + 1)
  const startsAtMs = (planMovieTimes(recording, plan, null)?.spanAt(0).timestamp ?? 0) / 1000
  return new NativeRun({
    ...options,
    ground,
    size: { widthPx, heightPx },
    shared: sharedDataOf(plan),
    drawsOverlay: settings.content !== 'frames',
    timesMs,
    jobAt: (position) => plan.jobAt(position),
    job: {
      fileName: options.encoder.fileName,
      widthPx,
      heightPx,
      videoStartMs: video.timeMsAt(0) ?? 0,
      firstMs,
      fromMs: beforeMs === undefined ? firstMs - EDGE_MS : (beforeMs + firstMs) / 2,
      untilMs: afterMs === undefined ? lastMs + EDGE_MS : (lastMs + afterMs) / 2,
      isFromStart: beforeMs === undefined,
      isToEnd: afterMs === undefined,
      startsAtMs,
      hasSound: settings.video.sound,
      isFastStart: settings.video.fastStart,
    },
  })
}

function sourceOf({ video, source }: RecordingFolder, encoder: NativeEncoder): CheckedSource {
  if (video && source?.kind === 'video') return { video, source }
  throw refusal(
    encoder,
    'reads a video, and the frames of this recording are image files: make a video of them first, with "overlane compose"',
  )
}

function refusal(encoder: NativeEncoder, what: string): OverlaneError {
  return new OverlaneError('output-invalid', `${encoder.note().name} ${what}.`)
}
