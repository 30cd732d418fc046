import type { OutputConfig } from '../../core/config/output-specs.ts'
import type { FramePlan } from '../../core/plan/frame-plan.ts'
import type { PlanPart } from '../../core/plan/plan-part.ts'
import type { RecordingFolder } from '../../io/opening/recording-folder.ts'
import { planMovieTimes } from './movie-times.ts'

/** Frames that one encoder makes: positions in the plan, `from` included, `to` excluded. */
export interface Segment {
  index: number
  from: number
  to: number
}

/** Shorter segments cost more, in key frames and in starting encoders, than they gain. */
const LEAST_MS = 2000

export interface SegmentTimes {
  frameCount: number
  /** When a frame of the plan is shown in the video that is written. */
  timeMsAt: (position: number) => number
  /** Whether the source can be decoded from this frame on, without the frames before it. */
  isKeyAt: (position: number) => boolean
  /** The longest time between two key frames that are written. */
  keyIntervalMs: number
}

/**
 * Cuts a video into segments that can be decoded and encoded independently. A segment has whole
 * groups of pictures, of the source and of the result, so that no frame is decoded twice.
 */
export function planSegments({
  frameCount,
  timeMsAt,
  isKeyAt,
  keyIntervalMs,
}: SegmentTimes): Segment[] {
  const lengthMs = Math.max(LEAST_MS, keyIntervalMs)
  const segments: Segment[] = []
  let from = 0
  for (let position = 1; position <= frameCount; position++) {
    const isCut =
      position === frameCount ||
      (isKeyAt(position) && timeMsAt(position) - timeMsAt(from) >= lengthMs)
    if (!isCut) continue
    segments.push({ index: segments.length, from, to: position })
    from = position
  }
  return segments
}

/** What is left of some segments if the frames before a position are made already. */
export function segmentsAfter(segments: readonly Segment[], position: number): Segment[] {
  return segments
    .filter(({ to }) => to > position)
    .map(({ from, to }, index) => ({ index, from: Math.max(from, position), to }))
}

/** The segments of a part of the plan. */
export function segmentsIn(part: PlanPart | null, segments: Segment[] | null): Segment[] | null {
  if (!part || !segments) return segments
  return segments
    .filter(({ from, to }) => from >= part.from && to <= part.to)
    .map((segment, index) => ({ ...segment, index }))
}

/**
 * The segments that a video is encoded in: one for all frames if the source cannot be cut. Null if
 * the run makes no video.
 */
export function segmentsOf(
  recording: RecordingFolder,
  plan: FramePlan,
  { content, video: settings }: Pick<OutputConfig, 'content' | 'video'>,
): Segment[] | null {
  if (!plan.movie) return null
  const times = planMovieTimes(recording, plan, settings.frameRate)
  const video = content === 'overlay' ? null : recording.video
  return planSegments({
    frameCount: plan.frames.length,
    timeMsAt: (position) => (times?.spanAt(position).timestamp ?? 0) / 1000,
    isKeyAt: (position) => video?.isKeyAt(plan.frames[position]?.frameIndex ?? -1) ?? true,
    keyIntervalMs: settings.keyFrameIntervalS * 1000,
  })
}
