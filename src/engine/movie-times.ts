import type { FramePlan } from '../core/plan.ts'
import type { RecordingFolder } from '../io/recording-folder.ts'
import type { VideoReader } from '../io/video-reader.ts'
import type { SoundRange } from '../io/video-writer.ts'
import type { FrameSpan } from './video-painter.ts'

/** When each frame of a run is shown in the video it makes. */
export interface MovieTimes {
  spanAt: (position: number) => FrameSpan
  /** What to copy of the source's sound; null where it would not fit the pictures. */
  sound: SoundRange | null
}

const DEFAULT_RATE = 30

/** What is known of the frames' times. */
type FrameTimes = Pick<RecordingFolder, 'frames' | 'timing'> & {
  video: Pick<VideoReader, 'timeMsAt'> | null
}

/**
 * At a constant rate, or at the frames' own times: of a video those in the file, else those of the
 * timestamps. A whole video keeps its times as they are; anything else begins at 0.
 * @returns null where the times do not rise from frame to frame
 */
export function planMovieTimes(
  { video, frames: all, timing }: FrameTimes,
  { frames }: Pick<FramePlan, 'frames'>,
  frameRate: number | null,
): MovieTimes | null {
  if (frameRate !== null) {
    return { spanAt: (position) => spanOf(position * 1000, 1000, frameRate), sound: null }
  }
  const timesMs = Float64Array.from(
    frames,
    ({ frameIndex, timestampMs }) => video?.timeMsAt(frameIndex) ?? timestampMs,
  )
  const rises = timesMs.every(
    (timeMs, index) => index === 0 || timeMs > (timesMs[index - 1] ?? NaN),
  )
  if (!rises) return null
  const isWhole = video !== null && frames.length === all.length
  const firstMs = timesMs[0] ?? 0
  const startMs = isWhole ? Math.min(0, firstMs) : firstMs
  const usualMs = 1000 / (timing?.framesPerSecond || DEFAULT_RATE)
  const endMs = (timesMs.at(-1) ?? 0) + usualMs
  return {
    spanAt(position) {
      const timeMs = timesMs[position] ?? 0
      return spanOf(timeMs - startMs, (timesMs[position + 1] ?? endMs) - timeMs)
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
