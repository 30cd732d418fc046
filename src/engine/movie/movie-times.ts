import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FrameEntry } from '../../core/recording/recording.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import type { SoundRange } from '../../io/video/video-writer.ts'
import type { FrameSpan } from './video-painter.ts'

/** When each frame of a run is shown in the video it makes. */
export interface MovieTimes {
  spanAt: (position: number) => FrameSpan
  /** Which part of the source's sound to copy; null if it would not fit the pictures. */
  sound: SoundRange | null
}

const DEFAULT_RATE = 30

/** What the times of a video are planned from. */
type FrameTimes = Pick<RecordingFolder, 'timing'> & {
  video: Pick<VideoReader, 'timeMsAt'> | null
}

/**
 * Plans the times at a constant rate, or by the frames' own times: those in the video file, or else
 * the timestamps. A whole video keeps its own times; anything else begins at 0.
 * @returns null if a frame is not later than the frame before it
 */
export function planMovieTimes(
  { video, timing }: FrameTimes,
  { frames }: Pick<FramePlan, 'frames'>,
  frameRate: number | null,
): MovieTimes | null {
  if (frameRate !== null) {
    return { spanAt: (position) => spanOf(position * 1000, 1000, frameRate), sound: null }
  }
  const timeMsOf = ({ frameIndex, timestampMs }: FrameEntry): number | undefined =>
    video ? video.timeMsAt(frameIndex) : timestampMs
  // Frames that are in the timestamps but not in the video are never shown.
  const shown = frames.filter((frame) => timeMsOf(frame) !== undefined)
  const shownMs = Float64Array.from(shown, (frame) => timeMsOf(frame) ?? NaN)
  const rises = shownMs.every(
    (timeMs, index) => index === 0 || timeMs > (shownMs[index - 1] ?? NaN),
  )
  if (!rises) return null
  const firstMs = shownMs[0] ?? 0
  const lastMs = shownMs.at(-1) ?? 0
  const afterLast = (shown.at(-1)?.frameIndex ?? 0) + 1
  const isWhole =
    video !== null && shown[0]?.frameIndex === 0 && video.timeMsAt(afterLast) === undefined
  const startMs = isWhole ? Math.min(0, firstMs) : firstMs
  const endMs = lastMs + 1000 / (timing?.framesPerSecond || DEFAULT_RATE)
  // For each frame, the time of the next frame that is shown.
  const nextMs = new Float64Array(frames.length)
  for (let position = frames.length - 1, next = endMs; position >= 0; position--) {
    nextMs[position] = next
    const frame = frames[position]
    next = (frame && timeMsOf(frame)) ?? next
  }
  return {
    spanAt(position) {
      const frame = frames[position]
      const untilMs = nextMs[position] ?? endMs
      const timeMs = (frame && timeMsOf(frame)) ?? untilMs
      return spanOf(timeMs - startMs, untilMs - timeMs)
    },
    sound: video ? { fromMs: startMs, toMs: isWhole ? Infinity : endMs, startsAtMs: 0 } : null,
  }
}

/** Rounds to whole µs so that a frame ends exactly where the next one begins. */
function spanOf(timeMs: number, lengthMs: number, perSecond = 1): FrameSpan {
  const micros = (ms: number): number => Math.round((ms * 1000) / perSecond)
  const timestamp = micros(timeMs)
  return { timestamp, duration: micros(timeMs + lengthMs) - timestamp }
}
