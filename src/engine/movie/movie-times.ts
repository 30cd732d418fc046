import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { FrameEntry } from '../../core/recording/recording.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import type { VideoReader } from '../../io/video/video-reader.ts'
import type { SoundRange } from '../../io/video/video-writer.ts'
import type { FrameSpan } from './video-painter.ts'

/** When each frame of a run is shown in the video it makes. */
export interface MovieTimes {
  spanAt: (position: number) => FrameSpan
  /** What to copy of the source's sound; null where it would not fit the pictures. */
  sound: SoundRange | null
}

const DEFAULT_RATE = 30

/** What is known of the frames' times. */
type FrameTimes = Pick<RecordingFolder, 'timing'> & {
  video: Pick<VideoReader, 'timeMsAt'> | null
}

/**
 * At a constant rate, or at the frames' own times: of a video those in the file, else those of the
 * timestamps. A whole video keeps its times as they are; anything else begins at 0.
 * @returns null where the times do not rise from frame to frame
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
  // A frame that the timestamps list and the video does not have is never shown.
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
  // Of each frame the time of the next one that is shown.
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

/** In whole µs: a frame ends where the next one begins. */
function spanOf(timeMs: number, lengthMs: number, perSecond = 1): FrameSpan {
  const micros = (ms: number): number => Math.round((ms * 1000) / perSecond)
  const timestamp = micros(timeMs)
  return { timestamp, duration: micros(timeMs + lengthMs) - timestamp }
}
