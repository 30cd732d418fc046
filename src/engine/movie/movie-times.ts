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
  const shown = timesOf(frames, video)
  if (!shown) return null
  const { timesMs, first, last } = shown
  const firstMs = timesMs[first] ?? 0
  const lastMs = timesMs[last] ?? 0
  const afterLast = (frames[last]?.frameIndex ?? 0) + 1
  const isWhole =
    video !== null && frames[first]?.frameIndex === 0 && video.timeMsAt(afterLast) === undefined
  const startMs = isWhole ? Math.min(0, firstMs) : firstMs
  const endMs = lastMs + 1000 / (timing?.framesPerSecond || DEFAULT_RATE)
  // For each frame, the time of the next frame that is shown.
  const nextMs = new Float64Array(frames.length)
  for (let position = frames.length - 1, next = endMs; position >= 0; position--) {
    nextMs[position] = next
    const timeMs = timesMs[position] ?? NaN
    if (!Number.isNaN(timeMs)) next = timeMs
  }
  return {
    spanAt(position) {
      const untilMs = nextMs[position] ?? endMs
      const timeMs = timesMs[position] ?? NaN
      const fromMs = Number.isNaN(timeMs) ? untilMs : timeMs
      return spanOf(fromMs - startMs, untilMs - fromMs)
    },
    sound: video ? { fromMs: startMs, toMs: isWhole ? Infinity : endMs, startsAtMs: 0 } : null,
  }
}

interface ShownFrames {
  /** By position in the plan. NaN: the frame is in the timestamps but not in the video. */
  timesMs: Float64Array
  /** Positions of the first and the last frame that are shown; -1 if there are none. */
  first: number
  last: number
}

/**
 * Plain loops, because two hours of video have 200,000 frames, and the page must not stand still.
 * @returns null if a frame is not later than the frame before it
 */
function timesOf(frames: readonly FrameEntry[], video: FrameTimes['video']): ShownFrames | null {
  const timesMs = new Float64Array(frames.length)
  let [first, last, latestMs] = [-1, -1, -Infinity]
  for (let position = 0; position < frames.length; position++) {
    const frame = frames[position]
    const timeMs = (video ? frame && video.timeMsAt(frame.frameIndex) : frame?.timestampMs) ?? NaN
    timesMs[position] = timeMs
    if (Number.isNaN(timeMs)) continue
    if (timeMs <= latestMs) return null
    latestMs = timeMs
    last = position
    if (first < 0) first = position
  }
  return { timesMs, first, last }
}

/** Rounds to whole µs so that a frame ends exactly where the next one begins. */
function spanOf(timeMs: number, lengthMs: number, perSecond = 1): FrameSpan {
  const micros = (ms: number): number => Math.round((ms * 1000) / perSecond)
  const timestamp = micros(timeMs)
  return { timestamp, duration: micros(timeMs + lengthMs) - timestamp }
}
