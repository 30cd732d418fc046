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
